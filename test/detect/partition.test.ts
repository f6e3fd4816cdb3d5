import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPartition } from '../../src/detect/partition.ts';
import type { FusedGraph } from '../../src/model/similarity-graph.ts';

const ACCOUNTS = 14;
type Link = readonly [a: number, b: number, weight: number, proof: number];

function fusedOf(links: readonly Link[]): FusedGraph {
  const unique = new Map(
    links.filter(([a, b]) => a !== b).map(([a, b, w, p]) => [Math.min(a, b) * 100 + Math.max(a, b), [w, p] as const]),
  );
  const keys = [...unique.keys()].sort((x, y) => x - y);
  return {
    accountCount: ACCOUNTS,
    length: keys.length,
    a: Uint32Array.from(keys, (key) => Math.floor(key / 100)),
    b: Uint32Array.from(keys, (key) => key % 100),
    count: new Uint32Array(keys.length),
    weight: Float64Array.from(keys, (key) => unique.get(key)?.[0] ?? 0),
    proof: Float64Array.from(keys, (key) => unique.get(key)?.[1] ?? 0),
    parts: [],
    layerNames: [],
  };
}

const clique = (members: readonly number[], weight: number, proof: number): Link[] =>
  members.flatMap((a) => members.filter((b) => b > a).map((b): Link => [a, b, weight, proof]));

describe('findPartition', () => {
  it('joins what proven links connect, however thinly, and proves nothing by weak ones', () => {
    const groups = findPartition(
      fusedOf([
        [0, 1, 20, 20],
        [1, 2, 20, 20],
        [2, 3, 9, 9],
        [3, 4, 9, 9],
      ]),
      15,
      1,
    );
    expect(groups.map(({ kind, members }) => [kind, [...members]])).toEqual([
      ['proven', [0, 1, 2]],
      ['alike', [3, 4]],
    ]);
  });

  it('cuts a component of likenesses where its communities are clear, and nowhere else', () => {
    const two = findPartition(
      fusedOf([...clique([0, 1, 2, 3, 4], 5, 0), ...clique([5, 6, 7, 8, 9], 5, 0), [4, 5, 1, 0]]),
      99,
      1,
    );
    expect(two.map(({ members }) => [...members])).toEqual([
      [0, 1, 2, 3, 4],
      [5, 6, 7, 8, 9],
    ]);
    const one = findPartition(fusedOf(clique([0, 1, 2, 3, 4, 5, 6], 5, 0)), 99, 1);
    expect(one.map(({ members }) => members.length)).toEqual([7]);
  });

  it('puts every account in one group at most, of two or more', () => {
    const link = fc.tuple(fc.nat(13), fc.nat(13), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 30 }));
    fc.assert(
      fc.property(fc.array(link, { maxLength: 40 }), (links) => {
        const groups = findPartition(fusedOf(links), 15, 1);
        const members = groups.flatMap((group) => [...group.members]);
        expect(new Set(members).size).toBe(members.length);
        for (const group of groups) expect(group.members.length).toBeGreaterThan(1);
      }),
    );
  });

  it('lists the dense parts of a large campaign as its cells', () => {
    const links = [...clique([0, 1, 2, 3, 4, 5, 6], 20, 20), ...clique([7, 8, 9, 10, 11, 12, 13], 20, 20)];
    const [campaign] = findPartition(fusedOf([...links, [6, 7, 20, 20]]), 15, 1);
    expect(campaign?.members.length).toBe(14);
    expect(campaign?.cells.map((cell) => cell.length)).toEqual([7, 7]);
  });
});
