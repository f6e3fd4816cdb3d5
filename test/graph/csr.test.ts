import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildGraph, countLinks, longestRow, subgraph } from '../../src/graph/csr.ts';
import { LockstepError } from '../../src/model/errors.ts';
import { anyLinks, graphOf, type Link, matrixOf } from './graphs.ts';

const weight = fc.double({ min: 0.01, max: 100, noNaN: true });

test('each link stands in both rows, a self-link once, repeats added up', () => {
  const graph = graphOf(4, [
    [2, 0, 1.5],
    [3, 3, 2],
    [0, 2, 0.5],
    [0, 3, 4],
  ]);
  expect([...graph.offsets]).toEqual([0, 2, 2, 3, 5]);
  expect([...graph.targets]).toEqual([2, 3, 0, 0, 3]);
  expect([...graph.weights]).toEqual([2, 4, 2, 4, 2]);
  expect([countLinks(graph), longestRow(graph)]).toEqual([3, 2]);
});

test('the rows hold what adding up the links in a table gives, ascending', () => {
  fc.assert(
    fc.property(anyLinks(12, fc.integer({ min: 1, max: 9 })), ({ vertexCount, links }) => {
      const graph = graphOf(vertexCount, links);
      const expected = Array.from({ length: vertexCount }, () => new Array<number>(vertexCount).fill(0));
      const add = (a: number, b: number, w: number) => {
        const row = expected[a] ?? [];
        row[b] = (row[b] ?? 0) + w;
      };
      for (const [a, b, w] of links) {
        add(a, b, w);
        if (a !== b) add(b, a, w);
      }
      expect(matrixOf(graph)).toEqual(expected);
      for (let v = 0; v < vertexCount; v++) {
        const row = [...graph.targets.subarray(graph.offsets[v], graph.offsets[v + 1])];
        expect(row).toEqual([...new Set(row)].sort((x, y) => x - y));
      }
    }),
  );
});

test('the order and direction of links never show, to the last bit of a sum', () => {
  fc.assert(
    fc.property(
      anyLinks(8, weight),
      fc.infiniteStream(fc.double({ min: 0, max: 1 })),
      ({ vertexCount, links }, keys) => {
        const shuffled = links
          .map((link) => ({ link, key: keys.next().value ?? 0 }))
          .sort((x, y) => x.key - y.key)
          .map(({ link: [a, b, w], key }): Link => (key > 0.5 ? [b, a, w] : [a, b, w]));
        expect(graphOf(vertexCount, shuffled)).toEqual(graphOf(vertexCount, links));
      },
    ),
  );
});

test('links that come sorted give the same graph as unsorted ones', () => {
  const sorted: Link[] = [
    [0, 1, 1],
    [0, 4, 2],
    [1, 1, 3],
    [1, 2, 4],
    [2, 4, 5],
  ];
  expect(graphOf(5, sorted)).toEqual(graphOf(5, sorted.toReversed()));
});

test('a graph without links or vertices is built', () => {
  expect(graphOf(0, [])).toEqual({
    vertexCount: 0,
    offsets: new Uint32Array(1),
    targets: new Uint32Array(0),
    weights: new Float64Array(0),
  });
  expect(countLinks(graphOf(3, []))).toBe(0);
});

test.each([
  ['a vertex that is not there', [0, 3, 1]],
  ['a weight of zero', [0, 1, 0]],
  ['a weight below zero', [0, 1, -1]],
  ['a weight that is no number', [0, 1, Number.NaN]],
  ['a weight without end', [0, 1, Number.POSITIVE_INFINITY]],
] as const)('a link with %s is refused', (_, link) => {
  expect(() => graphOf(3, [link])).toThrow(LockstepError);
});

test('columns of different lengths are refused', () => {
  expect(() => buildGraph(2, new Uint32Array(1), new Uint32Array(2), new Float64Array(1))).toThrow(/equally long/);
});

test('a part holds the links among its vertices and nothing else', () => {
  fc.assert(
    fc.property(anyLinks(20, weight), fc.infiniteStream(fc.boolean()), ({ vertexCount, links }, coins) => {
      const vertices = Uint32Array.from([...Array(vertexCount).keys()].filter(() => coins.next().value));
      const places = new Map([...vertices].map((v, i) => [v, i]));
      const inside = links.flatMap(([a, b, w]): Link[] => {
        const x = places.get(a);
        const y = places.get(b);
        return x === undefined || y === undefined ? [] : [[x, y, w]];
      });
      const part = subgraph(graphOf(vertexCount, links), vertices);
      expect(part.graph).toEqual(graphOf(vertices.length, inside));
      expect(part.vertices).toEqual(vertices);
    }),
  );
});

test('the whole as a part of itself is the whole', () => {
  const graph = graphOf(3, [
    [0, 1, 2],
    [1, 2, 3],
  ]);
  expect(subgraph(graph, Uint32Array.of(0, 1, 2)).graph).toEqual(graph);
});

test('a part whose vertices do not ascend, or are unknown, is refused', () => {
  const graph = graphOf(3, [[0, 1, 1]]);
  expect(() => subgraph(graph, Uint32Array.of(1, 0))).toThrow(/out of order/);
  expect(() => subgraph(graph, Uint32Array.of(1, 1))).toThrow(LockstepError);
  expect(() => subgraph(graph, Uint32Array.of(3))).toThrow(LockstepError);
});
