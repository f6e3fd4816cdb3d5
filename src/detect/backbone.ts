/**
 * Which pairs go on. A pair pays for having been picked among all pairs: its evidence must reach the cost of naming
 * it, ln(N(N - 1)/2) nats, so that of a whole run about one link in all is expected by chance (a Bonferroni bound).
 */

import type { SimilarityGraph } from '../model/similarity-graph.ts';
import type { TypedLayer } from './link-layers.ts';

/** Nats that it costs to name one pair of `accountCount` accounts. */
export function costOfPair(accountCount: number): number {
  return accountCount < 3 ? 0 : Math.log((accountCount * (accountCount - 1)) / 2);
}

/**
 * The pairs of one layer that go on to fusion. Synchrony must come half-way to the cost: together with a shared resource
 * it may still pay. What is not calibrated stays whole; it ranks, and proves nothing.
 */
export function keepBackbone(pairs: SimilarityGraph, layer: TypedLayer | undefined, cost: number): SimilarityGraph {
  return keepAbove(pairs, layer?.isTimedAction === true ? Math.max(cost / 2, Number.MIN_VALUE) : Number.MIN_VALUE);
}

/** The pairs whose weight is at least `least`. */
export function keepAbove(graph: SimilarityGraph, least: number): SimilarityGraph {
  return keepPairs(graph, (i) => (graph.weight[i] as number) >= least);
}

function keepPairs(graph: SimilarityGraph, isKept: (pair: number) => boolean): SimilarityGraph {
  const places = new Uint32Array(graph.length);
  let kept = 0;
  for (let i = 0; i < graph.length; i++) if (isKept(i)) places[kept++] = i;
  const take = <T extends Uint32Array | Float64Array>(from: T, to: T): T => {
    for (let k = 0; k < kept; k++) to[k] = from[places[k] as number] as number;
    return to;
  };
  return {
    accountCount: graph.accountCount,
    length: kept,
    a: take(graph.a, new Uint32Array(kept)),
    b: take(graph.b, new Uint32Array(kept)),
    count: take(graph.count, new Uint32Array(kept)),
    weight: take(graph.weight, new Float64Array(kept)),
  };
}
