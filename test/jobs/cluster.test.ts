import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clusterParams } from '../../jobs/cluster-params.ts';
import type { ConfigFlags } from '../../src/config/load-config.ts';
import type { Report } from '../../src/model/report.ts';
import type { SweepResult } from '../../src/model/run-result.ts';
import { toColumns } from '../../src/store/edge-rows.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { HEADER, smallCampaign } from '../cli/small-campaign.ts';
import { configIn, fillStore, live } from '../service/store-with-edges.ts';

const EVERYTHING = { window: { from: null, to: null }, seed: 1, layers: [], out: null };

let folder: string;
let flags: ConfigFlags;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-cluster-'));
  const file = join(folder, 'edges.csv');
  writeFileSync(file, `${HEADER}${smallCampaign().join('\n')}\n`);
  flags = configIn(folder);
  store = await openStore(`sqlite:${join(folder, 'store.db')}`);
  await fillStore(store, file);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function sweep(id: string): Promise<void> {
  await store.cases.createRun({ id, kind: 'sweep', params: EVERYTHING });
  expect(await live(id, store, flags)).toMatchObject({ ending: 'emitted' });
}

async function ask(id: string, params: object): Promise<void> {
  await store.cases.createRun({ id, kind: 'cluster', params: { ...EVERYTHING, seeds: [], ...params } });
}

async function reportOf(id: string): Promise<Report> {
  const result = (await store.cases.getRun(id))?.result as SweepResult | undefined;
  return JSON.parse(readFileSync(join(result?.out ?? '', 'report.json'), 'utf8')) as Report;
}

const membersOf = (cluster: Report['clusters'][number] | undefined) =>
  cluster?.members.map(({ account_id }) => account_id).sort();

describe('a cluster job', () => {
  it('finds around one member the ring that a sweep finds, and says how large a part it looked at', async () => {
    await sweep('s');
    await ask('c', { seeds: ['ring0'] });
    expect(await live('c', store, flags)).toMatchObject({ ending: 'emitted', run: { kind: 'cluster' } });
    const report = await reportOf('c');
    const swept = (await reportOf('s')).clusters.find((one) => membersOf(one)?.includes('ring0'));
    const found = report.clusters.find((one) => membersOf(one)?.includes('ring0'));
    expect(membersOf(found)).toEqual(membersOf(swept));
    expect(Math.abs((found?.score ?? 0) - (swept?.score ?? 0))).toBeLessThan(0.01);
    expect(report.limits_hit[0]).toMatchObject({ limit: 'neighbourhood' });
    expect((await store.cases.clustersOf('c')).map(({ cluster }) => cluster.cluster_id)).toEqual(
      report.clusters.map(({ cluster_id }) => cluster_id),
    );
  });

  it('starts from the members of a stored cluster, and keeps its lineage', async () => {
    await sweep('s');
    const [stored] = await store.cases.clustersOf('s');
    await ask('c', { from_cluster: stored?.cluster.cluster_id, hops: 1 });
    await live('c', store, flags);
    const report = await reportOf('c');
    expect(report.clusters[0]).toMatchObject({
      lineage_id: stored?.cluster.lineage_id,
      lineage: { event: 'same' },
    });
    // the other clusters of the sweep are not gone: nobody looked
    expect(report.gone).toEqual([]);
  });

  it('says which accounts the store does not know, and what its bounds kept out', async () => {
    await ask('c', { seeds: ['ring0', 'nobody'], hops: 1, bounds: { accounts: 4 } });
    await live('c', store, flags);
    const report = await reportOf('c');
    const limits = new Map(report.limits_hit.map(({ limit, detail, count }) => [limit, { detail, count }]));
    expect(limits.get('unknown_seeds')).toMatchObject({ count: 1, detail: expect.stringContaining('nobody') });
    expect(limits.get('neighbourhood_accounts')?.count).toBeGreaterThan(2);
    expect(report.totals.accounts).toBe(4);
  });

  it('fails with a sentence when there is nobody to start from, or no such cluster', async () => {
    await ask('none', {});
    await ask('unknown', { from_cluster: '0123456789abcdef' });
    for (const [id, words] of [
      ['none', 'no account to start from'],
      ['unknown', 'No emitted run has a cluster 0123456789abcdef'],
    ] as const) {
      const ended = await live(id, store, flags);
      expect(ended).toMatchObject({
        ending: 'failed',
        run: { failure: { code: 'usage', message: expect.stringContaining(words) } },
      });
    }
  });

  it('leaves out who is allowed', async () => {
    const entry = { kind: 'account', layer: null, reason: 'staff', author: 'ann', until: null } as const;
    await store.cases.allow({ ...entry, id: 'ring1' });
    await ask('c', { seeds: ['ring0'] });
    await live('c', store, flags);
    const report = await reportOf('c');
    expect(report.suppressed.allowlisted).toBe(1);
    expect(report.clusters.flatMap((one) => membersOf(one) ?? [])).not.toContain('ring1');
  });

  it('tells nobody of clusters, and the next sweep does not look back to it', async () => {
    await sweep('first');
    const told = async () => (await store.cases.eventsAfter(0, 1_000)).map(({ type }) => type);
    const before = await told();
    await ask('c', { seeds: ['ring0'], hops: 1, bounds: { accounts: 3 } });
    await live('c', store, flags);
    expect((await told()).slice(before.length)).toEqual(['lockstep.run.completed.v1']);
    await sweep('second');
    const report = await reportOf('second');
    expect(new Set(report.clusters.map(({ lineage }) => lineage.event))).toEqual(new Set(['same']));
  });

  it('reads the snapshot of its first life again in a later one', async () => {
    await ask('early', { seeds: ['ring0'] });
    await live('early', store, flags);
    await ask('late', { seeds: ['ring0'] });
    const fence = { runId: 'late', epoch: (await store.cases.claimRun('late'))?.epoch ?? 0 };
    await store.cases.advanceRun(fence, 'snapshot');
    await store.cases.advanceRun(fence, 'project', { snapshotSeq: await store.edges.latestSeq() });
    const more = Array.from({ length: 40 }, (_, i) => ({
      ...{ account: `late${i}`, layer: 'link', entity: 'https://late.example/', at: 1_790_000_000_000 + i },
      ...{ event: '', source: '', weight: 1 },
    }));
    const joining = more.map((row) => ({ ...row, account: 'ring0', entity: `https://late.example/${row.account}` }));
    await store.edges.appendBatch({ batchKey: 'late', source: 's', columns: toColumns([...more, ...joining]) });
    expect(await live('late', store, flags)).toMatchObject({ ending: 'emitted' });
    const [early, late] = [await reportOf('early'), await reportOf('late')];
    expect(late.report_id).toBe(early.report_id);
    await ask('new', { seeds: ['ring0'] });
    await live('new', store, flags);
    expect((await reportOf('new')).run.input_digest).not.toBe(late.run.input_digest);
  });
});

describe('what a cluster job works on', () => {
  it('is two hops unless it says otherwise, and three at most', () => {
    expect(clusterParams.parse({ ...EVERYTHING, seeds: ['a'] })).toMatchObject({
      hops: 2,
      bounds: {},
      from_cluster: null,
    });
    for (const hops of [0, 4, 1.5]) {
      expect(clusterParams.safeParse({ ...EVERYTHING, seeds: ['a'], hops }).success).toBe(false);
    }
  });
});
