/**
 * Communities by Louvain: move vertices, make communities vertices, and so on until nothing moves.
 *
 * Blondel, Guillaume, Lambiotte & Lefebvre 2008, doi 10.1088/1742-5468/2008/10/P10008. Raises modularity
 *
 *     Q = 1/2m × sum over communities of (twice the weight inside - gamma × strength² / 2m)
 *
 * The tolerance falls by ten from level to level (Sahu 2023, GVE-Louvain, arXiv 2312.04876): on the first levels late passes cost
 * much and gain what the next level gains anyway. Leiden is the method of the pipeline; this is the second opinion where a
 * component is too large for graphology, and what Leiden is measured against. A community of it may be disconnected.
 */
import type { Graph, Partition } from '../model/graph.ts';
import { aggregate } from './aggregate.ts';
import { openLevel } from './level.ts';
import { FIRST_TOLERANCE, moveVertices } from './move-vertices.ts';
import { compose, numberCommunities, singletons, toPartition } from './number-communities.ts';
import { createRandom } from './random.ts';
import { orderOfVisits } from './visiting-order.ts';

export type LouvainOptions = {
  /** Resolution: the larger, the smaller the communities. */
  readonly gamma: number;
  /** Where passes begin. Left out, they begin at the first vertex. */
  readonly seed?: number;
};

export function louvain(graph: Graph, options: LouvainOptions): Partition {
  const levels = louvainLevels(graph, options);
  return levels[levels.length - 1] as Partition;
}

/** Nested partitions, finest first; the last is the answer. */
export function louvainLevels(graph: Graph, options: LouvainOptions): readonly Partition[] {
  const { level: base, objective } = openLevel(graph, { quality: 'modularity', gamma: options.gamma });
  const random = options.seed === undefined ? null : createRandom(options.seed);
  const levels: Partition[] = [];
  let level = base;
  let vertexOf = singletons(graph.vertexCount);
  for (let tolerance = FIRST_TOLERANCE; ; tolerance /= 10) {
    const community = singletons(level.graph.vertexCount);
    moveVertices(level, objective, orderOfVisits(level.graph, random), community, tolerance);
    const count = numberCommunities(community);
    if (count === level.graph.vertexCount && levels.length > 0) return levels;
    vertexOf = compose(vertexOf, community);
    levels.push(toPartition(vertexOf.slice()));
    if (count === level.graph.vertexCount) return levels;
    level = aggregate(level, community, count);
  }
}
