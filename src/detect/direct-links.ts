/**
 * Links of accounts to accounts. The edge itself ties the two; what it weighs is how much of their surroundings they
 * have in common: the rarity W, ln(N / (degree + 1)), of their common closed neighbours, themselves included, times the
 * share of both surroundings that it explains, W · min(1, W / √(Va · Vb)), as for tastes. A link inside a dense group
 * so weighs more than a link to somebody whom everybody follows, and hundreds of friends do not outweigh a shared device.
 * Of a part of a whole, links to accounts that are not at hand count in the degree, and in the surroundings as the rarest
 * that a neighbour can be.
 * Only linked pairs are tied: sharing an outside counterparty (a merchant, a star) is no evidence by itself.
 */
import { buildGraph } from '../graph/csr.ts';
import type { Graph } from '../model/graph.ts';
import type { Layer } from '../model/layer.ts';
import type { SimilarityGraph } from '../model/similarity-graph.ts';
import type { MissingLinks } from './missing-links.ts';

const LEAST_RARITY_NATS = 0.01;

/** The undirected graph of who is linked to whom, each link once whatever its direction; weights are 1. */
export function directGraph(layer: Layer): Graph {
  const a = new Uint32Array(layer.entityAccounts.length);
  const b = new Uint32Array(layer.entityAccounts.length);
  let links = 0;
  for (let e = 0; e < layer.entityCount; e++) {
    const target = layer.entityAsAccount?.[e] ?? -1;
    if (target < 0) continue;
    const to = layer.entityOffsets[e + 1] as number;
    for (let c = layer.entityOffsets[e] as number; c < to; c++) {
      const source = layer.entityAccounts[c] as number;
      if (source === target) continue;
      a[links] = Math.min(source, target);
      b[links++] = Math.max(source, target);
    }
  }
  const graph = buildGraph(
    layer.accountCount,
    a.subarray(0, links),
    b.subarray(0, links),
    new Float64Array(links).fill(1),
  );
  return { ...graph, weights: new Float64Array(graph.targets.length).fill(1) };
}

/** Every link a < b with its weight in nats; `count` = common closed neighbours. */
export function compareDirect(graph: Graph, missing: MissingLinks | null = null): SimilarityGraph {
  const { vertexCount, offsets, targets } = graph;
  const total = targets.length / 2;
  const a = new Uint32Array(total);
  const b = new Uint32Array(total);
  const count = new Uint32Array(total);
  const weight = new Float64Array(total);
  const first = firstUpperLinks(graph);
  const rarity = closedRarity(graph, missing);
  const surroundings = closedSums(graph, rarity, missing);
  const marked = new Uint8Array(vertexCount);
  for (let v = 0; v < vertexCount; v++) {
    const from = offsets[v] as number;
    const to = offsets[v + 1] as number;
    for (let i = from; i < to; i++) marked[targets[i] as number] = 1;
    for (let i = from; i < to; i++) {
      const w = targets[i] as number;
      // the end with fewer neighbours is walked, the other is marked: at most O(links^1.5) steps, hubs or not
      if (!isWalked(graph, w, v)) continue;
      let common = 2;
      let nats = (rarity[v] as number) + (rarity[w] as number);
      const end = offsets[w + 1] as number;
      for (let j = offsets[w] as number; j < end; j++) {
        const x = targets[j] as number;
        if (marked[x] === 1) {
          common++;
          nats += rarity[x] as number;
        }
      }
      const low = Math.min(v, w);
      const high = Math.max(v, w);
      const place = (first[low] as number) + rankAbove(graph, low, high);
      a[place] = low;
      b[place] = high;
      count[place] = common;
      const both = Math.sqrt((surroundings[low] as number) * (surroundings[high] as number));
      weight[place] = nats * Math.min(1, nats / both);
    }
    for (let i = from; i < to; i++) marked[targets[i] as number] = 0;
  }
  return { accountCount: vertexCount, length: total, a, b, count, weight };
}

function isWalked(graph: Graph, walked: number, markedEnd: number): boolean {
  const difference = degree(graph, walked) - degree(graph, markedEnd);
  return difference < 0 || (difference === 0 && walked < markedEnd);
}

/** Place of each vertex's first link to a higher vertex in the list of links sorted by (a, b). */
function firstUpperLinks(graph: Graph): Uint32Array {
  const first = new Uint32Array(graph.vertexCount);
  let place = 0;
  for (let v = 0; v < graph.vertexCount; v++) {
    first[v] = place;
    place += (graph.offsets[v + 1] as number) - lowerBound(graph, v, v);
  }
  return first;
}

/** How many neighbours of `v` lie between `v` and `target`. */
function rankAbove(graph: Graph, v: number, target: number): number {
  return lowerBound(graph, v, target) - lowerBound(graph, v, v);
}

/** First place in the row of `v` whose target is at least `least`. */
function lowerBound(graph: Graph, v: number, least: number): number {
  let low = graph.offsets[v] as number;
  let high = graph.offsets[v + 1] as number;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((graph.targets[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

function closedRarity(graph: Graph, missing: MissingLinks | null): Float64Array {
  const rarity = new Float64Array(graph.vertexCount);
  const linked = countLinked(graph, missing);
  for (let v = 0; v < graph.vertexCount; v++) {
    const neighbours = degree(graph, v) + (missing?.ofAccount[v] ?? 0);
    rarity[v] = Math.max(LEAST_RARITY_NATS, Math.log((linked + 1) / (neighbours + 1)));
  }
  return rarity;
}

/** Accounts with a link; of a part of a whole, as many of all that act as are linked of those at hand. */
function countLinked(graph: Graph, missing: MissingLinks | null): number {
  let linked = 0;
  for (let v = 0; v < graph.vertexCount; v++) if (degree(graph, v) > 0) linked++;
  if (missing === null || missing.actorsAtHand === 0) return linked;
  return Math.max(linked, Math.round((linked / missing.actorsAtHand) * missing.actors));
}

/** Added rarity of each vertex and its neighbours. */
function closedSums(graph: Graph, rarity: Float64Array, missing: MissingLinks | null): Float64Array {
  const rarest = Math.max(LEAST_RARITY_NATS, Math.log((countLinked(graph, missing) + 1) / 2));
  return rarity.map((own, v) => {
    let sum = own + (missing?.ofAccount[v] ?? 0) * rarest;
    const to = graph.offsets[v + 1] as number;
    for (let i = graph.offsets[v] as number; i < to; i++) sum += rarity[graph.targets[i] as number] as number;
    return sum;
  });
}

function degree(graph: Graph, v: number): number {
  return (graph.offsets[v + 1] as number) - (graph.offsets[v] as number);
}
