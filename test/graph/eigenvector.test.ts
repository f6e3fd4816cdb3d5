import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eigenvectorCentrality } from '../../src/graph/eigenvector.ts';
import { anyLinks, graphOf, type Link, matrixOf, rename } from './graphs.ts';

test('the leaves of a star have 1 / sqrt of their number', () => {
  const star = graphOf(
    5,
    [1, 2, 3, 4].map((leaf): Link => [0, leaf, 3]),
  );
  const centrality = [...eigenvectorCentrality(star)];
  expect(centrality[0]).toBeCloseTo(1, 8);
  for (const leaf of centrality.slice(1)) expect(leaf).toBeCloseTo(0.5, 7);
});

test('where it settles it is an eigenvector: the weighted sum over neighbours is one multiple of it', () => {
  fc.assert(
    fc.property(anyLinks(8, fc.integer({ min: 1, max: 9 }), 2), ({ vertexCount, links }) => {
      // A path through all vertices makes one component.
      const path = Array.from({ length: vertexCount - 1 }, (_, v): Link => [v, v + 1, 1]);
      const graph = graphOf(vertexCount, [...links, ...path]);
      const centrality = [...eigenvectorCentrality(graph, { steps: 1e6, tolerance: 1e-13 })];
      const product = matrixOf(graph).map((row) => row.reduce((sum, w, u) => sum + w * (centrality[u] ?? 0), 0));
      const value = Math.max(...product.map((p, v) => (centrality[v] === Math.max(...centrality) ? p : 0)));
      expect(Math.max(...centrality)).toBe(1);
      product.forEach((p, v) => {
        expect(p).toBeCloseTo(value * (centrality[v] ?? 0), 5);
      });
    }),
  );
});

test('each component has its own 1, whatever stands beside it, and a vertex without links has 0', () => {
  const triangle: Link[] = [
    [0, 1, 5],
    [1, 2, 5],
    [0, 2, 4],
  ];
  const pair: Link[] = [[4, 5, 0.001]];
  const alone = [...eigenvectorCentrality(graphOf(3, triangle))];
  const all = [...eigenvectorCentrality(graphOf(6, [...triangle, ...pair]))];
  expect(all).toEqual([...alone, 0, 1, 1]);
});

test('the unit of the weights does not matter', () => {
  const links: Link[] = [
    [0, 1, 1],
    [1, 2, 2],
    [2, 3, 3],
  ];
  const scaled = links.map(([a, b, w]): Link => [a, b, w * 4096]);
  expect(eigenvectorCentrality(graphOf(4, scaled))).toEqual(eigenvectorCentrality(graphOf(4, links)));
});

test('the steps asked for are the most it takes', () => {
  const path = graphOf(
    4,
    rename(
      [
        [0, 1, 1],
        [1, 2, 1],
        [2, 3, 1],
      ],
      [0, 1, 2, 3],
    ),
  );
  expect([...eigenvectorCentrality(path, { steps: 0 })]).toEqual([1, 1, 1, 1]);
  expect(eigenvectorCentrality(graphOf(0, []))).toEqual(new Float64Array(0));
});
