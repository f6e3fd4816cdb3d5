import { expect, test } from 'vitest';
import { createRandom, shuffle } from '../../src/graph/random.ts';

function draw(seed: number, count: number): number[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random());
}

test('the numbers of a seed are the same for ever', () => {
  expect(draw(1, 3)).toEqual([0.09156952877412827, 0.3850086569330491, 0.7540838998176894]);
});

test('neighbouring, negative and large seeds all differ', () => {
  const firsts = [0, 1, 2, 3, -1, 2 ** 32, 2 ** 32 + 1, 2 ** 52].map((seed) => draw(seed, 1)[0]);
  expect(new Set(firsts).size).toBe(firsts.length);
});

test('numbers lie in [0, 1), evenly, and neighbours do not follow each other', () => {
  const numbers = draw(7, 100_000);
  const cells = new Array<number>(100).fill(0);
  numbers.forEach((number, i) => {
    const cell = Math.floor(number * 10) * 10 + Math.floor((numbers[i + 1] ?? 0.5) * 10);
    cells[cell] = (cells[cell] ?? 0) + 1;
  });
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  const chiSquare = cells.reduce((sum, seen) => sum + (seen - 1000) ** 2 / 1000, 0);
  // 99 degrees of freedom: above 60 and below 150 but once in a thousand.
  expect(chiSquare).toBeGreaterThan(60);
  expect(chiSquare).toBeLessThan(150);
});

test('shuffling brings every number to every place equally often', () => {
  const random = createRandom(5);
  const seen = Array.from({ length: 4 }, () => new Array<number>(4).fill(0));
  for (let round = 0; round < 8000; round++) {
    shuffle(Uint32Array.of(0, 1, 2, 3), random).forEach((number, place) => {
      const row = seen[place] ?? [];
      row[number] = (row[number] ?? 0) + 1;
    });
  }
  for (const count of seen.flat()) expect(Math.abs(count - 2000)).toBeLessThan(200);
});
