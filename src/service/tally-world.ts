import type { Band, Report, ReportCluster } from '../model/report.ts';
import { compareText } from '../model/string-table.ts';

/** A row of a made-up world's labels. */
export type WorldLabelRow = {
  readonly account: string;
  /** The planted ring, empty for a genuine account. */
  readonly group: string;
  readonly kind: string;
  /** Ids of the innocent circles that the account is in. */
  readonly circles: readonly string[];
};

export type RingTally = {
  readonly ring: string;
  readonly kind: string;
  readonly accounts: number;
  /** The cluster that holds most of the ring; null when none holds two of its accounts. */
  readonly cluster: Pick<ReportCluster, 'cluster_id' | 'rank' | 'band' | 'score' | 'size'> | null;
  /** How many of the ring are in that cluster. */
  readonly found: number;
};

export type CircleTally = {
  readonly kind: string;
  readonly circles: number;
  readonly accounts: number;
  /** Accounts of such circles, planted ones left out, by the band of the cluster that they ended up in. */
  readonly bands: { readonly [band in Band]: number };
};

export type WorldTally = { readonly rings: readonly RingTally[]; readonly innocent: readonly CircleTally[] };

/** What was planted in a made-up world and what was found of it, ring by ring, and where the innocent look-alikes ended up. */
export function tallyWorld(labels: readonly WorldLabelRow[], { clusters }: Report): WorldTally {
  const clusterOf = new Map<string, ReportCluster>();
  for (const cluster of clusters) {
    for (const { account_id } of cluster.members) if (!clusterOf.has(account_id)) clusterOf.set(account_id, cluster);
  }
  const rings = Map.groupBy(
    labels.filter(({ group }) => group !== ''),
    ({ group }) => group,
  );
  return {
    rings: [...rings]
      .map(([ring, members]) => tallyRing(ring, members, clusterOf))
      .sort((a, b) => compareText(a.ring, b.ring)),
    innocent: tallyCircles(labels, clusterOf),
  };
}

function tallyRing(
  ring: string,
  members: readonly WorldLabelRow[],
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

function tallyCircles(
  labels: readonly WorldLabelRow[],
  clusterOf: ReadonlyMap<string, ReportCluster>,
): readonly CircleTally[] {
  const kinds = new Map<
    string,
    { readonly circles: Set<string>; accounts: number; readonly bands: { [band in Band]: number } }
  >();
  for (const { account, group, circles } of labels) {
    if (group !== '') continue;
    for (const [kind, ids] of Map.groupBy(circles, (id) => id.replace(/-\d+$/, ''))) {
      const tally = kinds.get(kind) ?? { circles: new Set(), accounts: 0, bands: { high: 0, medium: 0, low: 0 } };
      kinds.set(kind, tally);
      for (const id of ids) tally.circles.add(id);
      tally.accounts++;
      const band = clusterOf.get(account)?.band;
      if (band !== undefined) tally.bands[band]++;
    }
  }
  return [...kinds]
    .map(([kind, { circles, accounts, bands }]) => ({ kind, circles: circles.size, accounts, bands }))
    .sort((a, b) => compareText(a.kind, b.kind));
}
