import type { JobQueue } from './job-queue.ts';
import { loadDriver } from './load-driver.ts';
import { QUEUE_DEFAULTS, type QueueOptions, type QueueSettings } from './queue-options.ts';
import { queueKind } from './queue-url.ts';

type Open = (url: string, settings: QueueSettings) => Promise<JobQueue>;

const DRIVERS: { readonly [kind in ReturnType<typeof queueKind>]: () => Promise<Open> } = {
  inline: async () => (await import('./drivers/inline/open-inline.ts')).openInline,
  redis: async () => (await import('./drivers/bullmq/open-bullmq.ts')).openBullmq,
};

/**
 * Opens the queue that a URL names: `inline:`, in this process, or `redis://[user:password@]host:port[/db]`, `rediss://` with TLS.
 * Throws `config` for a URL it does not know, `unreachable` for a server that does not answer, `refused` for a Redis that may lose
 * jobs unless `allowUnsafeRedis`.
 */
export async function openQueue(url: string, options: QueueOptions = {}): Promise<JobQueue> {
  const open = await loadDriver(DRIVERS[queueKind(url)]);
  return await open(url, { ...QUEUE_DEFAULTS, ...options });
}
