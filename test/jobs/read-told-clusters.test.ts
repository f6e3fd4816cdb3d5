import { expect, it } from 'vitest';
import { readToldClusters } from '../../jobs/read-told-clusters.ts';
import type { Fence } from '../../src/model/fence.ts';
import type { CaseStore } from '../../src/store/case-store.ts';
import { makeCluster } from '../conformance/make-cluster.ts';
import { openOutbox } from './scripted-sink.ts';

async function render(cases: CaseStore, id: string, scores: Readonly<Record<string, number>>): Promise<Fence> {
  await cases.createRun({ id, kind: 'sweep', params: null });
  const fence = { runId: id, epoch: (await cases.claimRun(id))?.epoch ?? 0 };
  for (const event of ['snapshot', 'project', 'detect', 'render'] as const) await cases.advanceRun(fence, event);
  const clusters = Object.entries(scores).map(([lineageId, score], i) =>
    makeCluster({ clusterId: `${lineageId} of ${id}`, lineageId, rank: i + 1, score, members: ['a', 'b'] }),
  );
  await cases.stageClusters(fence, clusters);
  return fence;
}

it('others know of the sweep that was emitted last, without its low band', async () => {
  const { cases, clock } = await openOutbox();
  expect(await readToldClusters(cases, clock.now())).toEqual([]);
  const first = await render(cases, 'first', { L: 0.9, M: 0.5, N: 0.1 });
  await render(cases, 'unfinished', { O: 0.9 });
  const quick = await render(cases, 'quick', { L: 0.8 });
  clock.advance(1_000);
  await cases.advanceRun(quick, 'emit');
  const told = async () =>
    (await readToldClusters(cases, clock.now())).map((one) => [one.cluster_id, one.score, one.snoozed_until]);
  expect(await told()).toEqual([['L of quick', 0.8, null]]);
  clock.advance(1_000);
  // It was asked for before the quick one, and told after it.
  await cases.advanceRun(first, 'emit');
  expect(await told()).toEqual([
    ['L of first', 0.9, null],
    ['M of first', 0.5, null],
  ]);
  const words = { verdict: 'false_positive', action: 'none', reason: 'a household', policy: null } as const;
  await cases.recordDecision(
    { id: 'd1', clusterId: 'M of first', ...words, reviewer: 'ann', accounts: null, reportId: null },
    { dismissUntil: clock.now() + 60_000 },
  );
  expect((await told()).at(1)).toEqual(['M of first', 0.5, new Date(clock.now() + 60_000).toISOString()]);
});
