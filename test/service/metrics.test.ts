import { describe, expect, test } from 'vitest';
import type { Alarm } from '../../src/model/alarm.ts';
import { createMetrics, type Metrics } from '../../src/service/metrics.ts';
import type { Standing } from '../../src/service/read-standing.ts';

/** Samples of the text by name and labels, as Prometheus would read them. */
async function scrape(metrics: Metrics): Promise<ReadonlyMap<string, number>> {
  const lines = (await metrics.render()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [, name = '', value] = /^(\S+(?:\{[^}]*\})?) (\S+)$/.exec(line) ?? [];
      if (name === '') throw new Error(`Not a sample: ${line}`);
      return [name, Number(value)];
    }),
  );
}

const alarm = (kind: Alarm['kind'], subject: string): Alarm => ({ kind, subject, since: 0, says: 'It stands.' });
const bands = {
  high: { clusters: 2, accounts: 20 },
  medium: { clusters: 5, accounts: 40 },
  low: { clusters: 9, accounts: 60 },
};
const standing = (change: Partial<Standing> = {}): Standing => ({
  openRuns: new Map([['detecting', 2]]),
  lastSweep: { finishedAt: 1_760_000_000_000, bands },
  outbox: new Map([['webhook', { pending: 7, dead: 1 }]]),
  ...change,
});

describe('what a worker tells', () => {
  test('each kind of run counts from nought in each state that it can end in, so that the first failure is a rise', async () => {
    const metrics = createMetrics();
    const before = await scrape(metrics);
    for (const kind of ['sweep', 'cluster', 'ingest', 'expire']) {
      for (const state of ['emitted', 'failed', 'cancelled']) {
        expect(before.get(`lockstep_runs_total{kind="${kind}",state="${state}"}`)).toBe(0);
      }
    }
    metrics.runFinished({ kind: 'sweep', state: 'failed', startedAt: 1_000, finishedAt: 13_000 });
    metrics.runFinished({ kind: 'sweep', state: 'emitted', startedAt: null, finishedAt: 5 });
    const after = await scrape(metrics);
    expect(after.get('lockstep_runs_total{kind="sweep",state="failed"}')).toBe(1);
    expect(after.get('lockstep_runs_total{kind="sweep",state="emitted"}')).toBe(1);
    // Of the run that never began there is no time to tell.
    expect(after.get('lockstep_run_seconds_count{kind="sweep"}')).toBe(1);
    expect(after.get('lockstep_run_seconds_sum{kind="sweep"}')).toBe(12);
  });

  test('stages count in seconds', async () => {
    const metrics = createMetrics();
    metrics.stageDone('similarity', 1500);
    metrics.stageDone('similarity', 500);
    expect((await scrape(metrics)).get('lockstep_stage_seconds_sum{stage="similarity"}')).toBe(2);
  });

  test('rows count by source and by what became of them', async () => {
    const metrics = createMetrics();
    const counts = { added: 5, raised: 1, duplicates: 2, forgotten: 0, rejected: 3 };
    metrics.edgesTaken('logins', counts);
    metrics.edgesTaken('logins', counts);
    const samples = await scrape(metrics);
    const outcomes = ['added', 'raised', 'duplicate', 'forgotten', 'rejected'];
    expect(
      outcomes.map((outcome) => samples.get(`lockstep_edges_total{source="logins",outcome="${outcome}"}`)),
    ).toEqual([10, 2, 4, 0, 6]);
  });

  test('sources beyond the hundredth share a label, whatever an operator calls them', async () => {
    const metrics = createMetrics();
    const one = { added: 1, raised: 0, duplicates: 0, forgotten: 0, rejected: 0 };
    for (let i = 0; i < 250; i++) metrics.edgesTaken(`day-${i}`, one);
    metrics.edgesTaken('day-7', one);
    const samples = await scrape(metrics);
    const added = [...samples].filter(([name]) => /^lockstep_edges_total\{.*outcome="added"/.test(name));
    expect(added).toHaveLength(101);
    expect(samples.get('lockstep_edges_total{source="other",outcome="added"}')).toBe(150);
    expect(samples.get('lockstep_edges_total{source="day-7",outcome="added"}')).toBe(2);
  });

  test('an alarm stands as long as it is among those that stand', async () => {
    const metrics = createMetrics();
    const stand = async () => {
      const samples = await scrape(metrics);
      return ['run-failed', 'run-missed', 'source-stale', 'layer-dropped'].map((kind) =>
        samples.get(`lockstep_alarm{kind="${kind}"}`),
      );
    };
    expect(await stand()).toEqual([0, 0, 0, 0]);
    metrics.alarmsStand([
      alarm('run-missed', 'nightly'),
      alarm('run-missed', 'weekly'),
      alarm('source-stale', 'logins'),
    ]);
    expect(await stand()).toEqual([0, 1, 1, 0]);
    metrics.alarmsStand([alarm('run-failed', 'nightly')]);
    expect(await stand()).toEqual([1, 0, 0, 0]);
  });

  test('who leads no more shows no alarm, so that none stands for ever in a process that nobody asks', async () => {
    const metrics = createMetrics();
    const look = async () => {
      const samples = await scrape(metrics);
      return [samples.get('lockstep_leader'), samples.get('lockstep_alarm{kind="run-failed"}')];
    };
    metrics.leads(true);
    metrics.alarmsStand([alarm('run-failed', 'nightly')]);
    metrics.leads(true);
    expect(await look()).toEqual([1, 1]);
    metrics.leads(false);
    expect(await look()).toEqual([0, 0]);
  });
});

describe('what is asked for at a scrape', () => {
  test('the queue, the store and the canary as they are at that moment', async () => {
    const metrics = createMetrics();
    let waiting = 3;
    let canaryMs = 4_000;
    metrics.watchQueue(async () => ({ waiting, active: 1, delayed: 0, failed: 2 }));
    metrics.watchStore(async () => standing());
    metrics.watchCanary(() => canaryMs);
    metrics.watchSilence(() => canaryMs / 2);
    expect(Object.fromEntries(await scrape(metrics))).toMatchObject({
      'lockstep_queue_jobs{state="waiting"}': 3,
      'lockstep_queue_jobs{state="active"}': 1,
      'lockstep_queue_jobs{state="failed"}': 2,
      'lockstep_open_runs{state="detecting"}': 2,
      'lockstep_open_runs{state="queued"}': 0,
      'lockstep_clusters{band="high"}': 2,
      'lockstep_clusters{band="low"}': 9,
      lockstep_last_sweep_timestamp_seconds: 1_760_000_000,
      'lockstep_outbox_events{sink="webhook",state="pending"}': 7,
      'lockstep_outbox_events{sink="webhook",state="dead"}': 1,
      lockstep_canary_age_seconds: 4,
      lockstep_queue_silence_seconds: 2,
      'lockstep_part_up{part="queue"}': 1,
      'lockstep_part_up{part="store"}': 1,
    });
    waiting = 0;
    canaryMs = 9_000;
    const later = await scrape(metrics);
    expect(later.get('lockstep_queue_jobs{state="waiting"}')).toBe(0);
    expect(later.get('lockstep_canary_age_seconds')).toBe(9);
  });

  test('the store is asked once for scrapes that follow each other at once', async () => {
    const metrics = createMetrics();
    let asked = 0;
    metrics.watchStore(async () => {
      asked++;
      return standing();
    });
    await scrape(metrics);
    await scrape(metrics);
    expect(asked).toBe(1);
  });

  test('before the first sweep there is no time of one', async () => {
    const metrics = createMetrics();
    metrics.watchStore(async () => standing({ lastSweep: null }));
    const samples = await scrape(metrics);
    expect([...samples.keys()].filter((name) => /lockstep_(clusters|last_sweep)/.test(name))).toEqual([]);
    expect(samples.get('lockstep_part_up{part="store"}')).toBe(1);
  });

  test('a part that throws is left out, shows as down, and takes nothing else with it', async () => {
    const metrics = createMetrics();
    let isAway = false;
    metrics.watchQueue(async () => {
      if (isAway) throw new Error('away');
      return { waiting: 3, active: 0, delayed: 0, failed: 0 };
    });
    metrics.watchStore(() => {
      throw new Error('away at once');
    });
    expect((await scrape(metrics)).get('lockstep_queue_jobs{state="waiting"}')).toBe(3);
    isAway = true;
    const samples = await scrape(metrics);
    expect(samples.has('lockstep_queue_jobs{state="waiting"}')).toBe(false);
    expect(samples.get('lockstep_part_up{part="queue"}')).toBe(0);
    expect(samples.get('lockstep_part_up{part="store"}')).toBe(0);
    expect(samples.has('lockstep_alarm{kind="run-failed"}')).toBe(true);
  });

  test('a part that never answers does not hang the scrape, and is not asked again while it is awaited', async () => {
    const metrics = createMetrics();
    let asked = 0;
    metrics.watchQueue(() => {
      asked++;
      return new Promise(() => undefined);
    });
    expect((await scrape(metrics)).get('lockstep_part_up{part="queue"}')).toBe(0);
    expect((await scrape(metrics)).get('lockstep_part_up{part="queue"}')).toBe(0);
    expect(asked).toBe(1);
  }, 20_000);
});

test('the process itself shows: memory, processor, version, and how late the event loop comes', async () => {
  const metrics = createMetrics();
  await new Promise((resolve) => setTimeout(resolve, 100));
  const samples = await scrape(metrics);
  expect(samples.get('process_resident_memory_bytes')).toBeGreaterThan(1e7);
  expect(samples.get('process_cpu_seconds_total')).toBeGreaterThan(0);
  expect([...samples.keys()].some((name) => /^lockstep_build_info\{version="\d+\.\d+\.\d+/.test(name))).toBe(true);
  // A scrape begins the measuring anew; then the event loop stands still for longer than any machine's noise.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const until = performance.now() + 400;
  while (performance.now() < until);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await scrape(metrics)).get('lockstep_event_loop_delay_p99_seconds')).toBeGreaterThan(0.3);
});

test('two of them in one process do not know each other', async () => {
  const [one, other] = [createMetrics(), createMetrics()];
  one.stageDone('rank', 1_000);
  expect((await scrape(other)).has('lockstep_stage_seconds_sum{stage="rank"}')).toBe(false);
});
