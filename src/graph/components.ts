/**
 * Connected components, by breadth-first search from each vertex in turn: numbers follow the lowest vertex, and time is
 * linear in vertices and links.
 */
import type { Graph, Partition } from '../model/graph.ts';

export function findComponents(graph: Graph): Partition {
  const labels = findComponentsWithin(graph, null);
  let count = 0;
  for (const label of labels) count = Math.max(count, label + 1);
  return { count, community: new Uint32Array(labels.buffer) };
}

/** The connected parts of each community (`null` = the whole graph is one), numbered by their lowest vertex. */
export function findComponentsWithin(graph: Graph, community: Int32Array | null): Int32Array {
  const { vertexCount, offsets, targets } = graph;
  const part = new Int32Array(vertexCount).fill(-1);
  const queue = new Uint32Array(vertexCount);
  let count = 0;
  for (let root = 0; root < vertexCount; root++) {
    if ((part[root] as number) >= 0) continue;
    part[root] = count;
    queue[0] = root;
    let waiting = 1;
    for (let next = 0; next < waiting; next++) {
      const v = queue[next] as number;
      const end = offsets[v + 1] as number;
      for (let arc = offsets[v] as number; arc < end; arc++) {
        const u = targets[arc] as number;
        if ((part[u] as number) >= 0 || (community !== null && community[u] !== community[v])) continue;
        part[u] = count;
        queue[waiting++] = u;
      }
    }
    count++;
  }
  return part;
}
