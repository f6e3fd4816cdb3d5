/**
 * Who belongs together. Two questions, two answers, components first in both:
 *
 * 1. *Proven*: links whose calibrated evidence pays for itself. Hardly one of them in a whole run is chance, so what
 *    they connect is one campaign, and a component of them is a cluster. Cutting it finer loses true members: on timed
 *    sets every fixed resolution did.
 * 2. *Alike*: what is left, on all evidence. Here links are many and weak, components merge everything, and Leiden
 *    (modularity, within each component) finds what is denser than its surroundings.
 *
 * A component is cut only where its communities are clear (modularity >= 0.3): on two kinds of data a cut at any
 * modularity cut true groups. Of a part of a whole, a component that is one only by how the part was collected is cut at any
 * modularity. A cluster that falls apart clearly itself carries its parts as cells.
 */
import { findComponents } from '../graph/components.ts';
import { buildGraph, subgraph } from '../graph/csr.ts';
import { leiden } from '../graph/leiden.ts';
import { modularity } from '../graph/quality.ts';
import type { Graph, Partition } from '../model/graph.ts';
import type { FusedGraph } from '../model/similarity-graph.ts';

/** Modularity from which communities are commonly called clear (Newman and Girvan 2004, doi 10.1103/PhysRevE.69.026113). */
const CLEAR = 0.3;
const LEAST_MEMBERS_WITH_CELLS = 12;

export type Group = {
  readonly kind: 'proven' | 'alike';
  /** Accounts, ascending; two or more. */
  readonly members: Uint32Array;
  /** Cells as lists of accounts, largest first, or none. */
  readonly cells: readonly Uint32Array[];
};

export function findPartition(
  fused: FusedGraph,
  leastProof: number,
  seed: number,
  isOneByMaking: ((members: Uint32Array) => boolean) | null = null,
): readonly Group[] {
  const proven = graphOf(fused, (i) => (fused.proof[i] as number) >= leastProof, fused.proof);
  const campaigns = groupsOf(findComponents(proven));
  const taken = new Uint8Array(fused.accountCount);
  for (const members of campaigns) for (const account of members) taken[account] = 1;
  const isFree = (i: number) => taken[fused.a[i] as number] === 0 && taken[fused.b[i] as number] === 0;
  const alike = graphOf(fused, isFree, fused.weight);
  return [
    ...campaigns.map((members): Group => ({ kind: 'proven', members, cells: findCells(proven, members, seed) })),
    ...communities(alike, seed, isOneByMaking).map(
      (members): Group => ({ kind: 'alike', members, cells: findCells(alike, members, seed) }),
    ),
  ];
}

/** The graph on all accounts that has the chosen pairs as its links. */
export function graphOf(fused: FusedGraph, isChosen: (pair: number) => boolean, weight: Float64Array): Graph {
  const places = new Uint32Array(fused.length);
  let chosen = 0;
  for (let i = 0; i < fused.length; i++) if (isChosen(i)) places[chosen++] = i;
  const a = new Uint32Array(chosen);
  const b = new Uint32Array(chosen);
  const weights = new Float64Array(chosen);
  for (let k = 0; k < chosen; k++) {
    const i = places[k] as number;
    a[k] = fused.a[i] as number;
    b[k] = fused.b[i] as number;
    weights[k] = weight[i] as number;
  }
  return buildGraph(fused.accountCount, a, b, weights);
}

function communities(
  graph: Graph,
  seed: number,
  isOneByMaking: ((members: Uint32Array) => boolean) | null,
): readonly Uint32Array[] {
  const found: Uint32Array[] = [];
  for (const component of groupsOf(findComponents(graph))) {
    if (component.length <= 3) {
      found.push(component);
      continue;
    }
    const part = subgraph(graph, component);
    const partition = leidenOf(part.graph, seed);
    // a component without clear communities is one group: cutting it would cut true groups
    const least = isOneByMaking?.(component) === true ? 0 : CLEAR;
    if (modularity(part.graph, partition, 1) < least) {
      found.push(component);
      continue;
    }
    for (const members of groupsOf(partition)) found.push(members.map((v) => part.vertices[v] as number));
  }
  return found;
}

function findCells(graph: Graph, members: Uint32Array, seed: number): readonly Uint32Array[] {
  if (members.length < LEAST_MEMBERS_WITH_CELLS) return [];
  const part = subgraph(graph, members);
  const partition = leidenOf(part.graph, seed);
  if (partition.count < 2 || modularity(part.graph, partition, 1) < CLEAR) return [];
  const cells = groupsOf(partition).map((cell) => cell.map((v) => part.vertices[v] as number));
  return cells.sort((x, y) => y.length - x.length || (x[0] as number) - (y[0] as number));
}

function leidenOf(graph: Graph, seed: number): Partition {
  return leiden(graph, { quality: 'modularity', gamma: 1, seed });
}

/** The groups of two or more of a partition, each ascending, in the order of their communities. */
export function groupsOf(partition: Partition): readonly Uint32Array[] {
  const sizes = new Uint32Array(partition.count);
  for (const c of partition.community) sizes[c] = (sizes[c] as number) + 1;
  const groupOf = new Int32Array(partition.count).fill(-1);
  const groups: Uint32Array[] = [];
  sizes.forEach((size, c) => {
    if (size > 1) groupOf[c] = groups.push(new Uint32Array(size)) - 1;
  });
  const filled = new Uint32Array(groups.length);
  partition.community.forEach((c, v) => {
    const g = groupOf[c] as number;
    if (g < 0) return;
    const place = filled[g] as number;
    (groups[g] as Uint32Array)[place] = v;
    filled[g] = place + 1;
  });
  return groups;
}
