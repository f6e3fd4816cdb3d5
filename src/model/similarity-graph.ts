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

/**
 * A similarity graph of several layers: `weight` joins them, `parts[l][i]` is what layer `l` says of pair `i`, and
 * `count` the entities that the two acted on together in the action layer that shows most of them.
 */
export type FusedGraph = SimilarityGraph & {
  readonly layerNames: readonly string[];
  readonly parts: readonly Float64Array[];
  /** Nats of each pair that are calibrated against chance (synchrony, rare resources), layers that echo each other once. */
  readonly proof: Float64Array;
};
