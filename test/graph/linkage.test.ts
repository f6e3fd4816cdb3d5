import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildGraph } from '../../src/graph/csr.ts';
import { clusterByLinkage } from '../../src/graph/linkage.ts';
import { LockstepError } from '../../src/model/errors.ts';
import type { Graph } from '../../src/model/graph.ts';
import { anyLinks, graphOf, type Link, matrixOf, randomNames, rename, ringOfCliques } from './graphs.ts';

type Node = {
  readonly members: readonly number[];
  readonly birth: number;
  readonly leaves: Map<number, number>;
  readonly children: readonly Node[];
};

/**
 * The same from its definition, from the top and over all pairs: at each threshold the components of mutual reachability;
 * a group falls into what is left of it at the next higher threshold.
 */
function clusterNaively(graph: Graph, minSize: number, neighbours: number, floor: number) {
  const matrix = matrixOf(graph).map((row, v) => row.map((w, u) => (u === v ? 0 : w)));
  const core = matrix.map((row) =>
    neighbours === 0 ? Infinity : (row.toSorted((x, y) => y - x)[neighbours - 1] ?? 0),
  );
  const mutual = matrix.map((row, v) => row.map((w, u) => Math.min(w, core[v] ?? 0, core[u] ?? 0)));
  const thresholds = [...new Set(mutual.flat())].filter((t) => t > 0).sort((x, y) => x - y);
  const partsOf = (members: readonly number[], threshold: number): number[][] => {
    const left = new Set(members);
    const parts: number[][] = [];
    for (const v of members) {
      if (!left.delete(v)) continue;
      const part = [v];
      for (const x of part)
        for (const u of members) if ((mutual[x]?.[u] ?? 0) >= threshold && left.delete(u)) part.push(u);
      parts.push(part.sort((x, y) => x - y));
    }
    return parts.filter((part) => part.length >= minSize);
  };
  const grow = (members: readonly number[], birth: number, rank: number): Node => {
    const leaves = new Map<number, number>();
    let inside = members;
    let last = thresholds[rank] ?? 0;
    for (let next = rank + 1; ; next++) {
      const parts = next < thresholds.length ? partsOf(inside, thresholds[next] ?? 0) : [];
      const kept = parts.length === 1 ? (parts[0] ?? []) : [];
      for (const v of inside) if (!kept.includes(v)) leaves.set(v, last);
      if (parts.length !== 1) return { members, birth, leaves, children: parts.map((part) => grow(part, last, next)) };
      inside = kept;
      last = thresholds[next] ?? 0;
    }
  };
  const stability = (node: Node) =>
    [...node.leaves.values()].reduce((sum, level) => sum + Math.max(level, floor) - Math.max(node.birth, floor), 0);
  const choose = (node: Node): { sum: number; nodes: Node[] } => {
    const below = node.children.map(choose);
    const sum = below.reduce((total, child) => total + child.sum, 0);
    const own = stability(node);
    return own >= sum ? { sum: own, nodes: [node] } : { sum, nodes: below.flatMap((child) => child.nodes) };
  };
  const everybody = [...Array(graph.vertexCount).keys()];
  const roots = thresholds.length === 0 ? [] : partsOf(everybody, thresholds[0] ?? 0).map((part) => grow(part, 0, 0));
  const chosen = roots.flatMap((root) => choose(root).nodes).sort((x, y) => (x.members[0] ?? 0) - (y.members[0] ?? 0));
  const labels = everybody.map((v) => chosen.findIndex((node) => node.members.includes(v)));
  const depthIn = (node: Node, v: number): number => {
    const child = node.children.find((c) => c.members.includes(v));
    return child === undefined ? (node.leaves.get(v) ?? 0) : depthIn(child, v);
  };
  const strength = labels.map((label, v) => {
    const node = chosen[label];
    return node === undefined ? 0 : depthIn(node, v) / Math.max(...node.members.map((u) => depthIn(node, u)));
  });
  return { count: chosen.length, labels, strength };
}

test.each([
  ['few distinct weights, many ties', fc.integer({ min: 1, max: 4 })],
  ['all weights distinct', fc.integer({ min: 1, max: 1_000_000 })],
])('clusters are those of the definition, worked out from the top over all pairs: %s', (_, weight) => {
  fc.assert(
    fc.property(
      anyLinks(14, weight),
      fc.integer({ min: 2, max: 4 }),
      fc.nat(3),
      fc.constantFrom(0, 0, 1, 2.5),
      ({ vertexCount, links }, minSize, neighbours, floor) => {
        const graph = graphOf(vertexCount, links);
        const { count, labels, strength } = clusterByLinkage(graph, { minSize, neighbours, floor });
        const expected = clusterNaively(graph, minSize, neighbours, floor);
        expect({ count, labels: [...labels] }).toEqual({ count: expected.count, labels: expected.labels });
        strength.forEach((s, v) => {
          expect(s).toBeCloseTo(expected.strength[v] ?? 0, 12);
        });
      },
    ),
    { numRuns: 500 },
  );
});

test('two dense groups tied by a weak chain are two clusters, the chain is left out', () => {
  const { links } = ringOfCliques(2, 4);
  const inside = links.filter(([a, b]) => Math.floor(a / 4) === Math.floor(b / 4)).map(([a, b]): Link => [a, b, 10]);
  const chain: Link[] = [
    [3, 8, 1],
    [8, 9, 1],
    [9, 4, 1],
  ];
  const { count, labels, strength } = clusterByLinkage(graphOf(10, [...inside, ...chain]), { minSize: 3 });
  expect(count).toBe(2);
  expect([...labels]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, -1, -1]);
  expect([...strength]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0, 0]);
});

test('groups of very different density are found together', () => {
  const clique = (first: number, weight: number) =>
    ringOfCliques(1, 4)
      .links.slice(0, 6)
      .map(([a, b]): Link => [a + first, b + first, weight]);
  const { labels } = clusterByLinkage(graphOf(8, [...clique(0, 100), ...clique(4, 0.5), [3, 4, 0.01]]), { minSize: 3 });
  expect([...labels]).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
});

test('two groups half as close again as what ties them are one above zero and two above the weight of the cut', () => {
  const { vertexCount, links } = ringOfCliques(2, 4);
  const weighed = links.map(([a, b]): Link => [a, b, Math.floor(a / 4) === Math.floor(b / 4) ? 15 : 10]);
  const bridges: Link[] = [
    [2, 6, 10],
    [3, 7, 10],
  ];
  const graph = graphOf(vertexCount, [...weighed, ...bridges]);
  expect(clusterByLinkage(graph, { minSize: 3 }).count).toBe(1);
  expect(clusterByLinkage(graph, { minSize: 3, floor: 10 }).count).toBe(2);
});

test('a strong link to a bystander with no other does not pull it in', () => {
  const triangle: Link[] = [
    [0, 1, 5],
    [1, 2, 5],
    [0, 2, 5],
    [2, 3, 50],
  ];
  expect([...clusterByLinkage(graphOf(4, triangle), { minSize: 3 }).labels]).toEqual([0, 0, 0, -1]);
});

test('components too small for a cluster are outliers, and so is everybody in a graph without links', () => {
  expect([...clusterByLinkage(graphOf(3, [[0, 1, 1]]), { minSize: 3 }).labels]).toEqual([-1, -1, -1]);
  expect(clusterByLinkage(graphOf(2, []), { minSize: 2 })).toEqual({
    count: 0,
    labels: Int32Array.of(-1, -1),
    strength: new Float64Array(2),
  });
  expect(clusterByLinkage(graphOf(0, []), { minSize: 2 }).count).toBe(0);
});

test('renaming the vertices renames the clusters, ties or not', () => {
  fc.assert(
    fc.property(anyLinks(14, fc.integer({ min: 1, max: 3 })), fc.nat(1000), ({ vertexCount, links }, seed) => {
      const names = randomNames(vertexCount, seed);
      const before = clusterByLinkage(graphOf(vertexCount, links), { minSize: 3 });
      const after = clusterByLinkage(graphOf(vertexCount, rename(links, names)), { minSize: 3 });
      const group = (labels: Int32Array, nameOf: (v: number) => number) =>
        Object.values(Object.groupBy([...labels.keys()], (v) => String(labels[nameOf(v)] ?? 0)))
          .map((vs) => String(vs))
          .sort();
      expect(group(after.labels, (v) => names[v] ?? 0)).toEqual(group(before.labels, (v) => v));
      expect(after.count).toBe(before.count);
      names.forEach((name, v) => {
        expect(after.strength[name]).toBe(before.strength[v]);
      });
    }),
  );
});

test('a chain of 300,000 links, the worst for union and find, is clustered within a second or two', () => {
  const a = Uint32Array.from({ length: 300_000 }, (_, v) => v);
  const weights = Float64Array.from(a, (v) => 1 + ((v * 7919) % 1000));
  const graph = buildGraph(
    a.length + 1,
    a,
    a.map((v) => v + 1),
    weights,
  );
  const { count, labels } = clusterByLinkage(graph, { minSize: 5, neighbours: 1 });
  expect(labels.length).toBe(a.length + 1);
  expect(count).toBeGreaterThan(0);
}, 10_000);

test('sizes that are no whole numbers, or below two, are refused', () => {
  expect(() => clusterByLinkage(graphOf(1, []), { minSize: 1 })).toThrow(LockstepError);
  expect(() => clusterByLinkage(graphOf(1, []), { minSize: 2.5 })).toThrow(/whole numbers/);
  expect(() => clusterByLinkage(graphOf(1, []), { minSize: 3, neighbours: -1 })).toThrow(LockstepError);
});
