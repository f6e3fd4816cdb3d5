import fc from 'fast-check';
import { expect, test } from 'vitest';
import { graphologyLouvain } from '../../src/graph/graphology-louvain.ts';
import { LockstepError } from '../../src/model/errors.ts';
import { anyLinks, graphOf, partitionOf, rename, ringOfCliques } from './graphs.ts';

test('cliques in a ring are its communities', () => {
  const { vertexCount, links } = ringOfCliques(5, 5);
  const cliques = [...Array(vertexCount).keys()].map((v) => Math.floor(v / 5));
  expect(graphologyLouvain(graphOf(vertexCount, links))).toEqual(partitionOf(cliques));
});

test('the order of links never shows, and a seed gives its answer again', () => {
  fc.assert(
    fc.property(anyLinks(12, fc.integer({ min: 1, max: 5 })), fc.nat(100), ({ vertexCount, links }, seed) => {
      const once = graphologyLouvain(graphOf(vertexCount, links), { seed });
      expect(graphologyLouvain(graphOf(vertexCount, links.toReversed()), { seed })).toEqual(once);
    }),
  );
});

test('vertices without links stay alone and change nothing for the others', () => {
  fc.assert(
    fc.property(
      anyLinks(12, fc.integer({ min: 1, max: 3 })),
      fc.integer({ min: 1, max: 9 }),
      ({ vertexCount, links }, alone) => {
        const names = [...Array(vertexCount).keys()].map((v) => (alone + 1) * v + (v % 2));
        const without = graphologyLouvain(graphOf(vertexCount, links));
        const among = graphologyLouvain(graphOf((alone + 1) * vertexCount, rename(links, names)));
        expect(partitionOf(names.map((name) => among.community[name] ?? 0))).toEqual(without);
        expect(among.count).toBe(without.count + alone * vertexCount);
      },
    ),
    { numRuns: 300 },
  );
});

test('a higher resolution splits what a lower one keeps', () => {
  const { vertexCount, links } = ringOfCliques(5, 5);
  const graph = graphOf(vertexCount, links);
  expect(graphologyLouvain(graph, { gamma: 10 }).count).toBeGreaterThan(graphologyLouvain(graph, { gamma: 0.1 }).count);
});

test('the graph of nothing has no communities', () => {
  expect(graphologyLouvain(graphOf(0, []))).toEqual({ count: 0, community: new Uint32Array(0) });
  expect(graphologyLouvain(graphOf(2, []))).toEqual(partitionOf([0, 1]));
});

test('more than a million links are refused before anything is built', () => {
  const arcs = 2_000_002;
  const large = {
    vertexCount: 2,
    offsets: Uint32Array.of(0, arcs / 2, arcs),
    targets: new Uint32Array(arcs).fill(1, 0, arcs / 2),
    weights: new Float64Array(arcs).fill(1),
  };
  expect(() => graphologyLouvain(large)).toThrow(LockstepError);
  expect(() => graphologyLouvain(large)).toThrow(/1000001 links/);
});
