/**
 * Pairs of accounts with what ties them in one layer: pair `i` joins `a[i] < b[i]`, sorted by (a, b), each pair once.
 * `count` = distinct entities that make up the pair's tie, `weight` = their weight (nats of evidence after `testPairs`).
 */
export type SimilarityGraph = {
  readonly accountCount: number;
  readonly length: number;
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  readonly count: Uint32Array;
  readonly weight: Float64Array;
};

/** A similarity graph of several layers: `weight` is the sum, `parts[l][i]` what layer `l` adds to pair `i`. */
export type FusedGraph = SimilarityGraph & {
  readonly layerNames: readonly string[];
  readonly parts: readonly Float64Array[];
};
