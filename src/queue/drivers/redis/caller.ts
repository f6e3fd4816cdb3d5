import { setTimeout as sleep } from 'node:timers/promises';
import { LockstepError } from '../../../model/errors.ts';
import { ANSWER_MS, type Client, untilReady } from './connect.ts';
import { explainError, isPassing } from './explain-error.ts';

const PAUSE_MS = 100;

/** Runs calls to the server, each for seconds at most. */
export type Caller = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * A call that meets a server that is away is made again until it is back, which is why each must be one that can be made twice.
 * Throws `unreachable` when that takes longer than `ANSWER_MS`, and at once what waiting does not change.
 */
export function createCaller(client: Client, where: string): Caller {
  return async (work) => {
    const end = Date.now() + ANSWER_MS;
    for (;;) {
      try {
        if (client.status === 'end') throw new LockstepError('internal', 'The queue is closed.');
        await untilReady(client, where, end - Date.now());
        return await inTime(work(), end - Date.now());
      } catch (error) {
        if (!isPassing(error) || Date.now() + PAUSE_MS >= end) throw explainError(error, where);
        await sleep(PAUSE_MS);
      }
    }
  };
}

async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timed out')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
