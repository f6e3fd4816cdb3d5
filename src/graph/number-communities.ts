import type { Partition } from '../model/graph.ts';

/** Renumbers labels (each below their number) 0, 1, 2 … by first appearance, in place; returns how many there are. */
export function numberCommunities(labels: Int32Array): number {
  const numbers = new Int32Array(labels.length).fill(-1);
  let count = 0;
  for (let v = 0; v < labels.length; v++) {
    const label = labels[v] as number;
    const known = numbers[label] as number;
    if (known < 0) numbers[label] = count;
    labels[v] = known < 0 ? count++ : known;
  }
  return count;
}

/** The partition that labels describe. Takes the labels over: they are renumbered. */
export function toPartition(labels: Int32Array): Partition {
  const count = numberCommunities(labels);
  return { count, community: new Uint32Array(labels.buffer, labels.byteOffset, labels.length) };
}

/** The label of each base vertex when `labels[v]` is that of its present vertex `v = vertexOf[base]`. */
export function compose(vertexOf: Int32Array, labels: Int32Array): Int32Array {
  const composed = new Int32Array(vertexOf.length);
  for (let base = 0; base < composed.length; base++) composed[base] = labels[vertexOf[base] as number] as number;
  return composed;
}

/** Every vertex by itself. */
export function singletons(vertexCount: number): Int32Array {
  const labels = new Int32Array(vertexCount);
  for (let v = 0; v < vertexCount; v++) labels[v] = v;
  return labels;
}
