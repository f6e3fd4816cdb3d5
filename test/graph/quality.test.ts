import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cpmQuality, modularity } from '../../src/graph/quality.ts';
import { anyLinks, graphOf, matrixOf, partitionOf } from './graphs.ts';

const anyPartitioned = fc.tuple(
  anyLinks(10, fc.double({ min: 0.1, max: 10, noNaN: true })),
  fc.array(fc.nat(3), { minLength: 10, maxLength: 10 }),
  fc.double({ min: 0, max: 3, noNaN: true }),
);

test('modularity is the sum over all pairs of vertices of A - gamma k k / 2m', () => {
  fc.assert(
    fc.property(anyPartitioned, ([{ vertexCount, links }, labels, gamma]) => {
      fc.pre(links.length > 0);
      const graph = graphOf(vertexCount, links);
      // On the diagonal a self-link counts twice, as both its ends are there.
      const matrix = matrixOf(graph).map((row, v) => row.map((w, u) => (u === v ? 2 * w : w)));
      const strength = matrix.map((row) => row.reduce((sum, w) => sum + w, 0));
      const twice = strength.reduce((sum, s) => sum + s, 0);
      let expected = 0;
      for (let v = 0; v < vertexCount; v++) {
        for (let u = 0; u < vertexCount; u++) {
          if (labels[v] !== labels[u]) continue;
          expected += (matrix[v]?.[u] ?? 0) / twice - (gamma * (strength[v] ?? 0) * (strength[u] ?? 0)) / twice ** 2;
        }
      }
      expect(modularity(graph, partitionOf(labels.slice(0, vertexCount)), gamma)).toBeCloseTo(expected, 10);
    }),
  );
});

test('CPM quality is the sum over all pairs inside of weight - gamma size size, with what lies inside a vertex', () => {
  fc.assert(
    fc.property(
      anyPartitioned,
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 10, maxLength: 10 }),
      ([{ vertexCount, links }, labels, gamma], sizes) => {
        const graph = graphOf(vertexCount, links);
        const matrix = matrixOf(graph);
        let expected = 0;
        for (let v = 0; v < vertexCount; v++) {
          const size = sizes[v] ?? 0;
          expected += (matrix[v]?.[v] ?? 0) - (gamma * size * (size - 1)) / 2;
          for (let u = 0; u < v; u++)
            if (labels[v] === labels[u]) expected += (matrix[v]?.[u] ?? 0) - gamma * size * (sizes[u] ?? 0);
        }
        const partition = partitionOf(labels.slice(0, vertexCount));
        expect(cpmQuality(graph, partition, gamma, Float64Array.from(sizes.slice(0, vertexCount)))).toBeCloseTo(
          expected,
          8,
        );
      },
    ),
  );
});

test('CPM counts vertices as one each when no sizes are given', () => {
  const triangle = graphOf(3, [
    [0, 1, 1],
    [1, 2, 1],
    [0, 2, 1],
  ]);
  expect(cpmQuality(triangle, partitionOf([0, 0, 0]), 0.5)).toBe(1.5);
});

test('a graph without links has quality 0', () => {
  expect(modularity(graphOf(0, []), partitionOf([]), 1)).toBe(0);
  expect(modularity(graphOf(2, []), partitionOf([0, 1]), 1)).toBe(0);
  expect(cpmQuality(graphOf(0, []), partitionOf([]), 1)).toBe(0);
});
