import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openLevel } from '../../src/graph/level.ts';
import { createRandom } from '../../src/graph/random.ts';
import { refineCommunities } from '../../src/graph/refine-communities.ts';
import { anyLinks, graphOf, isConnectedWithin, type Link, partitionOf } from './graphs.ts';

const everything = (count: number) => new Int32Array(count);

test('refined communities are connected and lie within one community each', () => {
  fc.assert(
    fc.property(
      anyLinks(25, fc.double({ min: 0.1, max: 5, noNaN: true })),
      fc.array(fc.nat(3), { minLength: 25, maxLength: 25 }),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      fc.option(fc.nat(50)),
      ({ vertexCount, links }, labels, gamma, seed) => {
        const graph = graphOf(vertexCount, links);
        const { level, objective } = openLevel(graph, { quality: 'cpm', gamma });
        const { count, community } = partitionOf(labels.slice(0, vertexCount));
        const random = seed === null ? null : createRandom(seed);
        const refined = partitionOf(refineCommunities(level, objective, new Int32Array(community), count, random));
        expect(isConnectedWithin(graph, refined)).toBe(true);
        const above = new Map<number, number>();
        refined.community.forEach((c, v) => {
          expect(above.get(c) ?? community[v]).toBe(community[v]);
          above.set(c, community[v] ?? -1);
        });
      },
    ),
  );
});

test('a community of two groups without a link between them is taken apart', () => {
  const graph = graphOf(4, [
    [0, 2, 1],
    [1, 3, 1],
  ]);
  const { level, objective } = openLevel(graph, { quality: 'cpm', gamma: 0.1 });
  expect(partitionOf(refineCommunities(level, objective, everything(4), 1, null))).toEqual(partitionOf([0, 1, 0, 1]));
});

test('a vertex that is not well connected to the rest of its community stays alone', () => {
  // At gamma 0.6 the tail 4 has one link to the four others, which need 2.4.
  const links: Link[] = [
    [0, 1, 1],
    [0, 2, 1],
    [0, 3, 1],
    [1, 2, 1],
    [1, 3, 1],
    [2, 3, 1],
    [3, 4, 1],
  ];
  const { level, objective } = openLevel(graphOf(5, links), { quality: 'cpm', gamma: 0.6 });
  const refined = partitionOf(refineCommunities(level, objective, everything(5), 1, null));
  expect(refined.community[4]).not.toBe(refined.community[3]);
});

test('by lot, equal gains are drawn equally often and clearly smaller ones never', () => {
  // 0 is tied to 1 and 2 alike and to 3 by less; 1, 2 and 3 know each other only through it.
  const graph = graphOf(4, [
    [0, 1, 2],
    [0, 2, 2],
    [0, 3, 1],
  ]);
  const { level, objective } = openLevel(graph, { quality: 'cpm', gamma: 0.01 });
  const random = createRandom(3);
  const first = [0, 0, 0, 0];
  for (let round = 0; round < 2000; round++) {
    const refined = refineCommunities(level, objective, everything(4), 1, random);
    const founder = refined[0] ?? 0;
    first[founder] = (first[founder] ?? 0) + 1;
  }
  expect(Math.abs((first[1] ?? 0) - (first[2] ?? 0))).toBeLessThan(120);
});
