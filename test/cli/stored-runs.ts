import type { ReportCluster } from '../../src/model/report.ts';
import type { SweepResult } from '../../src/model/run-result.ts';
import type { Json, NewRun } from '../../src/model/stored-run.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { makeCluster } from '../conformance/make-cluster.ts';

/** Members by lineage, the first of them in the core and those after a `|` bystanders. */
export type Lineages = { readonly [lineageId: string]: string };

const HEX = '0123456789abcdef';

/** An id as clusters have it, told by its lineage and members. */
function idOf(text: string): string {
  let [hash, id] = [7, ''];
  for (let i = 0; i < 16; i++) {
    for (const sign of text) hash = (Math.imul(hash, 31) + sign.charCodeAt(0) + i) >>> 0;
    id += HEX[hash % 16];
  }
  return id;
}

export function clustersOf(
  lineages: Lineages,
  events: { readonly [lineageId: string]: ReportCluster['lineage'] } = {},
) {
  return Object.entries(lineages).map(([lineageId, text], i): ReportCluster => {
    const [members = [], bystanders = []] = text.split('|').map((part) => part.split(' ').filter((id) => id !== ''));
    const cluster = makeCluster({
      clusterId: idOf(text),
      lineageId,
      rank: i + 1,
      score: 0.9 - i / 4,
      members: [...members, ...bystanders],
    });
    return {
      ...cluster,
      members: cluster.members.map((member) =>
        bystanders.includes(member.account_id) ? { ...member, tier: 'bystander' } : member,
      ),
      lineage: events[lineageId] ?? cluster.lineage,
    };
  });
}

/** Takes a run from its creation to `emitted`, with these clusters. */
export async function emitSweep(
  { cases }: Store,
  id: string,
  clusters: readonly ReportCluster[],
  { run = {}, result = sweepResult(clusters) }: { readonly run?: Partial<NewRun>; readonly result?: SweepResult } = {},
): Promise<void> {
  await cases.createRun({ id, kind: 'sweep', params: {}, ...run });
  const fence = { runId: id, epoch: (await cases.claimRun(id))?.epoch ?? 0 };
  for (const event of ['snapshot', 'project', 'detect', 'render'] as const) await cases.advanceRun(fence, event);
  await cases.stageClusters(fence, clusters);
  await cases.advanceRun(fence, 'emit', { result: result as unknown as Json });
}

export function sweepResult(clusters: readonly ReportCluster[], out = '/nowhere/run'): SweepResult {
  const band = (name: ReportCluster['band']) => {
    const found = clusters.filter((cluster) => cluster.band === name);
    return { clusters: found.length, accounts: found.reduce((sum, { size }) => sum + size, 0) };
  };
  return {
    report_run_id: 'r',
    report_id: 'report of a run',
    input_digest: '',
    version: '0.0.0',
    out,
    window: { from: null, to: null },
    layers: [],
    totals: {
      edges: 0,
      accounts: 0,
      entities: 0,
      links: 0,
      clusters: clusters.length,
      clustered_accounts: 0,
      bands: { high: band('high'), medium: band('medium'), low: band('low') },
      expected_wrong_high: 0,
    },
    suppressed: { allowlisted: 0, too_small: 0, snoozed: 0 },
    limits_hit: 0,
  };
}

/** A store at `file` with two sweeps a day apart, an ingest that failed and a sweep that waits. */
export async function makeStoredRuns(file: string): Promise<void> {
  let now = Date.parse('2026-01-01T02:00:00Z');
  await using store = await openStore(`sqlite:${file}`, { now: () => now });
  await emitSweep(store, 'nightly-0101', clustersOf({ L: 'ann bob cem | eve', M: 'dan fay', N: 'gus hal ida' }), {
    run: { scheduleId: 'nightly', slot: now, priority: 'nightly' },
  });
  now += 86_400_000;
  const later = clustersOf(
    { L: 'ann bob cem joy kim | eve', N: 'gus hal', P: 'lea max' },
    {
      L: { event: 'grew', previous: [idOf('ann bob cem | eve')] },
      N: { event: 'shrank', previous: [idOf('gus hal ida')] },
    },
  );
  await emitSweep(store, 'nightly-0102', later, { run: { scheduleId: 'nightly', slot: now, priority: 'nightly' } });
  now += 3_600_000;
  await store.cases.createRun({ id: 'pull-1', kind: 'ingest', params: { source: 'logins' } });
  const { epoch = 0 } = (await store.cases.claimRun('pull-1')) ?? {};
  const failure = { code: 'unreachable', message: 'The source logins does not answer.' };
  await store.cases.advanceRun({ runId: 'pull-1', epoch }, 'fail', { failure });
  await store.cases.createRun({ id: 'asked', kind: 'sweep', params: {} });
}
