/** How pure clusters are: of their labelled members, how many are inauthentic. */

/** A labelled account that stands in a cluster. */
export type ClusteredAccount = { readonly isPlanted: boolean; readonly cluster: string; readonly rank: number };

export type PurityFigures = {
  /** Labelled accounts in some cluster. */
  readonly clustered: number;
  /** Precision over clusters, large and pure ones counting more: Σ n p² / Σ n p, `p` = planted share of a cluster of `n`. */
  readonly wp: number;
  /** By number of clusters: mean planted share of the so many best ranked. */
  readonly precisionAt: ReadonlyMap<number, number>;
  /** Labelled accounts of the largest cluster. */
  readonly largest: number;
};

const PRECISION_AT = [10, 50];

export function purityFigures(accounts: readonly ClusteredAccount[]): PurityFigures {
  const clusters = new Map<string, { size: number; planted: number; rank: number }>();
  for (const { isPlanted, cluster, rank } of accounts) {
    const counted = clusters.get(cluster) ?? { size: 0, planted: 0, rank };
    counted.size++;
    if (isPlanted) counted.planted++;
    clusters.set(cluster, counted);
  }
  const ranked = [...clusters.values()].sort((a, b) => a.rank - b.rank);
  const sum = (part: (size: number, share: number) => number) =>
    ranked.reduce((total, { size, planted }) => total + part(size, planted / size), 0);
  const precisionAt = PRECISION_AT.filter((count) => count <= ranked.length).map((count) => {
    const best = ranked.slice(0, count);
    return [count, best.reduce((total, { size, planted }) => total + planted / size, 0) / count] as const;
  });
  return {
    clustered: accounts.length,
    wp: sum((size, share) => size * share ** 2) / sum((size, share) => size * share),
    precisionAt: new Map(precisionAt),
    largest: ranked.reduce((most, { size }) => Math.max(most, size), 0),
  };
}
