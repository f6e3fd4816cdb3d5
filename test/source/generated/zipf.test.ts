import { expect, test } from 'vitest';
import { Dice } from '../../../src/source/generated/dice.ts';
import { Zipf } from '../../../src/source/generated/zipf.ts';

const DRAWS = 200_000;

test.each([
  [30, 0.8, 0],
  [30, 1, 0],
  [200, 1.05, 20],
  [7, 1.3, 0],
  [1, 1, 0],
  [2, 0.5, 3],
])(
  'of %i ranks each comes up as (rank + 1 + shift)^-exponent says: exponent %d, shift %d',
  (count, exponent, shift) => {
    const weights = Array.from({ length: count }, (_, rank) => (rank + 1 + shift) ** -exponent);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const zipf = new Zipf(count, exponent, shift);
    const dice = new Dice(4, `${count} ${exponent}`);
    const drawn = new Float64Array(count);
    for (let i = 0; i < DRAWS; i++) {
      const rank = zipf.draw(dice);
      drawn[rank] = (drawn[rank] ?? Number.NaN) + 1;
    }
    expect(drawn.reduce((sum, times) => sum + times, 0)).toBe(DRAWS);
    for (const [rank, times] of drawn.entries()) {
      const expected = (DRAWS * (weights[rank] ?? 0)) / total;
      expect(Math.abs(times - expected)).toBeLessThan(6 * Math.sqrt(expected) + 1);
    }
  },
);
