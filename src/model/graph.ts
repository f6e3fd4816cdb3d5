/**
 * An undirected weighted graph as compressed sparse rows: the neighbours of vertex `v` are
 * `targets[offsets[v] .. offsets[v + 1])`, ascending, with `weights` beside them. Each link stands in both rows;
 * a self-link stands once in its row and counts twice in the degree. Weights are positive and finite.
 */
export type Graph = {
  readonly vertexCount: number;
  readonly offsets: Uint32Array;
  readonly targets: Uint32Array;
  readonly weights: Float64Array;
};

/** The community of each vertex, 0 … `count` - 1, numbered by first appearance, so equal partitions are equal arrays. */
export type Partition = { readonly count: number; readonly community: Uint32Array };

/** A seeded source of numbers in [0, 1). The only randomness that stages see. */
export type Random = () => number;
