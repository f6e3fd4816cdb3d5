import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantizeWeights } from '../../src/detect/pair-quanta.ts';
import { compareStatic } from '../../src/detect/similarity-static.ts';
import type { Layer } from '../../src/model/layer.ts';
import { inTurn } from '../../src/model/ports.ts';
import { layerOf } from '../properties/pair-worlds.ts';
import { makeLayer, type Row } from './make-layer.ts';

const ACCOUNTS = 9;

describe('compareStatic', () => {
  it('equals brute force, caps and least counts included', async () => {
    const row = fc.tuple(fc.nat(ACCOUNTS - 1), fc.nat(6));
    const options = fc.record({ cap: fc.integer({ min: 2, max: 8 }), minShared: fc.integer({ min: 1, max: 3 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 60 }), options, async (rows, { cap, minShared }) => {
        // whole numbers of steps: nothing is rounded
        const layer = makeLayer('resource', ACCOUNTS, rows);
        const entityWeight = Float64Array.from(layer.entityIds, (e) => [1, 0, 4, 3, 2, 1, 4][e] ?? 0);
        const pairs = await compareStatic(layer, { entityWeight, minShared, cap }, inTurn);
        const found = Array.from(pairs.a, (a, i) => [a, pairs.b[i], pairs.count[i], pairs.weight[i]]);
        expect(found).toEqual(naive(layer, entityWeight, cap, minShared));
      }),
    );
  });

  it('puts more partners than fit into a short list in order', async () => {
    const accounts = 1_200;
    const holders = Array.from({ length: accounts }, (_, a) => a);
    // every third account holds the later entity too: the partners of account 0 come as 3, 6, 9 … and then all others
    const rows = holders.flatMap((a) => (a % 3 === 0 ? [[a, 0, null] as const] : []));
    const layer = layerOf([...rows, ...holders.map((a) => [a, 1, null] as const)], accounts);
    const weight = new Float64Array(layer.entityCount).fill(1);
    const pairs = await compareStatic(layer, { entityWeight: weight, minShared: 1, cap: accounts }, inTurn);
    expect(pairs.length).toBe((accounts * (accounts - 1)) / 2);
    let wrong = 0;
    let i = 0;
    for (let a = 0; a < accounts; a++) {
      for (let b = a + 1; b < accounts; b++, i++) {
        const count = a % 3 === 0 && b % 3 === 0 ? 2 : 1;
        if (pairs.a[i] !== a || pairs.b[i] !== b || pairs.count[i] !== count || pairs.weight[i] !== count) wrong++;
      }
    }
    expect(wrong).toBe(0);
  });

  it('carries no weight into a count, however many of the heaviest entities two accounts share', async () => {
    for (const shared of [1, 2, 3, 4, 7, 8, 255, 256, 4_095, 4_096]) {
      const entities = Array.from({ length: shared }, (_, e) => e);
      const layer = layerOf(
        [0, 1].flatMap((a) => entities.map((e) => [a, e, null] as const)),
        2,
      );
      const entityWeight = new Float64Array(shared).fill(1);
      // the smallest weight that there is, added to the heaviest
      if (shared > 1) entityWeight[0] = quantizeWeights(layer, entityWeight).step;
      const pairs = await compareStatic(layer, { entityWeight, minShared: 1, cap: 2 }, inTurn);
      expect([...pairs.count]).toEqual([shared]);
      expect(pairs.weight[0]).toBe(entityWeight.reduce((sum, weight) => sum + weight, 0));
    }
  });

  it('knows layers without weights and without edges', async () => {
    const rows: Row[] = [
      [0, 0],
      [1, 0],
    ];
    const none = await compareStatic(
      makeLayer('resource', 2, rows),
      { entityWeight: new Float64Array(1), minShared: 1, cap: 9 },
      inTurn,
    );
    expect([...none.weight]).toEqual([0]);
    const empty = makeLayer('resource', 0, []);
    const pairs = await compareStatic(empty, { entityWeight: new Float64Array(0), minShared: 1, cap: 9 }, inTurn);
    expect(pairs.length).toBe(0);
  });
});

function naive(layer: Layer, entityWeight: Float64Array, cap: number, minShared: number): number[][] {
  const holders = Array.from(entityWeight, (_, e) =>
    layer.entityAccounts.subarray(layer.entityOffsets[e], layer.entityOffsets[e + 1]),
  );
  const found: number[][] = [];
  for (let a = 0; a < layer.accountCount; a++) {
    for (let b = a + 1; b < layer.accountCount; b++) {
      const both = holders.flatMap((held, e) =>
        held.length <= cap && held.includes(a) && held.includes(b) ? [e] : [],
      );
      if (both.length < minShared) continue;
      found.push([a, b, both.length, both.reduce((sum, e) => sum + (entityWeight[e] ?? 0), 0)]);
    }
  }
  return found;
}
