import type { LineageEvent, ReportCluster } from '../model/report.ts';
import type { StoredRun } from '../model/stored-run.ts';
import type { CaseStore } from '../store/case-store.ts';
import { type ClusterChange, compareClusters } from './compare-clusters.ts';

export type EventCounts = { readonly [event in LineageEvent]: number };

export type RunComparison = {
  readonly run_id: string;
  /** `null` = there was none before. */
  readonly against: string | null;
  readonly events: EventCounts;
  readonly changes: readonly ClusterChange[];
};

type Clusters = Pick<CaseStore, 'clustersOf' | 'lineageOf' | 'dismissals'>;

/** What changed between an emitted run and an older one. Reads all clusters of both. */
export async function compareRuns(
  cases: Clusters,
  run: StoredRun,
  before: StoredRun | null,
  membersListed: number,
): Promise<RunComparison> {
  const after = await clustersIn(cases, run);
  const earlier = before === null ? [] : await clustersIn(cases, before);
  const hasPast = new Set(after.filter(({ lineage }) => lineage.event !== 'new').map(({ cluster_id }) => cluster_id));
  const changes: ClusterChange[] = [];
  for (const change of compareClusters(after, earlier, membersListed, await dismissedAt(cases, run))) {
    const isBack = change.event === 'new' && hasPast.has(change.after?.cluster_id ?? '');
    const event = isBack && (await livedBefore(cases, change.lineage_id, before)) ? 'revived' : change.event;
    changes.push({ ...change, event });
  }
  return { run_id: run.id, against: before?.id ?? null, events: countEvents(changes), changes };
}

/** Lineages that were put aside when the run began, as far as that is still on record. */
async function dismissedAt(cases: Clusters, { startedAt, createdAt }: StoredRun): Promise<ReadonlySet<string>> {
  const asOf = startedAt ?? createdAt;
  const dismissals = await cases.dismissals(asOf);
  return new Set(dismissals.filter(({ at }) => at <= asOf).map(({ lineageId }) => lineageId));
}

async function clustersIn(cases: Clusters, run: StoredRun): Promise<readonly ReportCluster[]> {
  return (await cases.clustersOf(run.id)).map(({ cluster }) => cluster);
}

/** Whether the lineage was there before the older of the two runs, in which it was not. */
async function livedBefore(cases: Clusters, lineageId: string, older: StoredRun | null): Promise<boolean> {
  if (older === null) return false;
  const steps = await cases.lineageOf(lineageId);
  return steps.some(({ runNumber }) => runNumber < older.number);
}

function countEvents(changes: readonly ClusterChange[]): EventCounts {
  const counts = { new: 0, same: 0, grew: 0, shrank: 0, merged: 0, split: 0, revived: 0, gone: 0 };
  for (const { event } of changes) counts[event]++;
  return counts;
}
