import type { Findings } from '../model/findings.ts';
import type { ReportCluster, ReportMember } from '../model/report.ts';
import { stringAt } from '../model/string-table.ts';

/** An account in a cluster, as a vertex of an exported graph: `n0`, `n1` … in the order of the ranks. */
export type Vertex = { readonly id: string; readonly member: ReportMember; readonly cluster: ReportCluster };

export type Tie = {
  readonly source: string;
  readonly target: string;
  readonly weight: number;
  readonly count: number;
  /** What each layer adds, in the order of `layerNames`. */
  readonly parts: readonly number[];
};

export type ClusterGraph = {
  readonly vertices: readonly Vertex[];
  readonly layerNames: readonly string[];
  /** Pairs of the fused graph with both ends in a cluster, in the graph's order; walked anew at each call. */
  readonly ties: () => Generator<Tie>;
};

/** The accounts in clusters and the pairs among them. An account in nested clusters stands with the first. */
export function clusterGraph(findings: Findings): ClusterGraph {
  const vertices: Vertex[] = [];
  const places = new Map<string, number>();
  for (const cluster of findings.report.clusters) {
    for (const member of cluster.members) {
      if (places.has(member.account_id)) continue;
      places.set(member.account_id, vertices.length);
      vertices.push({ id: `n${vertices.length}`, member, cluster });
    }
  }
  return { vertices, layerNames: findings.pairs.layerNames, ties: () => ties(findings, places) };
}

function* ties({ accounts, pairs }: Findings, places: ReadonlyMap<string, number>): Generator<Tie> {
  const placeOf = new Int32Array(accounts.size);
  for (let account = 0; account < accounts.size; account++) {
    placeOf[account] = places.get(stringAt(accounts, account)) ?? -1;
  }
  for (let i = 0; i < pairs.length; i++) {
    const source = placeOf[pairs.a[i] ?? 0] ?? -1;
    const target = placeOf[pairs.b[i] ?? 0] ?? -1;
    if (source < 0 || target < 0) continue;
    yield {
      source: `n${source}`,
      target: `n${target}`,
      weight: pairs.weight[i] ?? 0,
      count: pairs.count[i] ?? 0,
      parts: pairs.parts.map((part) => part[i] ?? 0),
    };
  }
}
