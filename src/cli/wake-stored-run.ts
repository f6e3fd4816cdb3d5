import type { Config } from '../config/load-config.ts';
import { LockstepError } from '../model/errors.ts';
import type { StoredRun } from '../model/stored-run.ts';
import { openConfiguredQueue } from '../service/open-configured-queue.ts';
import { wakeRun } from '../worker/wake-runs.ts';
import { say } from './terminal.ts';

/**
 * Tells the workers of a run that is on record. A queue that is away does not lose it: the worker that leads finds it there,
 * as it does where the queue is the worker's own.
 */
export async function wakeStoredRun(run: StoredRun, config: Config): Promise<void> {
  if (config.queue_url.startsWith('inline:')) return;
  try {
    await using queue = await openConfiguredQueue(config);
    await wakeRun(queue, run);
  } catch (error) {
    if (!(error instanceof LockstepError) || error.code !== 'unreachable') throw error;
    say(
      `Run ${run.id} is on record and begins when a worker finds it, for the queue does not answer: ${error.message}`,
    );
  }
}
