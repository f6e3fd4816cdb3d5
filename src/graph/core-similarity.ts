import type { Graph } from '../model/graph.ts';

/**
 * The `neighbours`-th largest link weight of each vertex, 0 when it has fewer links: how dense its surroundings are. The
 * counterpart, for similarities, of the core distance of Campello et al. 2015, doi 10.1145/2733381. Self-links do not count.
 */
export function coreSimilarity(graph: Graph, neighbours: number): Float64Array {
  const { vertexCount, offsets, targets, weights } = graph;
  const core = new Float64Array(vertexCount);
  if (neighbours === 0) return core.fill(Number.POSITIVE_INFINITY);
  const largest = new Float64Array(neighbours);
  for (let v = 0; v < vertexCount; v++) {
    largest.fill(0);
    const end = offsets[v + 1] as number;
    for (let arc = offsets[v] as number; arc < end; arc++) {
      const weight = weights[arc] as number;
      if (weight <= (largest[neighbours - 1] as number) || targets[arc] === v) continue;
      let place = neighbours - 1;
      while (place > 0 && weight > (largest[place - 1] as number)) {
        largest[place] = largest[place - 1] as number;
        place--;
      }
      largest[place] = weight;
    }
    core[v] = largest[neighbours - 1] as number;
  }
  return core;
}
