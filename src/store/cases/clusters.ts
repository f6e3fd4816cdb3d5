import type { LineageStep, StoredCluster } from '../../model/case.ts';
import { LockstepError } from '../../model/errors.ts';
import type { Fence } from '../../model/fence.ts';
import type { ReportCluster } from '../../model/report.ts';
import type { StoredRun } from '../../model/stored-run.ts';
import type { ClusterChoice } from '../case-store.ts';
import { checkFence } from '../fencing.ts';
import { readForgotten } from '../forgotten.ts';
import { get, putAll, recordRow, remove, type Step, scan } from '../record.ts';
import { beginningWith, keyOf, under } from '../record-key.ts';
import { withoutAccounts } from './without-accounts.ts';

/** Clusters stay out of sight until their run is emitted: readers ask for its state. */
export function* stageClusters(fence: Fence, clusters: readonly ReportCluster[], now: number): Step<void> {
  const run = yield* checkFence(fence);
  if (run.state !== 'rendering') {
    throw new LockstepError(
      'conflict',
      `Run ${run.id} is ${run.state}: its clusters are written while it is rendering.`,
    );
  }
  for (const cluster of clusters) {
    const replaced = yield* get('cluster', keyOf(run.number, cluster.rank));
    if (replaced !== null) yield* unlinkCluster(replaced);
  }
  // The run may have read its snapshot before somebody was erased.
  const forgotten = yield* readForgotten();
  const shown = forgotten.size === 0 ? clusters : clusters.map((cluster) => withoutAccounts(cluster, forgotten.has));
  yield* putAll(shown.flatMap((cluster) => rowsOf(run, cluster, now)));
}

function rowsOf(run: StoredRun, cluster: ReportCluster, at: number) {
  const key = keyOf(run.number, cluster.rank);
  const { cluster_id: clusterId, lineage_id: lineageId, lineage, size, score, band } = cluster;
  const place = { runId: run.id, runNumber: run.number, at };
  const step: LineageStep = { ...place, lineageId, clusterId, ...lineage, size, score, band };
  return [
    recordRow('cluster', key, { ...place, cluster }),
    recordRow('cluster-place', keyOf(clusterId, run.number), { key, runId: run.id }),
    recordRow('lineage', keyOf(lineageId, run.number, clusterId), step),
  ];
}

function* unlinkCluster({ runNumber, cluster }: StoredCluster): Step<void> {
  yield* remove('cluster-place', keyOf(cluster.cluster_id, runNumber));
  yield* remove('lineage', keyOf(cluster.lineage_id, runNumber, cluster.cluster_id));
}

export function* isEmitted(runId: string): Step<boolean> {
  return (yield* get('run', keyOf(runId)))?.state === 'emitted';
}

export function* clustersOf(runId: string, choice: ClusterChoice): Step<readonly StoredCluster[]> {
  const run = yield* get('run', keyOf(runId));
  if (run?.state !== 'emitted') return [];
  const { minScore = Number.NEGATIVE_INFINITY, band, afterRank, limit = Number.MAX_SAFE_INTEGER } = choice;
  const span = under(run.number);
  const from = afterRank === undefined ? span.from : keyOf(run.number, afterRank + 1);
  // Ranks follow scores, but bands and scores are filtered here rather than trusted to be in order.
  const isFiltered = band !== undefined || choice.minScore !== undefined;
  const rows = yield* scan('cluster', { ...span, from, ...(isFiltered ? {} : { limit }) });
  return rows
    .map(({ body }) => body)
    .filter(({ cluster }) => cluster.score >= minScore && (band === undefined || cluster.band === band))
    .slice(0, limit);
}

export function* findCluster(clusterId: string): Step<StoredCluster | null> {
  const places = yield* scan('cluster-place', { ...under(clusterId), isReversed: true });
  for (const { body } of places) {
    if (yield* isEmitted(body.runId)) return yield* get('cluster', body.key);
  }
  return null;
}

/** Ids of clusters in emitted runs that begin with the text, in their order, each once. */
export function* clusterIdsFrom(beginning: string, limit: number): Step<readonly string[]> {
  const ids = new Set<string>();
  for (const { key, body } of yield* scan('cluster-place', beginningWith(beginning))) {
    if (ids.size >= limit) break;
    if (yield* isEmitted(body.runId)) ids.add(decodeURIComponent(key.slice(0, key.indexOf('/'))));
  }
  return [...ids];
}

export function* lineageOf(lineageId: string): Step<readonly LineageStep[]> {
  const steps: LineageStep[] = [];
  for (const { body } of yield* scan('lineage', under(lineageId))) {
    if (yield* isEmitted(body.runId)) steps.push(body);
  }
  return steps;
}
