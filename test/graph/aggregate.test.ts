import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aggregate } from '../../src/graph/aggregate.ts';
import { openLevel } from '../../src/graph/level.ts';
import { anyLinks, graphOf, matrixOf, partitionOf } from './graphs.ts';

test('communities become vertices: weights between them and masses add up, what lies inside is gone', () => {
  fc.assert(
    fc.property(
      anyLinks(15, fc.integer({ min: 1, max: 9 })),
      fc.array(fc.nat(5), { minLength: 15, maxLength: 15 }),
      ({ vertexCount, links }, labels) => {
        const { count, community } = partitionOf(labels.slice(0, vertexCount));
        const { level } = openLevel(graphOf(vertexCount, links), { quality: 'modularity', gamma: 1 });
        const coarse = aggregate(level, new Int32Array(community), count);
        const weights = Array.from({ length: count }, () => new Array<number>(count).fill(0));
        const masses = new Array<number>(count).fill(0);
        for (const [a, b, weight] of links) {
          const c = community[a] ?? 0;
          const d = community[b] ?? 0;
          masses[c] = (masses[c] ?? 0) + weight;
          masses[d] = (masses[d] ?? 0) + weight;
          if (c === d) continue;
          for (const [from, to] of [
            [c, d],
            [d, c],
          ] as const) {
            const row = weights[from] ?? [];
            row[to] = (row[to] ?? 0) + weight;
          }
        }
        expect(matrixOf(coarse.graph)).toEqual(weights);
        expect([...coarse.mass]).toEqual(masses);
        const links2 = weights.flat().filter((weight) => weight > 0).length;
        expect(coarse.graph.targets.length).toBe(links2);
      },
    ),
  );
});
