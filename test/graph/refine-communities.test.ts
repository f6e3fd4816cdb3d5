import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openLevel } from '../../src/graph/level.ts';
import { createRandom } from '../../src/graph/random.ts';
import { refineCommunities } from '../../src/graph/refine-communities.ts';
import { anyLinks, graphOf, isConnectedWithin, type Link, matrixOf, partitionOf } from './graphs.ts';

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

test('without chance it is the algorithm of the article, every weight and size worked out anew at each step', () => {
  fc.assert(
    fc.property(
      anyLinks(12, fc.integer({ min: 1, max: 6 })),
      fc.array(fc.nat(1), { minLength: 12, maxLength: 12 }),
      fc.constantFrom(0.25, 0.5, 1, 2),
      ({ vertexCount, links }, labels, gamma) => {
        const graph = graphOf(vertexCount, links);
        const { level, objective } = openLevel(graph, { quality: 'cpm', gamma });
        const { count, community } = partitionOf(labels.slice(0, vertexCount));
        const refined = refineCommunities(level, objective, new Int32Array(community), count, null);
        expect(partitionOf(refined)).toEqual(partitionOf(refineNaively(matrixOf(graph), community, count, gamma)));
      },
    ),
    { numRuns: 500 },
  );
});

function refineNaively(matrix: number[][], community: Uint32Array, count: number, gamma: number): number[] {
  const refined = [...community.keys()];
  const between = (one: readonly number[], other: readonly number[]) =>
    one.reduce((sum, v) => other.reduce((inner, u) => inner + (v === u ? 0 : (matrix[v]?.[u] ?? 0)), sum), 0);
  for (let c = 0; c < count; c++) {
    const whole = refined.filter((_, v) => community[v] === c);
    const membersOf = (label: number) => whole.filter((u) => refined[u] === label);
    const isWellConnected = (part: readonly number[]) => {
      const rest = whole.filter((u) => !part.includes(u));
      return between(part, rest) >= gamma * part.length * rest.length;
    };
    for (const v of whole) {
      if (membersOf(v).length > 1 || refined[v] !== v || !isWellConnected([v])) continue;
      let best = { label: v, gain: 0 };
      for (const u of whole) {
        const label = refined[u] ?? u;
        const part = membersOf(label);
        if (label === v || (matrix[v]?.[u] ?? 0) === 0 || !isWellConnected(part)) continue;
        const gain = between([v], part) - gamma * part.length;
        if (gain > best.gain) best = { label, gain };
      }
      refined[v] = best.label;
    }
  }
  return refined;
}

test('by lot, a gain smaller by a quarter of theta is drawn exp(-1/4) times as often', () => {
  // Only 0 has a choice when it comes first: 1 or 2. Theta is 0.01 of the mean weight, here 2.
  const graph = graphOf(4, [
    [0, 1, 2],
    [0, 2, 1.995],
    [0, 3, 2.005],
  ]);
  const { level, objective } = openLevel(graph, { quality: 'cpm', gamma: 0.01 });
  const random = createRandom(3);
  const drawn = [0, 0, 0, 0];
  for (let round = 0; round < 20_000; round++) {
    const founder = refineCommunities(level, objective, everything(4), 1, random)[0] ?? 0;
    drawn[founder] = (drawn[founder] ?? 0) + 1;
  }
  expect((drawn[1] ?? 0) / (drawn[3] ?? 1)).toBeCloseTo(Math.exp(-0.25), 1);
  expect((drawn[2] ?? 0) / (drawn[1] ?? 1)).toBeCloseTo(Math.exp(-0.25), 1);
  // When another comes first it joins 0, which stays its founder: three times in four.
  expect((drawn[0] ?? 0) / 20_000).toBeCloseTo(0.75, 1);
});
