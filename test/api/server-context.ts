import type { ServerContext } from '../../src/api/server-context.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import type { Environment } from '../../src/config/read-env.ts';
import { createLogger } from '../../src/service/logger.ts';
import { createMetrics } from '../../src/service/metrics.ts';

export type Fake = { readonly context: ServerContext; readonly lines: () => readonly Record<string, unknown>[] };

/** A context in which all is well, on any free port, save for what a test says. */
export function makeContext(change: Partial<ServerContext> = {}, env: Environment = {}): Fake {
  const written: string[] = [];
  const config = loadConfig({}, { LOCKSTEP_HTTP_PORT: '0', LOCKSTEP_LOG_LEVEL: 'debug', ...env });
  const context: ServerContext = {
    config,
    store: {
      describe: async () => ({
        driver: 'sqlite',
        location: './lockstep.db',
        version: '3.50',
        schemaSteps: 2,
        schemaStepsKnown: 2,
      }),
    },
    queue: { examine: async () => [{ name: 'redis', state: 'ok', found: 'answers at 127.0.0.1:6379', fix: null }] },
    metrics: createMetrics(),
    log: createLogger(config, { write: (line) => written.push(line) }),
    ...change,
  };
  return { context, lines: () => written.map((line) => JSON.parse(line)) };
}

export const alive = { complaint: () => null };
