/**
 * One graph of all layers. Evidence adds over kinds of layers; the action layers of a pair count once, by the
 * strongest: a post seen as a link, a text and a hashtag is one act, and a sum would count it three times.
 */
import type { Layer } from '../model/layer.ts';
import type { FusedGraph, SimilarityGraph } from '../model/similarity-graph.ts';

/** `graphs[l]` belongs to `layers[l]`; all have the same accounts. Weights are nats. */
export function fuseLayers(graphs: readonly SimilarityGraph[], layers: readonly Layer[]): FusedGraph {
  const accountCount = graphs[0]?.accountCount ?? 0;
  const { a, b } = unionOfPairs(graphs, accountCount);
  const parts = graphs.map((graph) => valuesAt(graph, graph.weight, a, b));
  const weight = new Float64Array(a.length);
  const proof = new Float64Array(a.length);
  const acts = layers.map((layer) => layer.settings.type === 'action' && layer.at.length > 0);
  const isCalibrated = layers.map((layer) => layer.settings.type === 'resource');
  const count = new Uint32Array(a.length);
  graphs.forEach((graph, l) => {
    if (!acts[l]) return;
    valuesAt(graph, graph.count, a, b).forEach((together, i) => {
      count[i] = Math.max(count[i] as number, together);
    });
  });
  for (let i = 0; i < a.length; i++) {
    let act = 0;
    let rest = 0;
    let calibrated = 0;
    for (let l = 0; l < parts.length; l++) {
      const nats = (parts[l] as Float64Array)[i] as number;
      if (nats <= 0) continue;
      if (acts[l]) act = Math.max(act, nats);
      else if (isCalibrated[l]) calibrated += nats;
      else rest += nats;
    }
    weight[i] = act + calibrated + rest;
    proof[i] = act + calibrated;
  }
  return {
    accountCount,
    length: a.length,
    a,
    b,
    count,
    weight,
    parts,
    proof,
    layerNames: layers.map((layer) => layer.name),
  };
}

/** All pairs of all graphs, each once, sorted by (a, b). */
function unionOfPairs(graphs: readonly SimilarityGraph[], accountCount: number): { a: Uint32Array; b: Uint32Array } {
  const most = graphs.reduce((sum, graph) => sum + graph.length, 0);
  const a = new Uint32Array(most);
  const b = new Uint32Array(most);
  const next = graphs.map(() => 0);
  const seen = new Int32Array(accountCount).fill(-1);
  let length = 0;
  for (let account = 0; account < accountCount; account++) {
    const from = length;
    graphs.forEach((graph, g) => {
      let i = next[g] as number;
      for (; i < graph.length && graph.a[i] === account; i++) {
        const other = graph.b[i] as number;
        if (seen[other] === account) continue;
        seen[other] = account;
        a[length] = account;
        b[length++] = other;
      }
      next[g] = i;
    });
    b.subarray(from, length).sort();
  }
  return { a: a.slice(0, length), b: b.slice(0, length) };
}

/** The values of `graph`'s pairs at the places of the union's pairs, 0 where it has no such pair. */
function valuesAt(
  graph: SimilarityGraph,
  values: Float64Array | Uint32Array,
  a: Uint32Array,
  b: Uint32Array,
): Float64Array {
  const placed = new Float64Array(a.length);
  let i = 0;
  for (let place = 0; place < a.length && i < graph.length; place++) {
    if (a[place] === graph.a[i] && b[place] === graph.b[i]) placed[place] = values[i++] as number;
  }
  return placed;
}
