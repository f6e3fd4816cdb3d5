import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuseLayers } from '../../src/detect/fusion.ts';
import type { LayerType } from '../../src/model/layer.ts';
import type { SimilarityGraph } from '../../src/model/similarity-graph.ts';
import { makeLayer } from './make-layer.ts';

const ACCOUNTS = 8;
const action = makeLayer('action', ACCOUNTS, [
  [0, 0, 1],
  [1, 0, 2],
]);
const layerOf = (type: LayerType) =>
  type === 'action'
    ? action
    : makeLayer(type, ACCOUNTS, [
        [0, 0],
        [1, 0],
      ]);

function graphOf(pairs: readonly (readonly [number, number, number])[]): SimilarityGraph {
  const unique = new Map(
    pairs.filter(([a, b]) => a !== b).map(([a, b, w]) => [Math.min(a, b) * ACCOUNTS + Math.max(a, b), w]),
  );
  const keys = [...unique.keys()].sort((x, y) => x - y);
  return {
    accountCount: ACCOUNTS,
    length: keys.length,
    a: Uint32Array.from(keys, (key) => Math.floor(key / ACCOUNTS)),
    b: Uint32Array.from(keys, (key) => key % ACCOUNTS),
    count: Uint32Array.from(keys, () => 2),
    weight: Float64Array.from(keys, (key) => unique.get(key) ?? 0),
  };
}

const pairs = fc.array(fc.tuple(fc.nat(7), fc.nat(7), fc.integer({ min: 1, max: 50 })), { maxLength: 15 }).map(graphOf);

describe('fuseLayers', () => {
  it('adds kinds of evidence and counts the action layers once, by the strongest', () => {
    const types: LayerType[] = ['action', 'action', 'resource', 'taste'];
    fc.assert(
      fc.property(fc.tuple(pairs, pairs, pairs, pairs), (graphs) => {
        const fused = fuseLayers(graphs, types.map(layerOf));
        for (let i = 0; i < fused.length; i++) {
          const nats = graphs.map((graph) => weightOf(graph, fused.a[i] ?? 0, fused.b[i] ?? 0));
          const act = Math.max(nats[0] ?? 0, nats[1] ?? 0);
          expect(fused.weight[i]).toBe(act + (nats[2] ?? 0) + (nats[3] ?? 0));
          expect(fused.proof[i]).toBe(act + (nats[2] ?? 0));
        }
        const keys = new Set(graphs.flatMap((graph) => [...graph.a].map((a, i) => a * ACCOUNTS + (graph.b[i] ?? 0))));
        expect([...fused.a].map((a, i) => a * ACCOUNTS + (fused.b[i] ?? 0))).toEqual([...keys].sort((x, y) => x - y));
      }),
    );
  });

  it('does not depend on the order of the layers', () => {
    fc.assert(
      fc.property(pairs, pairs, (x, y) => {
        const layers = [layerOf('resource'), layerOf('taste')];
        const one = fuseLayers([x, y], layers);
        const other = fuseLayers([y, x], layers.toReversed());
        expect([...one.weight]).toEqual([...other.weight]);
        expect([...one.proof]).toEqual([...other.proof]);
      }),
    );
  });
});

function weightOf(graph: SimilarityGraph, a: number, b: number): number {
  for (let i = 0; i < graph.length; i++) if (graph.a[i] === a && graph.b[i] === b) return graph.weight[i] ?? 0;
  return 0;
}
