import { LockstepError } from '../../../model/errors.ts';
import { explainError } from './explain-error.ts';

/** A server that is away says so with every try to reach it: the same sentence is told again only after so long. */
const QUIET_MS = 10_000;

export function createTroubleTeller(
  onTrouble: (trouble: LockstepError) => void,
  where: string,
): (error: unknown) => void {
  const toldAt = new Map<string, number>();
  return (error) => {
    const explained = explainError(error, where);
    const trouble =
      explained instanceof LockstepError
        ? explained
        : new LockstepError('internal', `The queue met an error and goes on: ${String(explained)}`, {
            cause: explained,
          });
    const now = Date.now();
    if (now - (toldAt.get(trouble.message) ?? Number.NEGATIVE_INFINITY) < QUIET_MS) return;
    for (const [message, at] of toldAt) if (now - at >= QUIET_MS) toldAt.delete(message);
    toldAt.set(trouble.message, now);
    onTrouble(trouble);
  };
}
