import { traceLineage } from '../detect/lineage.ts';
import type { Band, LineageEvent, ReportCluster } from '../model/report.ts';
import { compareText } from '../model/string-table.ts';
import { sha256 } from './hash.ts';

export type ClusterPlace = {
  readonly cluster_id: string;
  readonly rank: number;
  readonly band: Band;
  readonly size: number;
};

/** What became of a cluster: `before` is empty for one that is new, `after` is `null` for one that is gone. */
export type ClusterChange = {
  readonly event: LineageEvent;
  readonly lineage_id: string;
  /** Gone because a reviewer has dismissed it, not because it was not found. */
  readonly put_aside: boolean;
  readonly before: readonly ClusterPlace[];
  readonly after: (ClusterPlace & { readonly score: number; readonly summary: string }) | null;
  readonly joined_total: number;
  readonly left_total: number;
  /** The first of them by id, at most as many as were asked for. */
  readonly joined: readonly string[];
  readonly left: readonly string[];
};

/**
 * What changed between the clusters of two runs: by rank, those that are gone at the end. A cluster goes on in those of its
 * lineage, and, since the two runs need not be neighbours, in those that the rule of lineages makes its successors: half of the
 * members of either are shared. `dismissed`: lineages that the newer run was told to keep quiet about.
 */
export function compareClusters(
  after: readonly ReportCluster[],
  before: readonly ReportCluster[],
  membersListed: number,
  dismissed: ReadonlySet<string> = new Set(),
): readonly ClusterChange[] {
  const parentsOf = findParents(after, before);
  const heirs = new Map<ReportCluster, number>();
  for (const parent of parentsOf.flat()) heirs.set(parent, (heirs.get(parent) ?? 0) + 1);
  const changes = after.map((cluster, i): ClusterChange => {
    const parents = parentsOf[i] ?? [];
    const { score, summary } = cluster;
    return {
      event: eventOf(cluster, parents, heirs),
      lineage_id: cluster.lineage_id,
      put_aside: false,
      before: parents.map(placeOf),
      after: { ...placeOf(cluster), score, summary },
      ...compareMembers(cluster, parents, membersListed),
    };
  });
  const gone = before
    .filter((cluster) => !heirs.has(cluster))
    .map((cluster): ClusterChange => {
      const { lineage_id } = cluster;
      const place = { lineage_id, put_aside: dismissed.has(lineage_id), before: [placeOf(cluster)], after: null };
      return { event: 'gone', ...place, ...compareMembers(null, [cluster], membersListed) };
    });
  return [...changes, ...gone];
}

function findParents(
  after: readonly ReportCluster[],
  before: readonly ReportCluster[],
): readonly (readonly ReportCluster[])[] {
  const { lineages } = traceLineage(
    after.map((cluster) => ({ clusterId: cluster.cluster_id, members: idsOf(cluster) })),
    before.map((cluster) => ({
      cluster_id: cluster.cluster_id,
      lineage_id: cluster.lineage_id,
      band: cluster.band,
      members: idsOf(cluster),
      dormant: false,
      snoozed_until: null,
    })),
    sha256,
  );
  const byLineage = Map.groupBy(before, (cluster) => cluster.lineage_id);
  const byId = new Map(before.map((cluster) => [cluster.cluster_id, cluster]));
  return after.map((cluster, i) => {
    const traced = (lineages[i]?.previous ?? []).flatMap((id) => byId.get(id) ?? []);
    return [...new Set([...traced, ...(byLineage.get(cluster.lineage_id) ?? [])])];
  });
}

function eventOf(
  cluster: ReportCluster,
  parents: readonly ReportCluster[],
  heirs: ReadonlyMap<ReportCluster, number>,
): LineageEvent {
  const [only, another] = parents;
  if (only === undefined) return 'new';
  if (another !== undefined) return 'merged';
  if ((heirs.get(only) ?? 0) > 1) return 'split';
  if (cluster.cluster_id === only.cluster_id) return 'same';
  return cluster.size >= only.size ? 'grew' : 'shrank';
}

type MemberChange = Pick<ClusterChange, 'joined_total' | 'left_total' | 'joined' | 'left'>;

function compareMembers(
  cluster: ReportCluster | null,
  parents: readonly ReportCluster[],
  listed: number,
): MemberChange {
  const now = new Set(cluster === null ? [] : idsOf(cluster));
  const then = new Set(parents.flatMap(idsOf));
  const joined = [...now].filter((id) => !then.has(id)).sort(compareText);
  const left = [...then].filter((id) => !now.has(id)).sort(compareText);
  return {
    joined_total: joined.length,
    left_total: left.length,
    joined: joined.slice(0, listed),
    left: left.slice(0, listed),
  };
}

function idsOf({ members }: ReportCluster): readonly string[] {
  return members.map(({ account_id }) => account_id);
}

function placeOf({ cluster_id, rank, band, size }: ReportCluster): ClusterPlace {
  return { cluster_id, rank, band, size };
}
