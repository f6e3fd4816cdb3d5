import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sweepJob } from '../../jobs/sweep.ts';
import { type ConfigFlags, loadConfig } from '../../src/config/load-config.ts';
import type { SweepResult } from '../../src/model/run-result.ts';
import { sha256 } from '../../src/service/hash.ts';
import { performRun } from '../../src/service/perform-run.ts';
import { createRunner } from '../../src/service/runner.ts';
import { startStageClock } from '../../src/service/stage-clock.ts';
import { RunHeldError, StaleEpochError } from '../../src/store/fencing.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { callHere } from '../cli/lockstep.ts';
import { HEADER, smallCampaign } from '../cli/small-campaign.ts';
import { configIn, digestsOf, fillStore, live } from './store-with-edges.ts';

const SWEEP = { window: { from: null, to: null }, seed: 1, layers: [], out: null };

let folder: string;
let file: string;
let flags: ConfigFlags;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-run-'));
  file = join(folder, 'edges.csv');
  writeFileSync(file, `${HEADER}${smallCampaign().join('\n')}\n`);
  flags = configIn(folder);
  store = await openStore(`sqlite:${join(folder, 'store.db')}`);
  await fillStore(store, file);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(id: string, params: object = SWEEP): Promise<void> {
  await store.cases.createRun({ id, kind: 'sweep', params: { ...SWEEP, ...params } });
}

describe('a sweep over the store', () => {
  it('writes the bytes of a sweep over the files that its edges came from', async () => {
    const once = join(folder, 'once');
    expect((await callHere(['sweep', file, '--out', once])).status).toBe(0);
    await ask('s');
    expect(await live('s', store, flags)).toMatchObject({ ending: 'emitted', run: { state: 'emitted', epoch: 1 } });
    const result = (await store.cases.getRun('s'))?.result as SweepResult;
    expect(digestsOf(result.out)).toEqual(digestsOf(once));
    expect(Object.keys(digestsOf(once))).toContain('report.json');
  });

  it('leaves its clusters on record, tells of them once, and lets go of its snapshot', async () => {
    await ask('s');
    await live('s', store, flags);
    const clusters = await store.cases.clustersOf('s');
    expect(clusters[0]?.cluster.members.map(({ account_id }) => account_id)).toContain('ring0');
    const types = (await store.cases.eventsAfter(0, 100)).map(({ type }) => type);
    expect(types.filter((type) => type === 'lockstep.run.completed.v1')).toHaveLength(1);
    expect(types).toContain('lockstep.cluster.detected.v1');
    expect((await store.edges.expire(0)).waitsFor).toEqual([]);
  });

  it('knows the clusters of the sweep before, and says nothing of what has not changed', async () => {
    for (const id of ['first', 'second']) {
      await ask(id);
      await live(id, store, flags);
    }
    const [cluster] = await store.cases.clustersOf('second');
    expect(cluster?.cluster.lineage.event).toBe('same');
    const told = (await store.cases.eventsAfter(0, 100)).filter(({ type }) => type.startsWith('lockstep.cluster.'));
    expect(told.map(({ type }) => type)).toEqual(['lockstep.cluster.detected.v1']);
  });
});

describe('a life of a run', () => {
  it('is refused while another worker holds the run', async () => {
    await ask('s');
    await store.cases.claimRun('s', { holder: 'other', leaseMs: 60_000 });
    await expect(live('s', store, flags)).rejects.toThrow(RunHeldError);
  });

  it('that is asked to end lets the run go, for another to go on with at once', async () => {
    await ask('s');
    const ended = await live('s', store, flags, { signal: AbortSignal.abort() });
    expect(ended).toMatchObject({ ending: 'released' });
    expect(await store.cases.getRun('s')).toMatchObject({ attempts: 0, state: 'queued' });
    expect(await live('s', store, flags, { holder: 'other' })).toMatchObject({ ending: 'emitted' });
  });

  it('that is ended while it writes leaves nothing of what it has written', async () => {
    await ask('s');
    const end = new AbortController();
    const onProgress = ({ stage }: { readonly stage: string }) => {
      if (stage === 'write') end.abort();
    };
    expect(await live('s', store, flags, { signal: end.signal, onProgress })).toMatchObject({ ending: 'released' });
    expect(readdirSync(join(folder, 'data', 'runs'))).toEqual([]);
  });

  it('whose run is taken over while it writes leaves the files of the run to the other', async () => {
    await ask('s');
    const { epoch = 0 } = (await store.cases.claimRun('s')) ?? {};
    const takeOver = ({ stage }: { readonly stage: string }) => {
      // A write of an embedded store is done when the call returns.
      if (stage === 'write') void store.cases.claimRun('s');
    };
    const late = performRun({ runId: 's', epoch, flags }, { progress: takeOver });
    await expect(late).rejects.toThrow(StaleEpochError);
    expect(readdirSync(join(folder, 'data', 'runs'))).toEqual([]);
    expect((await store.cases.auditAfter(0, 10)).map(({ action }) => action)).toContain('write.refused');
  });

  it('ends by the cancel flag, and the run does not come again', async () => {
    await ask('s');
    await store.cases.claimRun('s');
    await store.cases.askCancel('s', 'ann');
    expect(await live('s', store, flags)).toMatchObject({ ending: 'cancelled', run: { state: 'cancelled' } });
    expect(await live('s', store, flags)).toEqual({ ending: 'over' });
  });

  it('that fails for a reason that stays fails the run, with the sentence', async () => {
    await ask('s', { seed: -1 });
    const ended = await live('s', store, flags);
    expect(ended).toMatchObject({ ending: 'failed', run: { state: 'failed', failure: { code: 'usage' } } });
    const [event] = await store.cases.eventsAfter(0, 10);
    expect(event).toMatchObject({ type: 'lockstep.run.failed.v1', subject: 's' });
  });

  it('is one too many when the run has ended so often without a result', async () => {
    await ask('s');
    const few = configIn(folder, { run_attempts: 2 });
    for (let i = 0; i < 2; i++) await store.cases.claimRun('s');
    expect(await live('s', store, few)).toMatchObject({ ending: 'failed', run: { failure: { code: 'internal' } } });
  });

  it('goes on from what an earlier one has written, without detecting again', async () => {
    await ask('s');
    await live('s', store, flags);
    const emitted = await store.cases.getRun('s');
    if (emitted === null) throw new Error('The run is gone.');
    const { out } = emitted.result as SweepResult;
    // The same run in a store that lost power just before the end: everything but the last transaction.
    await using other = await openStore('memory:');
    await other.cases.createRun({ id: 's', kind: 'sweep', params: SWEEP });
    const fence = { runId: 's', epoch: (await other.cases.claimRun('s'))?.epoch ?? 0 };
    for (const event of ['snapshot', 'project', 'detect'] as const) await other.cases.advanceRun(fence, event);
    await other.cases.advanceRun(fence, 'render', { result: emitted?.result ?? null });
    const run = await other.cases.claimRun('s');
    if (run === null) throw new Error('The run is gone.');
    const config = loadConfig(flags, {});
    const clock = startStageClock(() => {
      throw new Error('Nothing is to be detected.');
    });
    await sweepJob.perform(SWEEP, {
      store: other,
      config,
      hash: sha256,
      now: Date.now,
      signal: new AbortController().signal,
      run,
      fence: { runId: 's', epoch: run.epoch },
      progress: clock.sink,
      runner: createRunner({ run, config, clock, onTimings: () => undefined, checkOwner: async () => undefined }),
      reject: () => undefined,
      rejectsFile: '',
    });
    expect((await other.cases.clustersOf('s')).map(({ cluster }) => cluster.cluster_id)).toEqual(
      (await store.cases.clustersOf('s')).map(({ cluster }) => cluster.cluster_id),
    );
    expect((await other.cases.getRun('s'))?.result).toMatchObject({ out });
  });
});
