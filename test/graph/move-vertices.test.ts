import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openLevel } from '../../src/graph/level.ts';
import { moveVertices } from '../../src/graph/move-vertices.ts';
import { singletons } from '../../src/graph/number-communities.ts';
import { cpmQuality, modularity } from '../../src/graph/quality.ts';
import { orderOfVisits } from '../../src/graph/visiting-order.ts';
import { anyLinks, graphOf, partitionOf } from './graphs.ts';

const anyStart = fc.option(fc.array(fc.nat(4), { minLength: 12, maxLength: 12 }));

test('from any start, repeated until it changes nothing, it ends where no vertex can go anywhere, or be alone, with gain', () => {
  fc.assert(
    fc.property(
      anyLinks(12, fc.integer({ min: 1, max: 9 }), 5),
      anyStart,
      fc.constantFrom('modularity' as const, 'cpm' as const),
      fc.double({ min: 0.1, max: 3, noNaN: true }),
      ({ vertexCount, links }, start, quality, gamma) => {
        const graph = graphOf(vertexCount, links);
        const { level, objective } = openLevel(graph, { quality, gamma });
        const community =
          start === null
            ? singletons(vertexCount)
            : Int32Array.from(partitionOf(start.slice(0, vertexCount)).community);
        for (let before = ''; before !== community.join(); ) {
          before = community.join();
          moveVertices(level, objective, orderOfVisits(level.graph, null), community, 0);
        }
        const qualityOf = (labels: readonly number[]) =>
          quality === 'modularity'
            ? modularity(graph, partitionOf(labels), gamma)
            : cpmQuality(graph, partitionOf(labels), gamma);
        const labels = [...community];
        const reached = qualityOf(labels);
        for (const v of orderOfVisits(level.graph, null)) {
          for (const c of [...new Set(labels), -1]) expect(qualityOf(labels.with(v, c))).toBeLessThan(reached + 1e-6);
        }
      },
    ),
    { numRuns: 1000 },
  );
});

test('from everybody alone, whoever ends in company has a neighbour in it: labels that were left are free, no others', () => {
  const denseLinks = fc.array(fc.tuple(fc.nat(9), fc.nat(9), fc.integer({ min: 1, max: 9 })), {
    minLength: 15,
    maxLength: 30,
  });
  fc.assert(
    fc.property(denseLinks, fc.constantFrom(0.5, 1, 1.5, 2, 3, 4), (links, gamma) => {
      const graph = graphOf(10, links);
      const { level, objective } = openLevel(graph, { quality: 'cpm', gamma });
      const community = singletons(10);
      moveVertices(level, objective, orderOfVisits(level.graph, null), community, 0);
      for (let v = 0; v < 10; v++) {
        const company = [...community.keys()].filter((u) => u !== v && community[u] === community[v]);
        const near = [...level.graph.targets.subarray(level.graph.offsets[v], level.graph.offsets[v + 1])];
        expect(company.length === 0 || company.some((u) => near.includes(u))).toBe(true);
      }
    }),
    { numRuns: 3000 },
  );
});

test('a vertex that costs its community more than it brings leaves for a label of its own', () => {
  // At gamma 2 a place among five costs 8; 3 and 4 bring a link of 3 each and must go, each to a label that nobody has.
  const graph = graphOf(6, [
    [0, 1, 3],
    [0, 2, 3],
    [0, 3, 3],
    [0, 4, 3],
    [1, 2, 3],
  ]);
  const { level, objective } = openLevel(graph, { quality: 'cpm', gamma: 2 });
  const community = Int32Array.of(0, 0, 0, 0, 0, 5);
  moveVertices(level, objective, orderOfVisits(graph, null), community, 0);
  expect(partitionOf(community)).toEqual(partitionOf([0, 0, 0, 1, 2, 3]));
});
