import { Writable } from 'node:stream';
import { type ConfigFlags, loadConfig } from '../../src/config/load-config.ts';
import type { Context } from '../../src/service/context.ts';
import { sha256 } from '../../src/service/hash.ts';
import { createLogger } from '../../src/service/logger.ts';
import { createMetrics } from '../../src/service/metrics.ts';
import { newHolder } from '../../src/service/new-holder.ts';
import { openConfiguredQueue } from '../../src/service/open-configured-queue.ts';
import { openConfiguredStore } from '../../src/service/open-configured-store.ts';

/** A context as a worker has it, whose log goes into `lines`. */
export async function openTestContext(
  flags: ConfigFlags,
  lines: string[] = [],
  now: () => number = Date.now,
): Promise<Context> {
  const config = loadConfig(flags, {});
  const stack = new AsyncDisposableStack();
  const store = stack.use(await openConfiguredStore(config));
  const queue = stack.use(await openConfiguredQueue(config));
  const log = createLogger(
    config,
    new Writable({
      write: (chunk, _encoding, done) => {
        lines.push(String(chunk));
        done();
      },
    }),
  );
  return {
    config,
    flags,
    store,
    queue,
    sinks: [],
    log,
    metrics: createMetrics(),
    holder: newHolder(),
    hash: sha256,
    now,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
