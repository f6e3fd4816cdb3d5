import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import type { Alarm } from '../../src/model/alarm.ts';
import type { Json } from '../../src/model/stored-run.ts';
import { sha256 } from '../../src/service/hash.ts';
import { createLogger } from '../../src/service/logger.ts';
import { createMetrics } from '../../src/service/metrics.ts';
import { raiseAlarms } from '../../src/service/raise-alarms.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';

const DAY = 86_400_000;
const SLOT = Date.parse('2025-06-10T03:00:00Z');

async function open(staleAfterMs: number | null = null) {
  const clock = { now: SLOT - 10 * DAY };
  const store = await openStore('memory:', { now: () => clock.now });
  const lines: string[] = [];
  const config = loadConfig({}, { LOCKSTEP_MISSED_AFTER: '30m' });
  const metrics = createMetrics();
  const context = {
    store,
    config: { ...config, sources: new Map([['logins', { staleAfterMs }]]) },
    metrics,
    log: createLogger(config, { write: (line) => lines.push(line) }),
    hash: sha256,
    now: () => clock.now,
  };
  return { clock, store, context, lines, metrics };
}

async function runSweep({ cases }: Store, id: string, slot: number, ending: 'fail' | Json): Promise<void> {
  await cases.createRun({ id, kind: 'sweep', params: null, scheduleId: 'nightly', slot });
  const fence = { runId: id, epoch: (await cases.claimRun(id))?.epoch ?? 0 };
  if (ending === 'fail') {
    await cases.advanceRun(fence, 'fail', { failure: { code: 'unreachable', message: 'It broke.' } });
    return;
  }
  for (const event of ['snapshot', 'project', 'detect', 'render'] as const) await cases.advanceRun(fence, event);
  await cases.advanceRun(fence, 'emit', { result: ending });
}

const layers = (edges: number): Json => ({ totals: {}, layers: [{ name: 'device', edges }] });
const kindsOf = (alarms: readonly Alarm[]) => alarms.map(({ kind }) => kind);

test('from the store up: each kind of alarm stands, is told as event, metric and line, and is over when it is mended', async () => {
  const { clock, store, context, lines, metrics } = await open(DAY);
  await using _ = store;
  const schedule = { id: 'nightly', pattern: '0 3 * * *', timezone: 'UTC', kind: 'sweep', params: null } as const;
  await store.cases.putSchedule({ ...schedule, isPaused: false }, 'ann');
  await runSweep(store, 'r1', SLOT - 3 * DAY, layers(1000));
  await runSweep(store, 'r2', SLOT - 2 * DAY, layers(7));
  await runSweep(store, 'r3', SLOT - DAY, 'fail');
  clock.now = SLOT + DAY / 24;
  const found = await raiseAlarms(context);
  expect(kindsOf(found)).toEqual(['run-failed', 'run-missed', 'layer-dropped', 'source-stale']);
  const text = await metrics.render();
  expect(text).toContain('lockstep_alarm{kind="run-missed"} 1');
  expect(text).toContain('lockstep_alarm{kind="source-stale"} 1');
  const events = await store.cases.eventsAfter(0, 100);
  // The failure was told of by the run itself.
  expect(events.map(({ type }) => type)).toEqual([
    'lockstep.run.missed.v1',
    'lockstep.layer.dropped.v1',
    'lockstep.source.stale.v1',
  ]);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'error', alarm: 'run-missed', schedule: 'nightly', message: expect.stringContaining('has begun no run') },
    { level: 'error', alarm: 'layer-dropped' },
    { level: 'error', alarm: 'source-stale', source: 'logins' },
  ]);

  clock.now += 60_000;
  expect(await raiseAlarms(context)).toEqual(found);
  expect([(await store.cases.eventsAfter(0, 100)).length, lines.length]).toEqual([3, 3]);

  await runSweep(store, 'r4', SLOT, layers(990));
  expect(kindsOf(await raiseAlarms(context))).toEqual(['source-stale']);
  expect(await metrics.render()).toContain('lockstep_alarm{kind="run-missed"} 0');
});

test('a layer that dropped is not forgotten behind a row of failed runs', async () => {
  const { clock, store, context } = await open();
  await using _ = store;
  const schedule = { id: 'nightly', pattern: '0 3 * * *', timezone: 'UTC', kind: 'sweep', params: null } as const;
  await store.cases.putSchedule({ ...schedule, isPaused: false }, 'ann');
  await runSweep(store, 'r1', SLOT - 2, layers(1000));
  await runSweep(store, 'r2', SLOT - 1, layers(3));
  for (let i = 0; i < 60; i++) await runSweep(store, `f${i}`, SLOT + i, 'fail');
  clock.now = SLOT + DAY / 2;
  expect(kindsOf(await raiseAlarms(context))).toEqual(['run-failed', 'layer-dropped']);
});
