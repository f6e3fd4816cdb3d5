import { expect, test } from 'vitest';
import { readStanding } from '../../src/service/read-standing.ts';
import { openStore } from '../../src/store/open-store.ts';

const bands = {
  high: { clusters: 1, accounts: 3 },
  medium: { clusters: 0, accounts: 0 },
  low: { clusters: 4, accounts: 9 },
};

test('an empty store stands at nothing', async () => {
  await using store = await openStore('memory:');
  expect(await readStanding(store.cases, ['webhook'])).toEqual({
    openRuns: new Map(),
    lastSweep: null,
    outbox: new Map([['webhook', { pending: 0, dead: 0 }]]),
  });
});

test('runs under way, the last emitted sweep and the outbox of each sink are counted', async () => {
  await using store = await openStore('memory:', { now: () => 5_000 });
  const { cases } = store;
  const begin = async (id: string, kind: 'sweep' | 'ingest') => {
    await cases.createRun({ id, kind, params: null });
    const claimed = await cases.claimRun(id, { holder: 'w', leaseMs: 60_000 });
    return { runId: id, epoch: claimed?.epoch ?? 0 };
  };
  for (const id of ['s1', 's2']) {
    const fence = await begin(id, 'sweep');
    for (const event of ['snapshot', 'project', 'detect', 'render'] as const) await cases.advanceRun(fence, event);
    await cases.advanceRun(fence, 'emit', { result: { totals: { bands: id === 's2' ? bands : null } } });
  }
  await cases.advanceRun(await begin('s3', 'sweep'), 'fail', { failure: { code: 'internal', message: 'It broke.' } });
  await cases.advanceRun(await begin('i1', 'ingest'), 'load');
  await begin('i2', 'ingest');
  const event = (id: string) => ({ id, type: 'lockstep.run.completed.v1', subject: id, data: null });
  await cases.addEvents([event('1'), event('2'), event('3')]);
  await cases.dueEvents('webhook', 1);
  await cases.settleEvent('webhook', '1', { outcome: 'dead', error: '410' });
  await cases.settleEvent('webhook', '2', { outcome: 'delivered' });
  expect(await readStanding(cases, ['webhook', 'stream'])).toEqual({
    openRuns: new Map([
      ['loading', 1],
      ['queued', 1],
    ]),
    lastSweep: { finishedAt: 5_000, bands },
    outbox: new Map([
      ['webhook', { pending: 1, dead: 1 }],
      ['stream', { pending: 3, dead: 0 }],
    ]),
  });
});
