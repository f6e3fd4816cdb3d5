import type { Config } from '../config/load-config.ts';
import type { LockstepError } from '../model/errors.ts';
import type { JobQueue } from '../queue/job-queue.ts';
import { openQueue } from '../queue/open-queue.ts';

/** Opens the queue that the config names. Whoever opens it closes it. */
export async function openConfiguredQueue(
  config: Pick<Config, 'queue_url' | 'queue_prefix' | 'allow_unsafe_redis' | 'run_lease'>,
  onTrouble: (trouble: LockstepError) => void = () => undefined,
): Promise<JobQueue> {
  return await openQueue(config.queue_url, {
    prefix: config.queue_prefix,
    allowUnsafeRedis: config.allow_unsafe_redis,
    // A worker that is not heard of loses the job and the run at about the same time.
    lockMs: config.run_lease,
    onTrouble,
  });
}
