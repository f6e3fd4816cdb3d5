import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildGraph } from '../../src/graph/csr.ts';
import { type LeidenOptions, leiden, leidenLevels } from '../../src/graph/leiden.ts';
import { louvain } from '../../src/graph/louvain.ts';
import { cpmQuality, modularity } from '../../src/graph/quality.ts';
import type { Graph, Partition } from '../../src/model/graph.ts';
import {
  allPartitions,
  anyLinks,
  graphOf,
  isConnectedWithin,
  matrixOf,
  partitionOf,
  randomNames,
  rename,
  ringOfCliques,
} from './graphs.ts';
import { plantPartition } from './planted-partition.ts';

const weight = fc.double({ min: 0.1, max: 10, noNaN: true });
const anyOptions: fc.Arbitrary<LeidenOptions> = fc
  .record({
    quality: fc.constantFrom('modularity' as const, 'cpm' as const),
    gamma: fc.double({ min: 0.05, max: 3, noNaN: true }),
    seed: fc.option(fc.nat(1000), { nil: undefined }),
    rounds: fc.constantFrom(1, 2, 100),
  })
  .map(({ seed, ...options }) => (seed === undefined ? options : { ...options, seed }));

function qualityOf(graph: Graph, partition: Partition, { quality, gamma, vertexSizes }: LeidenOptions): number {
  return quality === 'modularity'
    ? modularity(graph, partition, gamma)
    : cpmQuality(graph, partition, gamma, vertexSizes);
}

test('every community is connected, whatever the graph, quality, resolution, seed and number of rounds', () => {
  fc.assert(
    fc.property(anyLinks(40, weight), anyOptions, ({ vertexCount, links }, options) => {
      const graph = graphOf(vertexCount, links);
      for (const level of leidenLevels(graph, options)) expect(isConnectedWithin(graph, level)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('every community is connected on a larger graph with many crossed links, where moving vertices alone leaves some in pieces', () => {
  const { vertexCount, a, b, weights } = plantPartition(9_000, 3_000, 0.6, 8);
  const graph = buildGraph(vertexCount, a, b, weights);
  expect(isConnectedWithin(graph, leiden(graph, { quality: 'modularity', gamma: 1, rounds: 1 }))).toBe(true);
  expect(isConnectedWithin(graph, leiden(graph, { quality: 'cpm', gamma: 0.05, seed: 3 }))).toBe(true);
});

test('once stable, no vertex can be moved and no two communities joined with gain', () => {
  fc.assert(
    fc.property(anyLinks(12, weight), anyOptions, ({ vertexCount, links }, options) => {
      const graph = graphOf(vertexCount, links);
      const stable = { ...options, rounds: 1000 };
      const found = leiden(graph, stable);
      const quality = qualityOf(graph, found, stable);
      const labels = [...found.community];
      for (let v = 0; v < vertexCount; v++) {
        for (let c = 0; c <= found.count; c++) {
          expect(qualityOf(graph, partitionOf(labels.with(v, c)), stable)).toBeLessThan(quality + 1e-6);
        }
      }
      for (let c = 0; c < found.count; c++) {
        for (let d = 0; d < c; d++) {
          expect(qualityOf(graph, partitionOf(labels.map((label) => (label === c ? d : label))), stable)).toBeLessThan(
            quality + 1e-6,
          );
        }
      }
    }),
  );
});

test('every community is gamma-connected: it can be built by joining parts that gain by it', () => {
  fc.assert(
    fc.property(anyLinks(9, weight), fc.double({ min: 0.1, max: 4, noNaN: true }), ({ vertexCount, links }, gamma) => {
      const graph = graphOf(vertexCount, links);
      const found = leiden(graph, { quality: 'cpm', gamma, rounds: 1000 });
      const matrix = matrixOf(graph);
      for (let c = 0; c < found.count; c++) {
        const members = [...found.community.keys()].filter((v) => found.community[v] === c);
        expect(isGammaConnected(matrix, members, gamma)).toBe(true);
      }
    }),
  );
});

function isGammaConnected(matrix: number[][], members: readonly number[], gamma: number): boolean {
  if (members.length < 2) return true;
  for (let subset = 1; subset < 2 ** (members.length - 1); subset++) {
    const one = members.filter((_, i) => ((subset >> i) & 1) === 1);
    const other = members.filter((_, i) => ((subset >> i) & 1) === 0);
    let between = 0;
    for (const v of one) for (const u of other) between += matrix[v]?.[u] ?? 0;
    if (between < gamma * one.length * other.length - 1e-6) continue;
    if (isGammaConnected(matrix, one, gamma) && isGammaConnected(matrix, other, gamma)) return true;
  }
  return false;
}

test('on small graphs the quality is the best of all partitions, or near it', () => {
  let reached = 0;
  let runs = 0;
  fc.assert(
    fc.property(anyLinks(7, weight, 2), anyOptions, ({ vertexCount, links }, options) => {
      const graph = graphOf(vertexCount, links);
      let best = Number.NEGATIVE_INFINITY;
      for (const labels of allPartitions(vertexCount))
        best = Math.max(best, qualityOf(graph, partitionOf(labels), options));
      const found = qualityOf(graph, leiden(graph, options), options);
      expect(found).toBeLessThan(best + 1e-9 * (1 + Math.abs(best)));
      runs++;
      if (found > best - 1e-9 * (1 + Math.abs(best))) reached++;
    }),
    { seed: 1, numRuns: 200 },
  );
  expect(reached / runs).toBeGreaterThan(0.8);
});

test('CPM finds each of 60 small cliques where modularity merges them', () => {
  const { vertexCount, links } = ringOfCliques(60, 4);
  const graph = graphOf(vertexCount, links);
  const cliques = partitionOf([...Array(vertexCount).keys()].map((v) => Math.floor(v / 4)));
  expect(leiden(graph, { quality: 'cpm', gamma: 0.5 })).toEqual(cliques);
  expect(leiden(graph, { quality: 'modularity', gamma: 1 }).count).toBeLessThan(60);
});

test('renaming the vertices renames the communities, where the optimum is clear', () => {
  const { vertexCount, links } = ringOfCliques(8, 5);
  for (let seed = 0; seed < 20; seed++) {
    const names = randomNames(vertexCount, seed);
    const expected = new Array<number>(vertexCount);
    names.forEach((name, v) => {
      expected[name] = Math.floor(v / 5);
    });
    const graph = graphOf(vertexCount, rename(links, names));
    expect(leiden(graph, { quality: 'cpm', gamma: 0.5, seed })).toEqual(partitionOf(expected));
    expect(leiden(graph, { quality: 'modularity', gamma: 1, seed })).toEqual(partitionOf(expected));
  }
});

test('a community in one component is the same with another component beside it, under CPM', () => {
  fc.assert(
    fc.property(
      anyLinks(12, fc.integer({ min: 1, max: 5 })),
      anyLinks(12, fc.integer({ min: 1, max: 5 })),
      (one, other) => {
        const shifted = rename(
          other.links,
          [...Array(12).keys()].map((v) => v + one.vertexCount),
        );
        const alone = leiden(graphOf(one.vertexCount, one.links), { quality: 'cpm', gamma: 1.3 });
        const beside = leiden(graphOf(one.vertexCount + other.vertexCount, [...one.links, ...shifted]), {
          quality: 'cpm',
          gamma: 1.3,
        });
        expect(partitionOf(beside.community.subarray(0, one.vertexCount))).toEqual(alone);
      },
    ),
  );
});

test('a vertex without links stays alone and changes nothing for the others, with a seed too', () => {
  fc.assert(
    fc.property(anyLinks(15, weight), anyOptions, fc.nat(14), ({ vertexCount, links }, options, where) => {
      const at = Math.min(where, vertexCount);
      const names = [...Array(vertexCount).keys()].map((v) => (v < at ? v : v + 1));
      const without = leiden(graphOf(vertexCount, links), options);
      const withOne = leiden(graphOf(vertexCount + 1, rename(links, names)), options);
      expect(partitionOf(names.map((name) => withOne.community[name] ?? 0))).toEqual(without);
      expect(withOne.count).toBe(without.count + 1);
    }),
  );
});

test('a vertex of size n weighs as n vertices', () => {
  // Two pairs of heavy vertices: 3 × 3 pairs of unit vertices at gamma 1 cost 9, so a link of 8 does not hold and one of 10 does.
  const graph = graphOf(4, [
    [0, 1, 8],
    [2, 3, 10],
  ]);
  const vertexSizes = Float64Array.of(3, 3, 3, 3);
  expect(leiden(graph, { quality: 'cpm', gamma: 1, vertexSizes })).toEqual(partitionOf([0, 1, 2, 2]));
  expect(leiden(graph, { quality: 'cpm', gamma: 1 })).toEqual(partitionOf([0, 0, 2, 2]));
});

test('sizes that do not fit the vertices are refused', () => {
  expect(() => leiden(graphOf(2, []), { quality: 'cpm', gamma: 1, vertexSizes: new Float64Array(3) })).toThrow(
    /3 vertex sizes/,
  );
});

test('levels nest, and the last is the answer', () => {
  const { vertexCount, a, b, weights } = plantPartition(20_000, 2_000, 0.3, 4);
  const graph = buildGraph(vertexCount, a, b, weights);
  const levels = leidenLevels(graph, { quality: 'modularity', gamma: 1 });
  expect(levels.at(-1)).toEqual(leiden(graph, { quality: 'modularity', gamma: 1 }));
  expect(levels.length).toBeGreaterThan(2);
  levels.slice(1).forEach((coarse, i) => {
    const fine = levels[i] ?? coarse;
    expect(coarse.count).toBeLessThan(fine.count);
    const above = new Map<number, number>();
    fine.community.forEach((c, v) => {
      expect(above.get(c) ?? coarse.community[v]).toBe(coarse.community[v]);
      above.set(c, coarse.community[v] ?? -1);
    });
  });
});

test('modularity is at least that of Louvain, and more rounds never lower it', () => {
  const { vertexCount, a, b, weights } = plantPartition(40_000, 4_000, 0.4, 9);
  const graph = buildGraph(vertexCount, a, b, weights);
  const byRounds = [1, 2, 3, 5, 10].map((rounds) =>
    modularity(graph, leiden(graph, { quality: 'modularity', gamma: 1, rounds }), 1),
  );
  expect(byRounds).toEqual(byRounds.toSorted((x, y) => x - y));
  expect(byRounds.at(-1)).toBeGreaterThan(modularity(graph, louvain(graph, { gamma: 1 }), 1));
});

test('a seed gives its answer again, and seeds differ on a graph without structure', () => {
  const { vertexCount, a, b, weights } = plantPartition(3_000, 600, 0.9, 2);
  const graph = buildGraph(vertexCount, a, b, weights);
  const answer = (seed: number) => leiden(graph, { quality: 'modularity', gamma: 1, seed });
  expect(answer(5)).toEqual(answer(5));
  expect(answer(5)).not.toEqual(answer(6));
});

test('the unit of the weights does not matter to modularity, even by lot', () => {
  fc.assert(
    fc.property(anyLinks(20, fc.integer({ min: 1, max: 8 })), fc.nat(100), ({ vertexCount, links }, seed) => {
      const options: LeidenOptions = { quality: 'modularity', gamma: 1, seed };
      const scaled = links.map(([a, b, w]) => [a, b, w * 1024] as const);
      expect(leiden(graphOf(vertexCount, scaled), options)).toEqual(leiden(graphOf(vertexCount, links), options));
    }),
  );
});

test('graphs of nothing, of one vertex, of no links, of self-links only', () => {
  for (const quality of ['modularity', 'cpm'] as const) {
    expect(leiden(graphOf(0, []), { quality, gamma: 1 })).toEqual({ count: 0, community: new Uint32Array(0) });
    expect(leiden(graphOf(1, []), { quality, gamma: 1 })).toEqual(partitionOf([0]));
    expect(leiden(graphOf(3, []), { quality, gamma: 1, seed: 1 })).toEqual(partitionOf([0, 1, 2]));
    expect(
      leiden(
        graphOf(2, [
          [0, 0, 3],
          [1, 1, 4],
        ]),
        { quality, gamma: 1 },
      ),
    ).toEqual(partitionOf([0, 1]));
  }
});
