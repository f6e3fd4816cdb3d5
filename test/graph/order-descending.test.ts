import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderDescending } from '../../src/graph/order-descending.ts';

test('positive numbers come from the largest to the smallest, equal ones by place', () => {
  const number = fc.oneof(
    fc.double({ min: Number.MIN_VALUE, noNaN: true, noDefaultInfinity: true }),
    fc.integer({ min: 1, max: 5 }),
    fc.constant(Number.POSITIVE_INFINITY),
  );
  fc.assert(
    fc.property(fc.array(number), (numbers) => {
      const expected = [...numbers.keys()].sort((i, j) => {
        const x = numbers[i] ?? 0;
        const y = numbers[j] ?? 0;
        return x === y ? i - j : x < y ? 1 : -1;
      });
      expect([...orderDescending(Float64Array.from(numbers))]).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});
