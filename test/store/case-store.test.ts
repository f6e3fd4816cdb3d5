import { describe, expect, it } from 'vitest';
import type { Fence } from '../../src/model/fence.ts';
import type { CaseStore, RunChoice } from '../../src/store/case-store.ts';
import { RunHeldError, StaleEpochError } from '../../src/store/fencing.ts';
import { openStore } from '../../src/store/open-store.ts';
import { pinOfRun } from '../../src/store/pins.ts';
import { createClock } from '../conformance/case-scenario.ts';
import { makeCluster } from '../conformance/make-cluster.ts';

async function open() {
  const clock = createClock();
  const store = await openStore('memory:', { now: clock.now });
  return { cases: store.cases, clock };
}

/** Runs a sweep to its end with clusters of these lineages and members. */
async function sweep(
  cases: CaseStore,
  id: string,
  lineages: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  await cases.createRun({ id, kind: 'sweep', params: null });
  const fence = { runId: id, epoch: (await cases.claimRun(id))?.epoch ?? 0 };
  for (const event of ['snapshot', 'project', 'detect', 'render'] as const) await cases.advanceRun(fence, event);
  const clusters = Object.entries(lineages).map(([lineageId, members], i) =>
    makeCluster({ clusterId: `${lineageId} of ${id}`, lineageId, rank: i + 1, score: 0.9 - i / 10, members }),
  );
  await cases.stageClusters(fence, clusters);
  expect(await cases.clustersOf(id)).toEqual([]);
  for (const { cluster_id: clusterId, lineage_id: lineageId } of clusters) {
    expect(await cases.getCluster(clusterId)).toBeNull();
    expect((await cases.lineageOf(lineageId)).some(({ runId }) => runId === id)).toBe(false);
  }
  await cases.advanceRun(fence, 'emit', { result: { clusters: clusters.length } });
}

const decision = (id: string, clusterId: string) =>
  ({
    id,
    clusterId,
    verdict: 'false_positive',
    action: 'none',
    reason: 'a household',
    policy: null,
    reviewer: 'bob',
    accounts: null,
    reportId: null,
  }) as const;

const event = (id: string, subject: string) => ({ id, type: 'lockstep.test.v1', subject, data: null });

describe('runs', () => {
  it('are made once, whoever asks', async () => {
    const { cases } = await open();
    const asked = { id: 'nightly@1', kind: 'sweep', params: { days: 30 }, scheduleId: 'nightly', slot: 1 } as const;
    expect((await cases.createRun(asked, [event('e', 'nightly@1')])).isNew).toBe(true);
    expect(await cases.createRun({ ...asked, params: null }, [event('f', 'nightly@1')])).toMatchObject({
      isNew: false,
      run: { params: { days: 30 } },
    });
    expect((await cases.eventsAfter(0, 10)).map(({ id }) => id)).toEqual(['e']);
  });

  it('go on in a new life where the last one stood, and stay in the list of open runs until they end', async () => {
    const { cases } = await open();
    await cases.createRun({ id: 'r', kind: 'sweep', params: null });
    const first = { runId: 'r', epoch: (await cases.claimRun('r'))?.epoch ?? 0 };
    await cases.advanceRun(first, 'snapshot', { snapshotSeq: 7 });
    expect(await cases.claimRun('r')).toMatchObject({ epoch: 2, attempts: 2, state: 'snapshotting', snapshotSeq: 7 });
    expect((await cases.openRuns()).map(({ id }) => id)).toEqual(['r']);
    await cases.advanceRun({ runId: 'r', epoch: 2 }, 'fail', { failure: { code: 'internal', message: 'x' } });
    expect(await cases.openRuns()).toEqual([]);
    expect(await cases.claimRun('r')).toBeNull();
    expect(await cases.retryRun('r', 'ann')).toMatchObject({ state: 'queued', failure: null });
    expect((await cases.openRuns()).map(({ id }) => id)).toEqual(['r']);
  });

  it('that nobody has claimed are cancelled at once, others by their worker', async () => {
    const { cases } = await open();
    await cases.createRun({ id: 'idle', kind: 'sweep', params: null });
    await cases.createRun({ id: 'busy', kind: 'sweep', params: null });
    const fence = { runId: 'busy', epoch: (await cases.claimRun('busy'))?.epoch ?? 0 };
    expect(await cases.askCancel('idle', 'ann')).toMatchObject({ state: 'cancelled' });
    expect(await cases.askCancel('busy', 'ann')).toMatchObject({ state: 'queued', cancelAsked: true });
    expect(await cases.noteProgress(fence, { stage: 'read', done: 1, total: 2 })).toEqual({ cancelAsked: true });
  });
});

describe('leases of runs', () => {
  const lease = { holder: 'one', leaseMs: 30_000 };
  const other = { holder: 'two', leaseMs: 30_000 };

  it('keep others out until they end, and progress renews them', async () => {
    const clock = createClock();
    await using store = await openStore('memory:', { now: clock.now });
    const { cases } = store;
    await cases.createRun({ id: 'r', kind: 'sweep', params: null });
    const fence = { runId: 'r', epoch: (await cases.claimRun('r', lease))?.epoch ?? 0 };
    clock.advance(20_000);
    await cases.noteProgress(fence, null, lease);
    clock.advance(20_000);
    await expect(cases.claimRun('r', other)).rejects.toThrow(RunHeldError);
    // A queue may hand out one job twice: the worker that has the run must not begin it anew beside itself.
    await expect(cases.claimRun('r', lease)).rejects.toThrow(RunHeldError);
    clock.advance(10_000);
    expect(await cases.claimRun('r', other)).toMatchObject({ epoch: 2, holder: 'two' });
    await expect(cases.noteProgress(fence, null, lease)).rejects.toThrow(StaleEpochError);
  });

  it('end when they are let go, and a life that ended for no fault of the run is not counted', async () => {
    const { cases } = await open();
    await cases.createRun({ id: 'r', kind: 'sweep', params: null });
    await cases.claimRun('r', lease);
    await cases.releaseRun({ runId: 'r', epoch: 1 }, { isFault: false, pauseMs: 0 });
    expect(await cases.claimRun('r', other)).toMatchObject({ epoch: 2, attempts: 1 });
    await cases.releaseRun({ runId: 'r', epoch: 2 }, { isFault: true, pauseMs: 0 });
    expect(await cases.claimRun('r', lease)).toMatchObject({ epoch: 3, attempts: 2 });
  });

  it('that have ended leave a run that is cancelled at once, and shut its worker out', async () => {
    const clock = createClock();
    await using store = await openStore('memory:', { now: clock.now });
    const { cases } = store;
    await cases.createRun({ id: 'r', kind: 'sweep', params: null });
    const fence = { runId: 'r', epoch: (await cases.claimRun('r', lease))?.epoch ?? 0 };
    expect(await cases.askCancel('r', 'ann')).toMatchObject({ state: 'queued', cancelAsked: true });
    clock.advance(30_001);
    expect(await cases.askCancel('r', 'ann')).toMatchObject({ state: 'cancelled' });
    await expect(cases.advanceRun(fence, 'snapshot')).rejects.toThrow(StaleEpochError);
  });
});

describe('the snapshot of a run', () => {
  const DAY_MS = 86_400_000;

  it('is let go in the moment that the run ends, however it ends', async () => {
    await using store = await openStore('memory:');
    const { cases, edges } = store;
    const endings = {
      emitted: (fence: Fence) => cases.advanceRun(fence, 'emit'),
      failed: (fence: Fence) => cases.advanceRun(fence, 'fail'),
      cancelled: async (fence: Fence) => {
        await cases.releaseRun(fence, { isFault: true, pauseMs: 0 });
        await cases.askCancel(fence.runId, 'ann');
      },
    };
    for (const [id, end] of Object.entries(endings)) {
      await cases.createRun({ id, kind: 'expire', params: null });
      const fence = { runId: id, epoch: (await cases.claimRun(id))?.epoch ?? 0 };
      await cases.advanceRun(fence, 'load');
      await edges.pinSnapshot(pinOfRun(id), Date.now() + DAY_MS, fence);
      expect((await edges.expire(0)).waitsFor).toEqual([pinOfRun(id)]);
      await end(fence);
      expect(await cases.getRun(id)).toMatchObject({ state: id });
      expect((await edges.expire(0)).waitsFor).toEqual([]);
    }
  });

  it('cannot be held by a life that is over', async () => {
    await using store = await openStore('memory:');
    await store.cases.createRun({ id: 'r', kind: 'sweep', params: null });
    for (let life = 0; life < 2; life++) await store.cases.claimRun('r');
    const late = store.edges.pinSnapshot(pinOfRun('r'), Date.now() + DAY_MS, { runId: 'r', epoch: 1 });
    await expect(late).rejects.toThrow(StaleEpochError);
    expect((await store.edges.expire(0)).waitsFor).toEqual([]);
    expect(await store.cases.auditAfter(0, 10)).toMatchObject([{ action: 'write.refused', subject: 'r' }]);
  });
});

describe('clusters', () => {
  it('show when their run is emitted, by rank, and their lineage through runs', async () => {
    const { cases } = await open();
    await sweep(cases, 'r1', { L: ['a', 'b'], M: ['c', 'd'] });
    await sweep(cases, 'r2', { L: ['a', 'b', 'e'] });
    expect((await cases.clustersOf('r1')).map(({ cluster }) => cluster.lineage_id)).toEqual(['L', 'M']);
    expect((await cases.clustersOf('r1', { minScore: 0.85 })).map(({ cluster }) => cluster.lineage_id)).toEqual(['L']);
    expect((await cases.clustersOf('r1', { afterRank: 1, limit: 1 })).map(({ cluster }) => cluster.lineage_id)).toEqual(
      ['M'],
    );
    expect((await cases.lineageOf('L')).map(({ runId, size }) => [runId, size])).toEqual([
      ['r1', 2],
      ['r2', 3],
    ]);
    expect((await cases.getCluster('M of r1'))?.runId).toBe('r1');
  });

  it('of earlier runs are the prior: last sweep, those gone since, those put aside', async () => {
    const { cases, clock } = await open();
    const start = clock.now();
    await sweep(cases, 'r1', { L: ['a', 'b'], M: ['c', 'd'] });
    clock.advance(1_000);
    await sweep(cases, 'r2', { L: ['a', 'b', 'e'] });
    await cases.recordDecision(decision('d1', 'M of r1'), { dismissUntil: clock.now() + 10_000 });
    const look = async (since: number) =>
      (await cases.priorOf(clock.now(), since)).previous.map((one) => [
        one.cluster_id,
        one.dormant,
        one.snoozed_until !== null,
      ]);
    expect(await look(start)).toEqual([
      ['L of r2', false, false],
      ['M of r1', true, true],
    ]);
    expect(await look(start + 500)).toEqual([['L of r2', false, false]]);
    clock.advance(20_000);
    expect(await look(start)).toEqual([
      ['L of r2', false, false],
      ['M of r1', true, false],
    ]);
  });
});

describe('the allowlist', () => {
  it('goes on for an entity that has another id under a newer key, in its own layer', async () => {
    const { cases, clock } = await open();
    const entry = { kind: 'entity', id: 'v1:a', reason: 'a campus', author: 'ann', until: null } as const;
    await cases.allow({ ...entry, layer: 'ip' });
    await cases.allow({ ...entry, layer: 'device' });
    await cases.addAliases([
      { layer: 'ip', old: 'v1:a', current: 'v2:b' },
      { layer: 'ip', old: 'v2:b', current: 'v3:c' },
    ]);
    const { allowlist } = await cases.priorOf(clock.now(), 0);
    expect(allowlist.map(({ layer, id }) => [layer, id]).sort()).toEqual([
      ['device', 'v1:a'],
      ['ip', 'v3:c'],
    ]);
  });
});

describe('decisions', () => {
  it('are kept once each, in order, and not over one that was not seen', async () => {
    const { cases } = await open();
    await sweep(cases, 'r1', { L: ['a', 'b'] });
    const first = await cases.recordDecision(decision('d1', 'L of r1'), {
      expectedVersion: 0,
      events: [event('e', 'L')],
    });
    expect(await cases.recordDecision(decision('d1', 'L of r1'), { expectedVersion: 0 })).toEqual(first);
    await expect(cases.recordDecision(decision('d2', 'L of r1'), { expectedVersion: 0 })).rejects.toMatchObject({
      code: 'conflict',
    });
    await cases.recordDecision(decision('d3', 'L of r1'), { expectedVersion: 1 });
    expect((await cases.decisionsOn('L')).map(({ id, version }) => [id, version])).toEqual([
      ['d1', 1],
      ['d3', 2],
    ]);
    expect((await cases.eventsAfter(0, 10)).map(({ id, sequence }) => [id, sequence])).toEqual([['e', 1]]);
    await expect(cases.recordDecision(decision('d4', 'unknown'))).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('the outbox', () => {
  it('hands each sink the first open event of every subject, in order', async () => {
    const { cases } = await open();
    await cases.addEvents([event('1', 'x')]);
    const added = await cases.addEvents([event('2', 'x'), event('3', 'y'), event('1', 'x')]);
    expect(added).toEqual(['2', '3']);
    const due = async (sink: string) => (await cases.dueEvents(sink, 10)).map((one) => one.event.id);
    const open3 = ['1', '2', '3'].map((eventId) => ({ sink: 'hook', eventId, attempts: 0, isDead: false }));
    expect(await cases.deliveries('hook')).toMatchObject(open3);
    expect(await due('hook')).toEqual(['1', '3']);
    expect(await cases.deliveries('hook')).toMatchObject(open3);
    await cases.settleEvent('hook', '1', { outcome: 'delivered' });
    await cases.settleEvent('hook', '1', { outcome: 'delivered' });
    expect(await due('hook')).toEqual(['2', '3']);
    expect(await due('stream')).toEqual(['1', '3']);
    expect((await cases.eventsAfter(0, 10)).map(({ position, sequence }) => [position, sequence])).toEqual([
      [1, 1],
      [2, 2],
      [3, 1],
    ]);
  });

  it('holds a subject back while an event waits to be tried again, and frees it when that is given up', async () => {
    const { cases, clock } = await open();
    await cases.addEvents([event('1', 'x'), event('2', 'x')]);
    const due = async () => (await cases.dueEvents('hook', 10)).map((one) => [one.event.id, one.attempts]);
    await due();
    await cases.settleEvent('hook', '1', { outcome: 'retry', notBefore: clock.now() + 1_000, error: '503' });
    expect(await due()).toEqual([]);
    clock.advance(1_000);
    expect(await due()).toEqual([['1', 1]]);
    await cases.settleEvent('hook', '1', { outcome: 'dead', error: '410' });
    expect(await due()).toEqual([['2', 0]]);
    expect(await cases.deliveries('hook')).toMatchObject([
      { eventId: '1', isDead: true, lastError: '410' },
      { eventId: '2' },
    ]);
    expect(await cases.redeliver('hook', '1', 'ann')).toBe(true);
    expect(await due()).toEqual([['1', 0]]);
  });
});

describe('a sink that wants no more', () => {
  it('is handed nothing until it is started again, and its events stay', async () => {
    const { cases } = await open();
    await cases.addEvents([event('1', 'x')]);
    await cases.dueEvents('hook', 10);
    await cases.stopSink('hook', { endpoint: 'e1', why: 'answered 410', events: [event('told', 'hook')] });
    await cases.stopSink('hook', { endpoint: 'e2', why: 'again', events: [event('told twice', 'hook')] });
    expect(await cases.dueEvents('hook', 10)).toEqual([]);
    expect((await cases.dueEvents('stream', 10)).map((due) => due.event.id)).toEqual(['1', 'told']);
    expect(await cases.stoppedSinks()).toMatchObject([{ sink: 'hook', endpoint: 'e1', why: 'answered 410' }]);
    expect(await cases.startSink('hook', 'ann')).toBe(true);
    expect(await cases.startSink('hook', 'ann')).toBe(false);
    expect((await cases.dueEvents('hook', 10)).map((due) => due.event.id)).toEqual(['1', 'told']);
    expect((await cases.auditAfter(0, 9)).map(({ actor, action }) => [actor, action])).toEqual([
      ['hook', 'sink.stopped'],
      ['ann', 'sink.started'],
    ]);
  });
});

describe('leases and schedules', () => {
  it('give one holder the right until it runs out or is dropped', async () => {
    const { cases, clock } = await open();
    expect(await cases.takeLease('leader', 'w1', 1_000)).toMatchObject({ holder: 'w1' });
    expect(await cases.takeLease('leader', 'w2', 1_000)).toBeNull();
    expect(await cases.leaseOf('leader')).toMatchObject({ holder: 'w1' });
    clock.advance(900);
    expect(await cases.takeLease('leader', 'w1', 1_000)).not.toBeNull();
    clock.advance(900);
    expect(await cases.takeLease('leader', 'w2', 1_000)).toBeNull();
    await cases.dropLease('leader', 'w2');
    await cases.dropLease('leader', 'w1');
    expect(await cases.takeLease('leader', 'w2', 1_000)).toMatchObject({ holder: 'w2' });
    clock.advance(1_001);
    expect(await cases.leaseOf('leader')).toBeNull();
    expect(await cases.takeLease('leader', 'w1', 1_000)).toMatchObject({ holder: 'w1' });
  });

  it('remember since when they ask for their slots', async () => {
    const { cases, clock } = await open();
    const nightly = {
      id: 'nightly',
      pattern: '0 3 * * *',
      timezone: 'UTC',
      kind: 'sweep',
      params: null,
      isPaused: false,
    } as const;
    const putAfter = async (change: object): Promise<number> => {
      const before = clock.now();
      clock.advance(1_000);
      await cases.putSchedule({ ...nightly, ...change }, 'ann');
      return ((await cases.schedules())[0]?.since ?? 0) - before;
    };
    expect(await putAfter({})).toBe(1_000);
    // What the runs do may change; which slots are asked for has not.
    expect(await putAfter({ params: { days: 7 } })).toBe(0);
    expect(await putAfter({ pattern: '0 4 * * *' })).toBe(1_000);
    expect(await putAfter({ pattern: '0 4 * * *', timezone: 'Europe/Berlin' })).toBe(1_000);
    expect(await putAfter({ pattern: '0 4 * * *', timezone: 'Europe/Berlin', isPaused: true })).toBe(1_000);
  });
});

describe('the list of runs', () => {
  it('finds the few of a schedule and of a kind among many others, newest first', async () => {
    const { cases } = await open();
    for (let i = 0; i < 450; i++) {
      const isNightly = i % 200 === 0;
      const scheduled = isNightly ? { scheduleId: 'nightly', slot: i } : { scheduleId: 'often' };
      await cases.createRun({ id: `r${i}`, kind: isNightly ? 'sweep' : 'ingest', params: null, ...scheduled });
    }
    const idsOf = async (choice: RunChoice) => (await cases.listRuns(choice)).map(({ id }) => id);
    expect(await idsOf({ scheduleId: 'nightly' })).toEqual(['r400', 'r200', 'r0']);
    expect(await idsOf({ kind: 'sweep', limit: 2 })).toEqual(['r400', 'r200']);
    expect(await idsOf({ kind: 'sweep', before: 400 })).toEqual(['r200', 'r0']);
    expect(await idsOf({ scheduleId: 'often', limit: 2 })).toEqual(['r449', 'r448']);
    expect(await idsOf({ scheduleId: 'nightly', kind: 'ingest' })).toEqual([]);
  });
});

describe('an erased account', () => {
  it('that is called as our words are takes none of them along', async () => {
    const { cases } = await open();
    const words = ['sweep', 'core', 'emitted', 'high', 'new', 'a', 'score', 'nightly', 'd1', 'escalated', 'none', 'r1'];
    await sweep(cases, 'r1', { L: [...words, 'z'] });
    await cases.recordDecision(decision('d1', 'L of r1'));
    const schedule = { id: 'nightly', pattern: '0 3 * * *', timezone: 'UTC', kind: 'sweep', params: null } as const;
    await cases.putSchedule({ ...schedule, isPaused: false }, 'ann');
    const look = async () => {
      const clusters = (await cases.clustersOf('r1')).map(({ cluster }) => ({
        ...cluster,
        members: cluster.members.filter(({ account_id }) => account_id === 'z'),
        links_top: [],
        evidence: cluster.evidence.map((row) => ({ ...row, accounts: [] })),
      }));
      return [
        clusters,
        await cases.listRuns(),
        await cases.lineageOf('L'),
        await cases.decisionsOn('L'),
        await cases.schedules(),
      ];
    };
    const before = await look();
    for (const word of words) await cases.forgetAccount(word, 'dpo');
    expect(await look()).toEqual(before);
    expect((await cases.clustersOf('r1'))[0]?.cluster.members).toMatchObject([{ account_id: 'z', tier: 'core' }]);
    await cases.addEvents([{ ...event('late', 'L'), data: { kind: 'sweep', band: 'high', seeds: ['sweep', 'z'] } }]);
    expect((await cases.eventsAfter(0, 9)).at(-1)?.data).toEqual({
      kind: 'sweep',
      band: 'high',
      seeds: ['[erased]', 'z'],
    });
  });

  it('is gone from clusters, decisions, runs and events, and the counts stay', async () => {
    const { cases } = await open();
    await sweep(cases, 'r1', { L: ['account-7', 'b', 'c'] });
    await cases.recordDecision({
      ...decision('d1', 'L of r1'),
      accounts: ['account-7', 'b'],
      reason: 'account-7 leads',
    });
    await cases.allow({ kind: 'account', layer: null, id: 'account-7', reason: 'known', author: 'ann', until: null });
    expect(await cases.forgetAccount('account-7', 'dpo')).toBeGreaterThanOrEqual(3);
    const [stored] = await cases.clustersOf('r1');
    expect([stored?.cluster.members.map(({ account_id }) => account_id), stored?.cluster.size]).toEqual([
      ['b', 'c'],
      3,
    ]);
    expect(await cases.decisionsOn('L')).toMatchObject([{ accounts: ['[erased]', 'b'], reason: '[erased] leads' }]);
    expect(await cases.allowances()).toEqual([]);
    expect(JSON.stringify([stored, await cases.auditAfter(0, 99), await cases.listRuns()])).not.toContain('account-7');
    // Nor does an event that is made of what was read before.
    const members = [{ account_id: 'account-7', tier: 'core' }, { account_id: 'b' }];
    await cases.addEvents([{ ...event('late', 'L'), data: { members, accounts: ['account-7'], note: 'account-70' } }]);
    expect((await cases.eventsAfter(0, 9)).at(-1)?.data).toEqual({
      members: [{ account_id: '[erased]', tier: 'core' }, { account_id: 'b' }],
      accounts: ['[erased]'],
      note: 'account-70',
    });
    // A run that had read its snapshot before brings it back nowhere.
    await sweep(cases, 'r2', { L: ['account-7', 'b', 'c'] });
    expect(
      JSON.stringify((await cases.clustersOf('r2')).map(({ cluster }) => [cluster.members, cluster.links_top])),
    ).not.toContain('account-7');
  });
});
