import { LockstepError } from '../../model/errors.ts';
import type { CursorScale } from './cursor-scale.ts';

/** Follows the cursor through the rows of a query. */
export type CursorTrack = {
  readonly see: (value: string | null) => void;
  /** The largest value after which a pull may go on now, for more rows of the latest value may be to come. */
  readonly safe: () => string | null;
  /** The largest value of all, after which a pull may go on once the query has ended. */
  readonly last: () => string | null;
};

/**
 * Rows must come in the order of the cursor, or one that comes late would be passed over after a crash; an empty value has no say.
 * What is not beyond `since` is `null`: a pull that looks back takes no cursor back.
 */
export function createCursorTrack(name: string, column: string, scale: CursorScale, since: string | null): CursorTrack {
  const floor = since === null ? null : scale.read(since);
  let latest: bigint | null = null;
  let before: bigint | null = null;
  const write = (steps: bigint | null): string | null =>
    steps === null || (floor !== null && steps <= floor) ? null : scale.format(steps);
  return {
    see: (value) => {
      if (value === null) return;
      const steps = scale.parse(value);
      if (steps === null) {
        const advice = 'leave out infinity, fractions and the time before our era in its query';
        throw new LockstepError(
          'config',
          `Source ${name}: a value of its cursor ${column} has no place in an order of whole steps: ${advice}.`,
        );
      }
      if (latest !== null && steps < latest) {
        throw new LockstepError(
          'config',
          `Source ${name}: its rows do not come in the order of its cursor: end its query with ORDER BY ${column}.`,
        );
      }
      if (steps === latest) return;
      before = latest;
      latest = steps;
    },
    safe: () => write(before),
    last: () => write(latest),
  };
}
