import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildGraph } from '../../src/graph/csr.ts';
import { graphologyLouvain } from '../../src/graph/graphology-louvain.ts';
import { louvain, louvainLevels } from '../../src/graph/louvain.ts';
import { modularity } from '../../src/graph/quality.ts';
import { LockstepError } from '../../src/model/errors.ts';
import {
  allPartitions,
  anyLinks,
  graphOf,
  type Link,
  partitionOf,
  randomNames,
  rename,
  ringOfCliques,
} from './graphs.ts';
import { plantPartition } from './planted-partition.ts';

const weight = fc.double({ min: 0.1, max: 10, noNaN: true });
const cliques = ringOfCliques(6, 5);
const cliqueOf = (v: number) => Math.floor(v / 5);

test('cliques in a ring are its communities', () => {
  const graph = graphOf(cliques.vertexCount, cliques.links);
  expect(louvain(graph, { gamma: 1 })).toEqual(partitionOf([...Array(30).keys()].map(cliqueOf)));
});

test('renaming the vertices renames the communities, where the optimum is clear', () => {
  for (let seed = 0; seed < 20; seed++) {
    const names = randomNames(cliques.vertexCount, seed);
    const found = louvain(graphOf(cliques.vertexCount, rename(cliques.links, names)), { gamma: 1, seed });
    const expected = new Array<number>(cliques.vertexCount);
    names.forEach((name, v) => {
      expected[name] = cliqueOf(v);
    });
    expect(found).toEqual(partitionOf(expected));
  }
});

test('on small graphs the modularity is the best of all partitions, or near it', () => {
  let reached = 0;
  let runs = 0;
  fc.assert(
    fc.property(anyLinks(7, weight, 2), ({ vertexCount, links }) => {
      const graph = graphOf(vertexCount, links);
      let best = Number.NEGATIVE_INFINITY;
      for (const labels of allPartitions(vertexCount)) best = Math.max(best, modularity(graph, partitionOf(labels), 1));
      const found = modularity(graph, louvain(graph, { gamma: 1 }), 1);
      expect(found).toBeLessThan(best + 1e-9);
      expect(found).toBeGreaterThan(best - 0.15);
      runs++;
      if (found > best - 1e-9) reached++;
    }),
    { seed: 1, numRuns: 200 },
  );
  expect(reached / runs).toBeGreaterThan(0.7);
});

test.each([
  ['crossed links', 20_000, 2_000, 0.3],
  ['many crossed links', 20_000, 2_000, 0.5],
  ['a sparse graph', 6_000, 2_000, 0.2],
])('modularity equals that of graphology within 0.001: %s', (_, links, vertexCount, mixing) => {
  const { a, b, weights } = plantPartition(links, vertexCount, mixing, 11);
  const graph = buildGraph(vertexCount, a, b, weights);
  const theirs = modularity(graph, graphologyLouvain(graph), 1);
  const ours = modularity(graph, louvain(graph, { gamma: 1 }), 1);
  expect(ours).toBeGreaterThan(theirs - 0.001);
});

test('weights decide: the heavy links make the communities', () => {
  const square: Link[] = [
    [0, 1, 9],
    [1, 2, 1],
    [2, 3, 9],
    [3, 0, 1],
  ];
  expect([...louvain(graphOf(4, square), { gamma: 1 }).community]).toEqual([0, 0, 1, 1]);
  expect([...louvain(graphOf(4, rename(square, [1, 2, 3, 0])), { gamma: 1 }).community]).toEqual([0, 1, 1, 0]);
});

test('the larger gamma, the more communities', () => {
  const { vertexCount, a, b, weights } = plantPartition(8_000, 1_000, 0.3, 3);
  const graph = buildGraph(vertexCount, a, b, weights);
  const counts = [0, 0.3, 1, 4, 20, 1e6].map((gamma) => louvain(graph, { gamma }).count);
  expect(counts).toEqual(counts.toSorted((x, y) => x - y));
  expect(counts[5]).toBe(vertexCount);
});

test('levels nest, each better than the one before', () => {
  const { vertexCount, a, b, weights } = plantPartition(20_000, 2_000, 0.3, 4);
  const graph = buildGraph(vertexCount, a, b, weights);
  const levels = louvainLevels(graph, { gamma: 1 });
  expect(levels.length).toBeGreaterThan(1);
  levels.slice(1).forEach((coarse, i) => {
    const fine = levels[i] ?? coarse;
    expect(coarse.count).toBeLessThan(fine.count);
    expect(modularity(graph, coarse, 1)).toBeGreaterThan(modularity(graph, fine, 1));
    const above = new Map<number, number>();
    fine.community.forEach((c, v) => {
      expect(above.get(c) ?? coarse.community[v]).toBe(coarse.community[v]);
      above.set(c, coarse.community[v] ?? -1);
    });
  });
});

test('a vertex without links stays alone and changes nothing for the others, with a seed too', () => {
  fc.assert(
    fc.property(anyLinks(15, weight), fc.nat(100), fc.nat(14), ({ vertexCount, links }, seed, where) => {
      const at = Math.min(where, vertexCount);
      const names = [...Array(vertexCount).keys()].map((v) => (v < at ? v : v + 1));
      for (const options of [{ gamma: 1 }, { gamma: 1, seed }]) {
        const without = louvain(graphOf(vertexCount, links), options);
        const withOne = louvain(graphOf(vertexCount + 1, rename(links, names)), options);
        expect(partitionOf(names.map((name) => withOne.community[name] ?? 0))).toEqual(without);
        expect(withOne.count).toBe(without.count + 1);
      }
    }),
  );
});

test('a self-link weighs twice in the strength of its vertex and is no reason to move', () => {
  const links: Link[] = [
    [0, 1, 1],
    [2, 3, 1],
    [1, 2, 0.1],
  ];
  expect(louvain(graphOf(4, links), { gamma: 1 })).toEqual(partitionOf([0, 0, 1, 1]));
  // Strength 101 of 104.2 in all: by chance 1 would have 1.07 with it, and has 1.
  expect(louvain(graphOf(4, [...links, [0, 0, 50]]), { gamma: 1 })).toEqual(partitionOf([0, 1, 1, 1]));
});

test('graphs of nothing, of one vertex, of no links', () => {
  expect(louvain(graphOf(0, []), { gamma: 1 })).toEqual({ count: 0, community: new Uint32Array(0) });
  expect(louvain(graphOf(1, []), { gamma: 1 })).toEqual(partitionOf([0]));
  expect(louvain(graphOf(1, [[0, 0, 3]]), { gamma: 1 })).toEqual(partitionOf([0]));
  expect(louvain(graphOf(3, []), { gamma: 1, seed: 4 })).toEqual(partitionOf([0, 1, 2]));
});

test('a gamma that is no resolution is refused', () => {
  expect(() => louvain(graphOf(1, []), { gamma: -1 })).toThrow(LockstepError);
  expect(() => louvain(graphOf(1, []), { gamma: Number.NaN })).toThrow(/gamma/);
});
