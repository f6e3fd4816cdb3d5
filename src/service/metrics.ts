import { monitorEventLoopDelay } from 'node:perf_hooks';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { type AskedMetrics, createAskedMetrics } from './asked-metrics.ts';
import { createToldMetrics, type ToldMetrics } from './told-metrics.ts';
import { VERSION } from './version.ts';

/** What Prometheus is told of this process, of the queue and of the store. Labels come from closed lists, never from data. */
export type Metrics = ToldMetrics &
  AskedMetrics & {
    readonly contentType: string;
    /** All metrics in Prometheus' text format. A part that does not answer is left out and shows as `lockstep_part_up 0`. */
    readonly render: () => Promise<string>;
  };

/** In a registry of its own: two of them in one process do not know each other. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  watchEventLoop(registry);
  new Gauge({
    name: 'lockstep_build_info',
    help: '1, labelled with the version that runs.',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version: VERSION }, 1);
  const { asked, refresh } = createAskedMetrics(registry);
  return {
    ...createToldMetrics(registry),
    ...asked,
    contentType: registry.contentType,
    render: async () => {
      await refresh();
      return await registry.metrics();
    },
  };
}

const RESOLUTION_MS = 10;

function watchEventLoop(registry: Registry): void {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  new Gauge({
    name: 'lockstep_event_loop_delay_p99_seconds',
    help: 'How late the event loop came, 99th percentile since the last scrape.',
    registers: [registry],
    collect() {
      // The histogram holds the times between two looks, the pause that was asked for included.
      this.set(Math.max(0, delays.percentile(99) / 1e6 - RESOLUTION_MS) / 1000);
      delays.reset();
    },
  });
}
