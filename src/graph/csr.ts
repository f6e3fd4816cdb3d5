/**
 * Links to compressed sparse rows, and the part of a graph that given vertices span.
 *
 * Linear time: two counting sorts (the transpose of a symmetric matrix is itself, and transposing leaves every row
 * ascending), where a comparison sort of 2 × 50 M arcs would cost more than the communities that are looked for in them.
 * Links that come sorted by (a, b), a < b, need only one. The result does not depend on the order of the links: of
 * links that join the same vertices the weights are added from the smallest to the largest.
 *
 * Memory: 8 B a vertex and 24 B a link for the result, the same again while links are unsorted.
 */
import { LockstepError } from '../model/errors.ts';
import type { Graph } from '../model/graph.ts';

/** Link `i` joins `a[i]` and `b[i]` (either order, repeats are added up) with weight `weights[i]`, positive and finite. */
export function buildGraph(vertexCount: number, a: Uint32Array, b: Uint32Array, weights: Float64Array): Graph {
  const isSorted = checkLinks(vertexCount, a, b, weights);
  const scattered = scatterLinks(vertexCount, a, b, weights);
  return isSorted ? scattered : mergeRepeats(transpose(scattered));
}

/** Checks every link; true when they are sorted by (a, b), a <= b, without repeats. */
function checkLinks(vertexCount: number, a: Uint32Array, b: Uint32Array, weights: Float64Array): boolean {
  if (a.length !== b.length || a.length !== weights.length) {
    throw new LockstepError(
      'internal',
      `A graph was to be built of ${a.length}, ${b.length} and ${weights.length} link columns, which must be equally long; report this as a bug.`,
    );
  }
  let isSorted = true;
  let lastA = 0;
  let lastB = -1;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] as number;
    const y = b[i] as number;
    const weight = weights[i] as number;
    if (x >= vertexCount || y >= vertexCount || !(weight > 0 && weight < Number.POSITIVE_INFINITY)) {
      throw new LockstepError(
        'internal',
        `Link ${i} of a graph joins ${x} and ${y} of ${vertexCount} vertices with weight ${weight}; vertices must be known and weights positive and finite; report this as a bug.`,
      );
    }
    if (x > y || x < lastA || (x === lastA && y <= lastB)) isSorted = false;
    lastA = x;
    lastB = y;
  }
  return isSorted;
}

/** Both arcs of each link into rows, in the order of the links. */
function scatterLinks(vertexCount: number, a: Uint32Array, b: Uint32Array, weights: Float64Array): Graph {
  const offsets = new Uint32Array(vertexCount + 1);
  for (let i = 0; i < a.length; i++) {
    const x = a[i] as number;
    const y = b[i] as number;
    offsets[x] = (offsets[x] as number) + 1;
    if (x !== y) offsets[y] = (offsets[y] as number) + 1;
  }
  const arcs = countsToStarts(offsets);
  const targets = new Uint32Array(arcs);
  const arcWeights = new Float64Array(arcs);
  for (let i = 0; i < a.length; i++) {
    const x = a[i] as number;
    const y = b[i] as number;
    const weight = weights[i] as number;
    const to = offsets[x] as number;
    offsets[x] = to + 1;
    targets[to] = y;
    arcWeights[to] = weight;
    if (x === y) continue;
    const back = offsets[y] as number;
    offsets[y] = back + 1;
    targets[back] = x;
    arcWeights[back] = weight;
  }
  startsFromCursors(offsets);
  return { vertexCount, offsets, targets, weights: arcWeights };
}

/** The same symmetric graph with every row ascending; equal targets stay in their order. */
function transpose(graph: Graph): Graph {
  const { vertexCount, targets, weights } = graph;
  const offsets = graph.offsets.slice();
  const sortedTargets = new Uint32Array(targets.length);
  const sortedWeights = new Float64Array(targets.length);
  for (let v = 0; v < vertexCount; v++) {
    const end = graph.offsets[v + 1] as number;
    for (let arc = graph.offsets[v] as number; arc < end; arc++) {
      const row = targets[arc] as number;
      const to = offsets[row] as number;
      offsets[row] = to + 1;
      sortedTargets[to] = v;
      sortedWeights[to] = weights[arc] as number;
    }
  }
  startsFromCursors(offsets);
  return { vertexCount, offsets, targets: sortedTargets, weights: sortedWeights };
}

/** Arcs of one row with the same target become one, in place; the arrays are cut when anything was merged. */
function mergeRepeats(graph: Graph): Graph {
  const { vertexCount, offsets, targets, weights } = graph;
  let to = 0;
  let start = 0;
  for (let v = 0; v < vertexCount; v++) {
    const end = offsets[v + 1] as number;
    let arc = start;
    while (arc < end) {
      const target = targets[arc] as number;
      let next = arc + 1;
      while (next < end && targets[next] === target) next++;
      targets[to] = target;
      weights[to++] = next === arc + 1 ? (weights[arc] as number) : sumAscending(weights.subarray(arc, next));
      arc = next;
    }
    start = end;
    offsets[v + 1] = to;
  }
  if (to === targets.length) return graph;
  return { vertexCount, offsets, targets: targets.slice(0, to), weights: weights.slice(0, to) };
}

function sumAscending(weights: Float64Array): number {
  let sum = 0;
  for (const weight of weights.sort()) sum += weight;
  return sum;
}

/** Counts to starts, in place; returns their sum. */
function countsToStarts(counts: Uint32Array): number {
  let start = 0;
  for (let v = 0; v < counts.length; v++) {
    const count = counts[v] as number;
    counts[v] = start;
    start += count;
  }
  return start;
}

/** After a scatter each cursor stands at its row's end, which is the next row's start. */
function startsFromCursors(cursors: Uint32Array): void {
  cursors.copyWithin(1, 0, cursors.length - 1);
  cursors[0] = 0;
}

/** Arcs of the vertex that has most. */
export function longestRow(graph: Graph): number {
  let longest = 0;
  for (let v = 0; v < graph.vertexCount; v++) {
    longest = Math.max(longest, (graph.offsets[v + 1] as number) - (graph.offsets[v] as number));
  }
  return longest;
}

/** Links of a graph, each once, self-links too. */
export function countLinks(graph: Graph): number {
  let loops = 0;
  for (let v = 0; v < graph.vertexCount; v++) {
    const end = graph.offsets[v + 1] as number;
    for (let arc = graph.offsets[v] as number; arc < end; arc++) if (graph.targets[arc] === v) loops++;
  }
  return (graph.targets.length + loops) / 2;
}

/** A part of a graph; vertex `v` of it is vertex `vertices[v]` of the whole. */
export type Subgraph = { readonly graph: Graph; readonly vertices: Uint32Array };

/**
 * The links among `vertices`, which must ascend. Time follows the part, not the whole (k vertices with d arcs: k + d log k),
 * so that a million small components can be taken out one by one.
 */
export function subgraph(graph: Graph, vertices: Uint32Array): Subgraph {
  const offsets = new Uint32Array(vertices.length + 1);
  let most = 0;
  for (let i = 0; i < vertices.length; i++) {
    const v = vertices[i] as number;
    if (v >= graph.vertexCount || (i > 0 && v <= (vertices[i - 1] as number))) {
      throw new LockstepError(
        'internal',
        `Vertex ${v} at place ${i} of a part of a graph of ${graph.vertexCount} vertices is unknown or out of order; report this as a bug.`,
      );
    }
    most += (graph.offsets[v + 1] as number) - (graph.offsets[v] as number);
  }
  const targets = new Uint32Array(most);
  const weights = new Float64Array(most);
  let to = 0;
  for (let i = 0; i < vertices.length; i++) {
    const v = vertices[i] as number;
    const end = graph.offsets[v + 1] as number;
    let after = 0;
    for (let arc = graph.offsets[v] as number; arc < end; arc++) {
      const u = graph.targets[arc] as number;
      const place = placeFrom(vertices, u, after);
      after = place;
      if (vertices[place] !== u) continue;
      targets[to] = place;
      weights[to++] = graph.weights[arc] as number;
    }
    offsets[i + 1] = to;
  }
  const isWhole = to === most;
  const part = {
    vertexCount: vertices.length,
    offsets,
    targets: isWhole ? targets : targets.slice(0, to),
    weights: isWhole ? weights : weights.slice(0, to),
  };
  return { graph: part, vertices };
}

/** Place of the first vertex >= `vertex` at or after place `from`: doubling steps, then halving, since rows ascend too. */
function placeFrom(vertices: Uint32Array, vertex: number, from: number): number {
  let low = from;
  let step = 1;
  while (low + step < vertices.length && (vertices[low + step] as number) < vertex) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, vertices.length);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((vertices[middle] as number) < vertex) low = middle + 1;
    else high = middle;
  }
  return low;
}
