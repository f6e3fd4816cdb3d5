/** How well clusters tell true groups apart. */

/** An account whose true group is known; `cluster` is `null` where the run has put it into none. */
export type GroupedAccount = { readonly group: string; readonly cluster: string | null };

export type GroupFigures = {
  /** Of the pairs that share a cluster the part that shares a group, and the other way round. */
  readonly pairPrecision: number;
  readonly pairRecall: number;
  /** B-cubed (Bagga and Baldwin 1998), an account in no cluster counting as one of its own. */
  readonly b3Precision: number;
  readonly b3Recall: number;
  readonly b3F1: number;
  /** Share of the grouped accounts that are in a cluster; `purity` and `ari` are over those. */
  readonly coverage: number;
  /** Share of accounts whose group is the largest of their cluster. */
  readonly purity: number;
  /** Adjusted Rand index (Hubert and Arabie 1985): 0 for clusters by lot, 1 for the true groups. */
  readonly ari: number;
  /** `ari` × `coverage`: 0 for one cluster with everybody in it, and for an empty run. */
  readonly found: number;
};

/** `labelledInCluster`: by cluster, labelled accounts in it, so that genuine accounts swept in cost precision. */
export function groupFigures(
  accounts: readonly GroupedAccount[],
  labelledInCluster: Iterable<number>,
): GroupFigures | null {
  if (accounts.length === 0) return null;
  const on = accounts.filter((account) => account.cluster !== null);
  const whole = crossTable(accounts);
  const covered = crossTable(on);
  const { b3Precision, b3Recall } = bCubed(whole, accounts.length);
  const ari = adjustedRand(covered, on.length);
  const coverage = on.length / accounts.length;
  return {
    pairPrecision: pairsIn(covered.cells.values()) / pairsIn(labelledInCluster),
    pairRecall: pairsIn(covered.cells.values()) / pairsIn(whole.groups.values()),
    b3Precision,
    b3Recall,
    b3F1: (2 * b3Precision * b3Recall) / (b3Precision + b3Recall),
    coverage,
    purity: purityOf(covered, on.length),
    ari,
    found: Number.isFinite(ari) ? ari * coverage : 0,
  };
}

type Cell = { readonly cluster: string; readonly group: string };

/** How many accounts stand in each cluster, in each group, and in both. */
type CrossTable = {
  readonly cells: ReadonlyMap<string, number>;
  readonly places: ReadonlyMap<string, Cell>;
  readonly clusters: ReadonlyMap<string, number>;
  readonly groups: ReadonlyMap<string, number>;
};

function crossTable(accounts: readonly GroupedAccount[]): CrossTable {
  const cells = new Map<string, number>();
  const places = new Map<string, Cell>();
  const clusters = new Map<string, number>();
  const groups = new Map<string, number>();
  for (const [i, account] of accounts.entries()) {
    const cluster = account.cluster === null ? `alone ${i}` : `in ${account.cluster}`;
    const cell = JSON.stringify([cluster, account.group]);
    places.set(cell, { cluster, group: account.group });
    count(cells, cell);
    count(clusters, cluster);
    count(groups, account.group);
  }
  return { cells, places, clusters, groups };
}

function bCubed({ cells, places, clusters, groups }: CrossTable, total: number) {
  let precision = 0;
  let recall = 0;
  for (const [key, size] of cells) {
    const { cluster, group } = places.get(key) as Cell;
    precision += size ** 2 / (clusters.get(cluster) as number);
    recall += size ** 2 / (groups.get(group) as number);
  }
  return { b3Precision: precision / total, b3Recall: recall / total };
}

function adjustedRand({ cells, clusters, groups }: CrossTable, total: number): number {
  const together = pairsIn(cells.values());
  const inClusters = pairsIn(clusters.values());
  const inGroups = pairsIn(groups.values());
  const expected = (inClusters * inGroups) / pairsOf(total);
  return (together - expected) / ((inClusters + inGroups) / 2 - expected);
}

function purityOf({ cells, places }: CrossTable, total: number): number {
  const largest = new Map<string, number>();
  for (const [key, size] of cells) {
    const { cluster } = places.get(key) as Cell;
    largest.set(cluster, Math.max(size, largest.get(cluster) ?? 0));
  }
  return [...largest.values()].reduce((sum, size) => sum + size, 0) / total;
}

function pairsIn(sizes: Iterable<number>): number {
  let sum = 0;
  for (const size of sizes) sum += pairsOf(size);
  return sum;
}

function pairsOf(size: number): number {
  return (size * (size - 1)) / 2;
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
