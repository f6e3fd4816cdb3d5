import { type Config, type ConfigFlags, loadConfig } from '../config/load-config.ts';
import type { EventSink } from '../model/event-sink.ts';
import type { Hash } from '../model/ports.ts';
import type { JobQueue } from '../queue/job-queue.ts';
import type { Store } from '../store/store.ts';
import { sha256 } from './hash.ts';
import { createLogger, type Logger } from './logger.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { newHolder } from './new-holder.ts';
import { openConfiguredQueue } from './open-configured-queue.ts';
import { openConfiguredStore } from './open-configured-store.ts';
import { openSinks } from './open-sinks.ts';

/** The composition root: what a process that works needs, each opened once and closed with it. */
export type Context = AsyncDisposable & {
  readonly config: Config;
  /** What the config was loaded from: threads load their own. */
  readonly flags: ConfigFlags;
  readonly store: Store;
  readonly queue: JobQueue;
  readonly sinks: readonly EventSink[];
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Names this process among all that work on the store. */
  readonly holder: string;
  readonly hash: Hash;
  readonly now: () => number;
};

export async function openContext(flags: ConfigFlags): Promise<Context> {
  const config = loadConfig(flags);
  const log = createLogger(config);
  await using opened = new AsyncDisposableStack();
  const store = opened.use(await openConfiguredStore(config));
  const queue = opened.use(
    await openConfiguredQueue(config, (error) => log.warn('The queue is in trouble and goes on by itself.', { error })),
  );
  const sinks = await openSinks(config);
  for (const sink of sinks) opened.use(sink);
  const holder = newHolder();
  const parts = opened.move();
  return {
    config,
    flags,
    store,
    queue,
    sinks,
    log: log.with({ worker: holder }),
    metrics: createMetrics(),
    holder,
    hash: sha256,
    now: Date.now,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
