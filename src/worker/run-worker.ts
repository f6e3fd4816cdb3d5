import type { Context } from '../service/context.ts';
import { readStanding } from '../service/read-standing.ts';
import { createJobHandler } from './handle-job.ts';
import { startLeading } from './leader.ts';
import { createLiveness, type Liveness } from './liveness.ts';

/** Between two looks at the queue's depth. */
const LOOK_EVERY_MS = 10_000;
/** What a run that is told to end needs to let go of itself; container engines kill after 10 s. */
const GRACE_MS = 8_000;

export type WorkerOptions = {
  /** For how long the queue may be silent before the worker counts as deaf; default `DEAF_AFTER_MS`. */
  readonly deafAfterMs?: number;
};

export type Worker = AsyncDisposable & { readonly liveness: Liveness };

/**
 * Works on the queue until it is disposed of, and then drains: takes nothing new, has the runs at hand let go, so that another
 * worker goes on with them at once.
 */
export async function startWorker(context: Context, { deafAfterMs }: WorkerOptions = {}): Promise<Worker> {
  const { queue, config, now, log, metrics } = context;
  const liveness = createLiveness(now, deafAfterMs);
  metrics.watchQueue(() => queue.depth());
  metrics.watchStore(() =>
    readStanding(
      context.store.cases,
      context.sinks.map(({ name }) => name),
    ),
  );
  metrics.watchCanary(liveness.idleMs);
  metrics.watchSilence(liveness.silentMs);
  const jobs = await queue.work(createJobHandler(context, liveness), { concurrency: config.worker_concurrency });
  liveness.listen(jobs.silentMs);
  const leader = startLeading(context);
  const looking = setInterval(() => {
    queue.depth().then(liveness.look, () => undefined);
  }, LOOK_EVERY_MS);
  log.info('A worker is at work.', { count: config.worker_concurrency });
  return {
    liveness,
    [Symbol.asyncDispose]: async () => {
      log.info('This worker drains.');
      clearInterval(looking);
      await leader[Symbol.asyncDispose]();
      await jobs.drain(GRACE_MS);
    },
  };
}
