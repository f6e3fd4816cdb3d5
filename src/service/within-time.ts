import { LockstepError } from '../model/errors.ts';

/** The answer, or `unreachable` with that sentence when it does not come within `ms`. What was asked goes on; its end is nobody's concern then. */
export async function withinTime<T>(answer: Promise<T>, ms: number, sentence: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new LockstepError('unreachable', sentence)), ms);
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
    answer.catch(() => undefined);
  }
}
