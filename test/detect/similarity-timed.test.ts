import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareTimed } from '../../src/detect/similarity-timed.ts';
import type { Layer } from '../../src/model/layer.ts';
import { inTurn } from '../../src/model/ports.ts';
import { makeLayer } from './make-layer.ts';

const ACCOUNTS = 7;
const NARROW = 10;
const WIDEST = 30;

const options = (layer: Layer, burstCap = 1_000) => ({
  narrowMs: NARROW,
  widestMs: WIDEST,
  minShared: 1,
  cap: 100,
  burstCap,
  law: {
    clocks: new Float64Array(layer.entityCount).fill(50),
    tableOf: new Int32Array(layer.entityCount).fill(-1),
    quantiles: new Float64Array(0),
  },
  clockMs: 2,
});

describe('compareTimed', () => {
  it('equals brute force over all pairs and entities', async () => {
    const cell = fc.tuple(fc.nat(ACCOUNTS - 1), fc.nat(5), fc.nat(80));
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(cell, { maxLength: 30, selector: ([a, e]) => a * 10 + e }), async (cells) => {
        const layer = makeLayer('action', ACCOUNTS, cells);
        const pairs = await compareTimed(layer, options(layer), inTurn);
        const found = Array.from({ length: pairs.length }, (_, i) => [
          pairs.a[i],
          pairs.b[i],
          pairs.within[i],
          pairs.withinWidest[i],
          pairs.shared[i],
          round(pairs.timing[i]),
          round(pairs.meanGapMs[i]),
        ]);
        expect(found).toEqual(naive(cells));
      }),
    );
  });

  it('makes no pairs inside a burst that is over the cap, and counts what it left out', async () => {
    const burst = Array.from({ length: 6 }, (_, a) => [a, 0, a] as const);
    const layer = makeLayer('action', ACCOUNTS, [...burst, [0, 1, 500], [1, 1, 501]]);
    const pairs = await compareTimed(layer, options(layer, 4), inTurn);
    expect(pairs.inBursts).toBe(6);
    expect([...pairs.a].map((a, i) => [a, pairs.b[i], pairs.shared[i]])).toEqual([[0, 1, 1]]);
  });

  it('pairs nobody on an entity over the cap', async () => {
    const layer = makeLayer('action', ACCOUNTS, [
      [0, 0, 1],
      [1, 0, 2],
      [2, 0, 3],
    ]);
    expect((await compareTimed(layer, { ...options(layer), cap: 2 }, inTurn)).length).toBe(0);
  });
});

function naive(cells: readonly (readonly [number, number, number])[]): (number | undefined)[][] {
  const timeOf = new Map(cells.map(([a, e, at]) => [a * 10 + e, at]));
  const found: (number | undefined)[][] = [];
  for (let a = 0; a < ACCOUNTS; a++) {
    for (let b = a + 1; b < ACCOUNTS; b++) {
      const gaps = [0, 1, 2, 3, 4, 5].flatMap((e) => {
        const x = timeOf.get(a * 10 + e);
        const y = timeOf.get(b * 10 + e);
        return x === undefined || y === undefined ? [] : [Math.abs(x - y)];
      });
      const close = gaps.filter((gap) => gap <= WIDEST);
      if (close.length === 0) continue;
      const timing = gaps.reduce((sum, gap) => sum - Math.log(1 - Math.exp(-(gap + 2) / 50)), 0);
      const mean = close.reduce((sum, gap) => sum + gap, 0) / close.length;
      found.push([
        a,
        b,
        gaps.filter((gap) => gap <= NARROW).length,
        close.length,
        gaps.length,
        round(timing),
        round(mean),
      ]);
    }
  }
  return found;
}

function round(x: number | undefined): number {
  return Math.round((x ?? 0) * 1e9) / 1e9;
}
