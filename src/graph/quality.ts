/**
 * How good a partition is. Self-links count once inside a community and twice in a strength.
 *
 * Modularity (Newman & Girvan 2004, doi 10.1103/PhysRevE.69.026113; resolution: Reichardt & Bornholdt 2006,
 * doi 10.1103/PhysRevE.74.016110): Q = sum over communities of (weight inside / m - gamma × (strength / 2m)²).
 *
 * Constant Potts model (Traag, Van Dooren & Nesterov 2011, doi 10.1103/PhysRevE.84.016114), in the unit of the weights:
 * H = sum over communities of (weight inside - gamma × n (n - 1) / 2) with n the added sizes of its vertices. No resolution
 * limit: gamma is the density above which a group holds together.
 */
import type { Graph, Partition } from '../model/graph.ts';

/** 0 for a graph without links, as for a single community. */
export function modularity(graph: Graph, partition: Partition, gamma: number): number {
  const { inside, strength, total } = weighCommunities(graph, partition);
  if (total === 0) return 0;
  let quality = 0;
  for (let c = 0; c < partition.count; c++) {
    const share = (strength[c] as number) / (2 * total);
    quality += (inside[c] as number) / total - gamma * share * share;
  }
  return quality;
}

/** Sizes are one each unless given. */
export function cpmQuality(graph: Graph, partition: Partition, gamma: number, vertexSizes?: Float64Array): number {
  const { inside } = weighCommunities(graph, partition);
  const sizes = new Float64Array(partition.count);
  for (let v = 0; v < graph.vertexCount; v++) {
    const c = partition.community[v] as number;
    sizes[c] = (sizes[c] as number) + (vertexSizes === undefined ? 1 : (vertexSizes[v] as number));
  }
  let quality = 0;
  for (let c = 0; c < partition.count; c++) {
    const size = sizes[c] as number;
    quality += (inside[c] as number) - (gamma * size * (size - 1)) / 2;
  }
  return quality;
}

type CommunityWeights = {
  /** Weight of the links inside each community, each once. */
  readonly inside: Float64Array;
  readonly strength: Float64Array;
  /** Weight of all links. */
  readonly total: number;
};

function weighCommunities(graph: Graph, partition: Partition): CommunityWeights {
  const { vertexCount, offsets, targets, weights } = graph;
  const { community } = partition;
  const inside = new Float64Array(partition.count);
  const strength = new Float64Array(partition.count);
  let total = 0;
  for (let v = 0; v < vertexCount; v++) {
    const c = community[v] as number;
    const end = offsets[v + 1] as number;
    for (let arc = offsets[v] as number; arc < end; arc++) {
      const u = targets[arc] as number;
      const half = (weights[arc] as number) * (u === v ? 1 : 0.5);
      total += half;
      strength[c] = (strength[c] as number) + 2 * half;
      if (community[u] === c) inside[c] = (inside[c] as number) + half;
    }
  }
  return { inside, strength, total };
}
