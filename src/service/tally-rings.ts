import type { Report, ReportCluster } from '../model/report.ts';
import { compareText } from '../model/string-table.ts';
import type { LabelledAccount } from '../report/evaluation/tables.ts';

export type RingTally = {
  readonly ring: string;
  readonly kind: string;
  readonly accounts: number;
  /** The cluster that holds most of the ring; null when none holds two of its accounts. */
  readonly cluster: Pick<ReportCluster, 'cluster_id' | 'rank' | 'band' | 'score' | 'size'> | null;
  /** How many of the ring are in that cluster. */
  readonly found: number;
};

/** What was planted and what was found of it, ring by ring. */
export function tallyRings(labels: readonly LabelledAccount[], { clusters }: Report): readonly RingTally[] {
  const clusterOf = new Map<string, ReportCluster>();
  for (const cluster of clusters) {
    for (const { account_id } of cluster.members) if (!clusterOf.has(account_id)) clusterOf.set(account_id, cluster);
  }
  const rings = Map.groupBy(
    labels.filter(({ group }) => group !== ''),
    ({ group }) => group,
  );
  return [...rings]
    .map(([ring, members]) => tallyRing(ring, members, clusterOf))
    .sort((a, b) => compareText(a.ring, b.ring));
}

function tallyRing(
  ring: string,
  members: readonly LabelledAccount[],
  clusterOf: ReadonlyMap<string, ReportCluster>,
): RingTally {
  const held = new Map<ReportCluster, number>();
  for (const { account } of members) {
    const cluster = clusterOf.get(account);
    if (cluster !== undefined) held.set(cluster, (held.get(cluster) ?? 0) + 1);
  }
  const [best] = [...held].sort(([x, a], [y, b]) => b - a || x.rank - y.rank);
  const answer = { ring, kind: members[0]?.kind ?? '', accounts: members.length };
  if (best === undefined || best[1] < 2) return { ...answer, cluster: null, found: 0 };
  const [{ cluster_id, rank, band, score, size }, found] = best;
  return { ...answer, cluster: { cluster_id, rank, band, score, size }, found };
}
