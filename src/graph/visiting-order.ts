import type { Graph, Random } from '../model/graph.ts';

/**
 * The vertices that have links, ascending, from a random one on and round. A full shuffle would double the time, as rows
 * are then read all over the memory. Vertices without links take no part, so that adding one changes nothing for the
 * others.
 */
export function orderOfVisits(graph: Graph, random: Random | null): Uint32Array {
  const { vertexCount, offsets } = graph;
  const linked = new Uint32Array(vertexCount);
  let count = 0;
  for (let v = 0; v < vertexCount; v++) if (offsets[v] !== offsets[v + 1]) linked[count++] = v;
  const order = linked.subarray(0, count);
  if (random === null || count === 0) return order;
  const first = Math.floor(random() * count);
  const turned = new Uint32Array(count);
  turned.set(order.subarray(first));
  turned.set(order.subarray(0, first), count - first);
  return turned;
}
