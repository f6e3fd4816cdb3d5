import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findComponents, findComponentsWithin } from '../../src/graph/components.ts';
import { anyLinks, graphOf, partitionOf } from './graphs.ts';

test('components are what merging labels link by link gives, numbered by their lowest vertex', () => {
  fc.assert(
    fc.property(anyLinks(30, fc.constant(1)), ({ vertexCount, links }) => {
      let labels = [...Array(vertexCount).keys()];
      for (const [a, b] of links) {
        const from = labels[a];
        const to = labels[b] ?? 0;
        labels = labels.map((label) => (label === from ? to : label));
      }
      expect(findComponents(graphOf(vertexCount, links))).toEqual(partitionOf(labels));
    }),
  );
});

test('a community that is not connected falls into its parts', () => {
  const path = graphOf(5, [
    [0, 1, 1],
    [1, 2, 1],
    [2, 3, 1],
    [3, 4, 1],
  ]);
  expect([...findComponentsWithin(path, Int32Array.of(0, 0, 1, 0, 0))]).toEqual([0, 0, 1, 2, 2]);
});

test('the empty graph has none', () => {
  expect(findComponents(graphOf(0, []))).toEqual({ count: 0, community: new Uint32Array(0) });
});
