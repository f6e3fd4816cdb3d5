import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDirect, directGraph } from '../../src/detect/direct-links.ts';
import { makeLayer, type Row } from './make-layer.ts';

const ACCOUNTS = 12;

describe('compareDirect', () => {
  it('equals a brute-force count of common closed neighbours and their rarity', () => {
    const link = fc.tuple(fc.nat(ACCOUNTS - 1), fc.nat(ACCOUNTS + 3));
    fc.assert(
      fc.property(fc.array(link, { maxLength: 40 }), (links) => {
        const rows: Row[] = links;
        const pairs = compareDirect(directGraph(makeLayer('interaction', ACCOUNTS, rows)));
        expect([...pairs.a].map((a, i) => [a, pairs.b[i], pairs.count[i], round(pairs.weight[i] ?? 0)])).toEqual(
          naive(rows),
        );
      }),
    );
  });

  it('ties nobody through an outside counterparty', () => {
    const graph = directGraph(
      makeLayer('interaction', 4, [
        [0, 9],
        [1, 9],
        [2, 9],
      ]),
    );
    expect(compareDirect(graph).length).toBe(0);
  });
});

function naive(rows: readonly Row[]): (number | undefined)[][] {
  const near = Array.from({ length: ACCOUNTS }, (_, v) => new Set([v]));
  for (const [a, b] of rows) {
    if (b >= ACCOUNTS || a === b) continue;
    near[a]?.add(b);
    near[b]?.add(a);
  }
  const linked = near.filter((set) => set.size > 1).length;
  const rarity = (v: number) => Math.max(0.01, Math.log((linked + 1) / (near[v]?.size ?? 1)));
  const found: number[][] = [];
  for (let a = 0; a < ACCOUNTS; a++) {
    for (let b = a + 1; b < ACCOUNTS; b++) {
      if (!near[a]?.has(b)) continue;
      const common = [...(near[a] ?? [])].filter((x) => near[b]?.has(x));
      const shared = sumOf(common, rarity);
      const both = Math.sqrt(sumOf([...(near[a] ?? [])], rarity) * sumOf([...(near[b] ?? [])], rarity));
      found.push([a, b, common.length, round(shared * Math.min(1, shared / both))]);
    }
  }
  return found;
}

function round(x: number): number {
  return Math.round(x * 1e9) / 1e9;
}

function sumOf(vertices: readonly number[], value: (v: number) => number): number {
  return vertices.reduce((sum, v) => sum + value(v), 0);
}
