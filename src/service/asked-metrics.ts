import { Gauge, type Registry } from 'prom-client';
import { isFinished, RUN_STATES } from '../model/run-state.ts';
import type { QueueDepth } from '../queue/job-queue.ts';
import type { Standing } from './read-standing.ts';
import { withinTime } from './within-time.ts';

/** What is asked for when somebody scrapes. */
export type AskedMetrics = {
  readonly watchQueue: (ask: () => Promise<QueueDepth>) => void;
  readonly watchStore: (ask: () => Promise<Standing>) => void;
  /** Ms since the canary last came through. */
  readonly watchCanary: (ask: () => number) => void;
  /** Ms since the queue last answered the hands of this worker. */
  readonly watchSilence: (ask: () => number) => void;
};

type Refresh = () => Promise<void>;

/** A scrape is given up by Prometheus after 10 s. */
const PATIENCE_MS = 3_000;
/** Every process of a fleet is scraped: the store is asked no more often than this by each. */
const STORE_EVERY_MS = 10_000;

export function createAskedMetrics(registry: Registry): { readonly asked: AskedMetrics; readonly refresh: Refresh } {
  const up = new Gauge({
    name: 'lockstep_part_up',
    help: '1 when the part answered this scrape in time; what is told of it is left out otherwise.',
    labelNames: ['part'],
    registers: [registry],
  });
  const refreshes: Refresh[] = [];
  const watch = <T>(part: string, ask: () => Promise<T>, show: (answer: T | null) => void): void => {
    let pending: Promise<T> | null = null;
    refreshes.push(async () => {
      // An answer that is still awaited is not asked for again.
      pending ??= Promise.resolve()
        .then(ask)
        .finally(() => {
          pending = null;
        });
      const answer = await withinTime(pending, PATIENCE_MS, `The ${part} gave no answer in time.`).catch(() => null);
      up.set({ part }, answer === null ? 0 : 1);
      show(answer);
    });
  };
  return {
    asked: {
      watchQueue: (ask) => watch('queue', ask, showQueue(registry)),
      watchStore: (ask) => watch('store', noMoreOftenThan(STORE_EVERY_MS, ask), showStanding(registry)),
      watchCanary: showAge(registry, 'lockstep_canary_age_seconds', CANARY_AGE),
      watchSilence: showAge(registry, 'lockstep_queue_silence_seconds', SILENCE),
    },
    refresh: async () => {
      await Promise.all(refreshes.map((refresh) => refresh()));
    },
  };
}

function showQueue(registry: Registry): (depth: QueueDepth | null) => void {
  const gauge = new Gauge({
    name: 'lockstep_queue_jobs',
    help: 'Jobs in the queue, by state.',
    labelNames: ['state'],
    registers: [registry],
  });
  return (depth) => {
    gauge.reset();
    for (const [state, count] of Object.entries(depth ?? {})) gauge.set({ state }, count);
  };
}

function showStanding(registry: Registry): (standing: Standing | null) => void {
  const registers = [registry];
  const openRuns = new Gauge({
    name: 'lockstep_open_runs',
    help: 'Runs that are not finished, by the phase they are in.',
    labelNames: ['state'],
    registers,
  });
  const clusters = new Gauge({
    name: 'lockstep_clusters',
    help: 'Clusters of the last sweep that came to its end, by band.',
    labelNames: ['band'],
    registers,
  });
  const sweptAt = new Gauge({
    name: 'lockstep_last_sweep_timestamp_seconds',
    help: 'When the last sweep came to its end.',
    registers,
  });
  const outbox = new Gauge({
    name: 'lockstep_outbox_events',
    help: 'Events that a sink has not taken: pending (waits to be sent) or dead (given up, waits for a person).',
    labelNames: ['sink', 'state'],
    registers,
  });
  return (standing) => {
    for (const gauge of [openRuns, clusters, outbox]) gauge.reset();
    // Without labels a reset gauge would show 0, a sweep of 1970.
    sweptAt.remove();
    if (standing === null) return;
    for (const state of RUN_STATES.filter((one) => !isFinished(one))) {
      openRuns.set({ state }, standing.openRuns.get(state) ?? 0);
    }
    for (const [band, count] of Object.entries(standing.lastSweep?.bands ?? {})) clusters.set({ band }, count.clusters);
    if (standing.lastSweep !== null) sweptAt.set(standing.lastSweep.finishedAt / 1000);
    for (const [sink, { pending, dead }] of standing.outbox) {
      outbox.set({ sink, state: 'pending' }, pending);
      outbox.set({ sink, state: 'dead' }, dead);
    }
  };
}

const CANARY_AGE = 'Time since a job of this process last went the whole way through the queue.';
const SILENCE = 'Time since the queue last answered this process, which asks for jobs all the time.';

function showAge(registry: Registry, name: string, help: string): (askMs: () => number) => void {
  return (askMs) => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(askMs() / 1000);
      },
    });
  };
}

/** The last answer while it is young enough. */
function noMoreOftenThan<T>(ms: number, ask: () => Promise<T>): () => Promise<T> {
  let last: { readonly at: number; readonly answer: T } | null = null;
  return async () => {
    if (last === null || performance.now() - last.at >= ms) {
      const answer = await ask();
      last = { at: performance.now(), answer };
    }
    return last.answer;
  };
}
