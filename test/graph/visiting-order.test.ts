import { expect, test } from 'vitest';
import { createRandom } from '../../src/graph/random.ts';
import { orderOfVisits } from '../../src/graph/visiting-order.ts';
import { graphOf, type Link } from './graphs.ts';

const links: Link[] = [
  [1, 2, 1],
  [2, 4, 1],
  [5, 7, 1],
];

test('vertices with links are visited in order of number, those without never', () => {
  expect([...orderOfVisits(graphOf(9, links), null)]).toEqual([1, 2, 4, 5, 7]);
  expect([...orderOfVisits(graphOf(3, []), createRandom(1))]).toEqual([]);
});

test('with chance the order begins anywhere and goes round; vertices without links do not move the beginning', () => {
  const begins = new Set<number>();
  for (let seed = 0; seed < 50; seed++) {
    const order = [...orderOfVisits(graphOf(9, links), createRandom(seed))];
    const begin = order[0] ?? 0;
    begins.add(begin);
    const at = [1, 2, 4, 5, 7].indexOf(begin);
    expect(order).toEqual([1, 2, 4, 5, 7, 1, 2, 4, 5, 7].slice(at, at + 5));
    expect([...orderOfVisits(graphOf(900, links), createRandom(seed))]).toEqual(order);
  }
  expect(begins.size).toBe(5);
});
