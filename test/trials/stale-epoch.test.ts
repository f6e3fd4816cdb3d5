import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { StaleEpochError } from '../../src/store/fencing.ts';
import { openStore } from '../../src/store/open-store.ts';
import { pinOfRun } from '../../src/store/pins.ts';
import { makeCluster } from '../conformance/make-cluster.ts';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';
import { makeTrialBatch } from './trial-batch.ts';

const TRIALS = 50;
const folder = makeMemoryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a worker that wakes up after another has taken its run over', () => {
  it(`changes nothing at any stage, and that it tried is on record (${TRIALS} trials)`, async () => {
    const url = `sqlite:${join(folder, 'zombie.db')}`;
    await using zombie = await openStore(url);
    await using worker = await openStore(url);
    const stages = ['snapshot', 'project', 'detect', 'render'] as const;
    for (let trial = 0; trial < TRIALS; trial++) {
      const id = `run-${trial}`;
      await zombie.cases.createRun({ id, kind: 'sweep', params: null });
      const old = { runId: id, epoch: (await zombie.cases.claimRun(id))?.epoch ?? 0 };
      const reached = trial % (stages.length + 1);
      for (const stage of stages.slice(0, reached)) await zombie.cases.advanceRun(old, stage);
      const fence = { runId: id, epoch: (await worker.cases.claimRun(id))?.epoch ?? 0 };
      for (const stage of stages.slice(reached)) await worker.cases.advanceRun(fence, stage);
      await worker.cases.advanceRun(fence, 'emit', { events: [eventOf(id)] });
      const before = [
        await worker.cases.getRun(id),
        await worker.edges.latestSeq(),
        await worker.cases.eventsAfter(0, 1_000),
      ];

      const cluster = makeCluster({ clusterId: 'c', lineageId: 'l', rank: 1, score: 1, members: ['a', 'b'] });
      const late = [
        () => zombie.cases.advanceRun(old, stages[reached] ?? 'emit', { events: [eventOf(`late ${id}`)] }),
        () => zombie.cases.stageClusters(old, [cluster]),
        () => zombie.cases.noteProgress(old, { stage: 'write', done: 1, total: 1 }),
        () => zombie.edges.pinSnapshot(pinOfRun(id), Date.now() + 86_400_000, old),
        () => zombie.edges.appendBatch({ ...makeTrialBatch(trial, 20), fence: old }),
      ];
      for (const write of late) await expect(write()).rejects.toThrow(StaleEpochError);

      const after = [
        await worker.cases.getRun(id),
        await worker.edges.latestSeq(),
        await worker.cases.eventsAfter(0, 1_000),
      ];
      expect(after).toEqual(before);
      expect(await worker.cases.clustersOf(id)).toEqual([]);
      const refused = (await worker.cases.auditAfter(0, 10_000)).filter(
        ({ action, subject }) => action === 'write.refused' && subject === id,
      );
      expect(refused.map(({ detail }) => detail)).toHaveLength(late.length);
    }
  });
});

function eventOf(id: string) {
  return { id: `emitted ${id}`, type: 'lockstep.run.completed.v1', subject: id, data: null };
}
