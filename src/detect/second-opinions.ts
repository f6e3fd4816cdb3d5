/**
 * Two other methods on the same graph. Louvain (Blondel and others 2008) by graphology, or our own where a component
 * is too large for it, and the dense cores of similarity clustering. Their agreement with a cluster is reported; it
 * never makes one.
 */
import { findComponents } from '../graph/components.ts';
import { subgraph } from '../graph/csr.ts';
import { graphologyLouvain } from '../graph/graphology-louvain.ts';
import { louvain } from '../graph/louvain.ts';
import type { Graph } from '../model/graph.ts';
import type { FusedGraph } from '../model/similarity-graph.ts';
import { findCores } from './cores.ts';
import { graphOf, groupsOf } from './partition.ts';

const MOST_LINKS_FOR_GRAPHOLOGY = 200_000;

export type SecondOpinions = {
  /** Each account's community by Louvain, -1 for an account without links. */
  readonly louvain: Int32Array;
  /** Each account's core by similarity clustering, -1 for an outlier. */
  readonly core: Int32Array;
};

export function askOthers(fused: FusedGraph, seed: number): SecondOpinions {
  const graph = graphOf(fused, () => true, fused.weight);
  return { louvain: askLouvain(graph, seed), core: findCores(graph) };
}

/** Louvain's communities, component by component. */
function askLouvain(graph: Graph, seed: number): Int32Array {
  const community = new Int32Array(graph.vertexCount).fill(-1);
  let next = 0;
  for (const component of groupsOf(findComponents(graph))) {
    const part = subgraph(graph, component);
    const isSmall = part.graph.targets.length / 2 <= MOST_LINKS_FOR_GRAPHOLOGY;
    const partition = isSmall ? graphologyLouvain(part.graph, { seed }) : louvain(part.graph, { gamma: 1, seed });
    partition.community.forEach((c, v) => {
      community[part.vertices[v] as number] = next + c;
    });
    next += partition.count;
  }
  return community;
}

/** Share of the pairs of members that each second opinion also puts together. */
export function agreementOf(members: Uint32Array, opinions: SecondOpinions): { louvain: number; cores: number } {
  return { louvain: sharedPairs(members, opinions.louvain), cores: sharedPairs(members, opinions.core) };
}

function sharedPairs(members: Uint32Array, group: Int32Array): number {
  const sizes = new Map<number, number>();
  for (const account of members) {
    const g = group[account] as number;
    if (g >= 0) sizes.set(g, (sizes.get(g) ?? 0) + 1);
  }
  let together = 0;
  for (const size of sizes.values()) together += (size * (size - 1)) / 2;
  return together / ((members.length * (members.length - 1)) / 2);
}
