import { describe, expect, test } from 'vitest';
import type { RunState } from '../../src/model/run-state.ts';
import type { StoredSchedule } from '../../src/model/schedule.ts';
import type { StoredRun } from '../../src/model/stored-run.ts';
import { type AlarmFacts, findAlarms } from '../../src/service/find-alarms.ts';
import { watermarkName } from '../../src/source/pull/watermark-name.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (text: string) => Date.parse(text);
/** The slot of the night that the tests look at. */
const SLOT = at('2025-06-10T03:00:00Z');

const nightly: StoredSchedule = {
  id: 'nightly',
  pattern: '0 3 * * *',
  timezone: 'UTC',
  kind: 'sweep',
  params: null,
  isPaused: false,
  since: at('2025-01-01T00:00:00Z'),
};

let count = 0;
function run(state: RunState, change: Partial<StoredRun> = {}): StoredRun {
  const number = ++count;
  const slot = SLOT - DAY * 10 + number;
  return {
    id: `r${number}`,
    number,
    kind: 'sweep',
    params: null,
    priority: 'nightly',
    scheduleId: 'nightly',
    slot,
    state,
    epoch: 1,
    attempts: 1,
    holder: null,
    heldUntil: null,
    cancelAsked: false,
    progress: null,
    snapshotSeq: null,
    failure: state === 'failed' ? { code: 'unreachable', message: 'It broke.' } : null,
    result: null,
    createdAt: slot,
    updatedAt: slot + HOUR,
    startedAt: slot,
    finishedAt: slot + HOUR,
    ...change,
  };
}

function swept(layers: { readonly [name: string]: number }, change: Partial<StoredRun> = {}): StoredRun {
  const list = Object.entries(layers).map(([name, edges]) => ({ name, type: 'resource', status: 'ok', edges }));
  return run('emitted', { result: { totals: {}, layers: list }, slot: SLOT, ...change });
}

const tonight = (state: RunState = 'emitted', change: Partial<StoredRun> = {}) => run(state, { slot: SLOT, ...change });

/** Kinds and subjects of the alarms an hour and a half after the slot, where nothing else is said. */
function alarms(facts: Partial<AlarmFacts>): readonly string[] {
  return find(facts).map(({ kind, subject }) => `${kind} ${subject}`);
}

function find(facts: Partial<AlarmFacts>) {
  return findAlarms({
    schedules: [nightly],
    runs: [tonight()],
    watermarks: [],
    sources: [],
    now: SLOT + 1.5 * HOUR,
    missedAfterMs: HOUR,
    ...facts,
  });
}

test('where all is well no alarm stands', () => {
  expect(alarms({})).toEqual([]);
  expect(alarms({ schedules: [], runs: [] })).toEqual([]);
});

describe('run-failed', () => {
  test('stands when the run of a schedule that ended last has failed, and says which run and why', () => {
    const [before, failed] = [run('emitted'), tonight('failed')];
    const [alarm, ...others] = find({ runs: [before, failed] });
    expect(others).toEqual([]);
    expect(alarm).toMatchObject({ kind: 'run-failed', subject: 'nightly', since: failed.finishedAt });
    expect(alarm?.says).toContain(`lockstep runs show ${failed.id}`);
    expect(alarm?.says).toContain('(unreachable)');
  });

  test('stands while the next run is under way, and is over when it is emitted', () => {
    const failed = run('failed');
    expect(alarms({ runs: [failed, tonight('detecting', { finishedAt: null })] })).toEqual(['run-failed nightly']);
    expect(alarms({ runs: [failed, tonight('emitted')] })).toEqual([]);
  });

  test('tells nothing of a run that a person has cancelled, of other schedules, or of a paused one', () => {
    expect(alarms({ runs: [run('failed'), tonight('cancelled')] })).toEqual([]);
    expect(
      alarms({ runs: [tonight(), run('failed', { scheduleId: 'weekly' }), run('failed', { scheduleId: null })] }),
    ).toEqual([]);
    expect(alarms({ runs: [tonight('failed')], schedules: [{ ...nightly, isPaused: true }] })).toEqual([]);
  });

  test('takes runs in any order', () => {
    const [failed, later] = [run('failed'), tonight('emitted')];
    expect(alarms({ runs: [later, failed] })).toEqual([]);
    expect(alarms({ runs: [failed, later] })).toEqual([]);
  });
});

describe('run-missed', () => {
  const yesterday = (state: RunState = 'emitted') => run(state, { slot: SLOT - DAY });

  test('stands when no run has begun missed_after behind its slot, and tells the slot', () => {
    const [alarm] = find({ runs: [yesterday()] });
    expect(alarm).toMatchObject({ kind: 'run-missed', subject: 'nightly', since: SLOT });
    expect(alarm?.says).toContain('2025-06-10T03:00:00.000Z');
  });

  test('does not stand to the millisecond before that', () => {
    const runs = [yesterday()];
    expect(alarms({ runs, now: SLOT + HOUR - 1 })).toEqual([]);
    expect(alarms({ runs, now: SLOT + HOUR })).toEqual(['run-missed nightly']);
  });

  test('stands while a run waits that nobody has taken up, and is over once somebody has, however late', () => {
    const waiting = { startedAt: null, finishedAt: null, epoch: 0 };
    expect(alarms({ runs: [yesterday(), tonight('queued', waiting)] })).toEqual(['run-missed nightly']);
    expect(alarms({ runs: [yesterday(), tonight('snapshotting', { finishedAt: null })] })).toEqual([]);
    // Queued again after a failure: it did begin.
    expect(alarms({ runs: [yesterday(), tonight('queued', { ...waiting, epoch: 2 })] })).toEqual([]);
    expect(alarms({ runs: [yesterday(), tonight('cancelled', { ...waiting, finishedAt: SLOT })] })).toEqual([]);
  });

  test('is not over by a run that somebody asked for by hand', () => {
    expect(alarms({ runs: [yesterday(), run('emitted', { scheduleId: null, slot: null })] })).toEqual([
      'run-missed nightly',
    ]);
  });

  test('of a schedule that is paused, or younger than the slot, does not stand', () => {
    expect(alarms({ runs: [], schedules: [{ ...nightly, isPaused: true }] })).toEqual([]);
    expect(alarms({ runs: [], schedules: [{ ...nightly, since: SLOT + 1 }] })).toEqual([]);
    expect(alarms({ runs: [], schedules: [{ ...nightly, since: SLOT }] })).toEqual(['run-missed nightly']);
  });

  test('reads slots in the time zone of the schedule', () => {
    const schedules = [{ ...nightly, timezone: 'America/New_York' }];
    const slot = at('2025-06-10T07:00:00Z');
    const runs = [run('emitted', { slot: slot - DAY })];
    expect(alarms({ schedules, runs, now: slot + HOUR - 1 })).toEqual([]);
    expect(find({ schedules, runs, now: slot + HOUR })).toMatchObject([{ kind: 'run-missed', since: slot }]);
  });

  test('forgives the hour that the clock is set forward, whichever minute a queue takes for the slot', () => {
    // 02:30 does not exist in Berlin on that day.
    const schedules = [{ ...nightly, pattern: '30 2 * * *', timezone: 'Europe/Berlin' }];
    const now = at('2025-03-30T12:00:00Z');
    for (const slot of ['2025-03-30T00:30:00Z', '2025-03-30T01:00:00Z', '2025-03-30T01:30:00Z']) {
      expect(alarms({ schedules, now, runs: [run('emitted', { slot: at(slot) })] })).toEqual([]);
    }
    expect(alarms({ schedules, now, runs: [run('emitted', { slot: at('2025-03-29T01:30:00Z') })] })).toEqual([
      'run-missed nightly',
    ]);
  });

  test('stands for the latest slot of a schedule that comes often, not for each', () => {
    const schedules = [{ ...nightly, id: 'pull', pattern: '*/5 * * * *' }];
    expect(alarms({ schedules, runs: [] })).toEqual(['run-missed pull']);
    expect(find({ schedules, runs: [] })[0]?.since).toBe(SLOT + HOUR / 2);
  });

  test('a pattern without any slot behind it misses none', () => {
    expect(alarms({ schedules: [{ ...nightly, pattern: '0 0 31 2 *' }], runs: [] })).toEqual([]);
  });
});

describe('source-stale', () => {
  const watermark = (name: string, time: number, part = '/data/a.csv') => ({
    source: watermarkName(name, part),
    cursor: 'x',
    seq: 1,
    at: time,
  });
  const sources = [
    { name: 'logins', staleAfterMs: 2 * DAY },
    { name: 'payments', staleAfterMs: null },
  ];
  const now = SLOT + 1.5 * HOUR;

  test('stands when the newest batch is older than stale_after, from that moment on', () => {
    const watermarks = [watermark('logins', now - 3 * DAY), watermark('logins', now - 2 * DAY - 1, '/data/b.csv')];
    expect(find({ sources, watermarks })).toMatchObject([
      {
        kind: 'source-stale',
        subject: 'logins',
        since: now - 1,
        says: expect.stringContaining('lockstep ingest logins'),
      },
    ]);
    expect(alarms({ sources, watermarks: [watermark('logins', now - 2 * DAY)] })).toEqual([]);
  });

  test('stands when nothing ever came, and is the same alarm all day', () => {
    const early = find({ sources, now });
    expect(early).toMatchObject([{ kind: 'source-stale', subject: 'logins', since: at('2025-06-10T00:00:00Z') }]);
    expect(find({ sources, now: now + 5 * HOUR })).toEqual(early);
  });

  test('does not take another source for it', () => {
    const watermarks = [watermark('payments', now), watermark('logins-2', now), watermark('log', now, 'logins:x')];
    expect(alarms({ sources, watermarks })).toEqual(['source-stale logins']);
  });
});

describe('layer-dropped', () => {
  const usual = () => swept({ device: 1000, ip: 500 }, { slot: SLOT - DAY });

  test('stands when a layer keeps less than a fifth of its edges, and tells both numbers', () => {
    const [before, last] = [usual(), swept({ device: 199, ip: 500 })];
    const found = find({ runs: [before, last] });
    expect(found).toMatchObject([{ kind: 'layer-dropped', subject: 'nightly/device', since: last.finishedAt }]);
    expect(found[0]?.says).toMatch(/\b199\b.*\b1000\b/);
    expect(alarms({ runs: [usual(), swept({ device: 200, ip: 500 })] })).toEqual([]);
  });

  test('stands for a layer that is not there any more, not for one that is new', () => {
    expect(alarms({ runs: [usual(), swept({ ip: 500, card: 3 })] })).toEqual(['layer-dropped nightly/device']);
  });

  test('compares the last two sweeps of the same schedule, whatever ran or failed between them', () => {
    const between = [
      swept({ device: 1 }, { scheduleId: null, slot: null }),
      swept({ device: 1 }, { scheduleId: 'weekly' }),
    ];
    const runs = [swept({ device: 9 }), usual(), ...between, run('failed'), swept({ device: 900, ip: 400 })];
    expect(alarms({ runs })).toEqual([]);
  });

  test('needs two sweeps', () => {
    expect(alarms({ runs: [swept({ device: 0 })] })).toEqual([]);
  });
});

test('each alarm says in one sentence what to do', () => {
  const found = find({
    runs: [
      swept({ device: 1000 }, { slot: SLOT - 3 * DAY }),
      swept({ device: 1 }, { slot: SLOT - 2 * DAY }),
      run('failed', { slot: SLOT - DAY }),
    ],
    sources: [{ name: 'logins', staleAfterMs: DAY }],
  });
  expect(found.map(({ kind }) => kind).sort()).toEqual(['layer-dropped', 'run-failed', 'run-missed', 'source-stale']);
  for (const { says } of found) expect(says).toMatch(/^[A-Z][^\n]*: [^\n]*\.$/);
});
