import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adjustedRandIndex, variationOfInformation } from '../../src/graph/compare-partitions.ts';

const anyTwo = fc.integer({ min: 0, max: 25 }).chain((length) => {
  const labels = fc.array(fc.integer({ min: -1, max: 4 }), { minLength: length, maxLength: length });
  return fc.tuple(labels, labels);
});
const aloneToo = (labels: readonly number[]) => labels.map((label, v) => (label < 0 ? 100 + v : label));

test('the adjusted Rand index is what counting pairs gives, outliers being alone', () => {
  fc.assert(
    fc.property(anyTwo, ([one, other]) => {
      const [x, y] = [aloneToo(one), aloneToo(other)];
      let both = 0;
      let inOne = 0;
      let inOther = 0;
      for (let v = 0; v < x.length; v++) {
        for (let u = 0; u < v; u++) {
          if (x[v] === x[u]) inOne++;
          if (y[v] === y[u]) inOther++;
          if (x[v] === x[u] && y[v] === y[u]) both++;
        }
      }
      const all = (x.length * (x.length - 1)) / 2;
      const expected = (inOne * inOther) / Math.max(1, all);
      const most = (inOne + inOther) / 2;
      const index = most === expected ? 1 : (both - expected) / (most - expected);
      expect(adjustedRandIndex(Int32Array.from(one), Int32Array.from(other))).toBeCloseTo(index, 10);
    }),
  );
});

test('a published example: 12 vertices in 3 groups against 2', () => {
  const one = Uint32Array.of(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2);
  const other = Uint32Array.of(0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1);
  // Pairs: together in both 14, in one 18, in the other 30, of 66.
  expect(adjustedRandIndex(one, other)).toBeCloseTo((14 - (18 * 30) / 66) / (24 - (18 * 30) / 66), 12);
});

test('the variation of information is H(one | other) + H(other | one)', () => {
  fc.assert(
    fc.property(anyTwo, ([one, other]) => {
      const [x, y] = [aloneToo(one), aloneToo(other)];
      let sum = 0;
      x.forEach((label, v) => {
        const inOne = x.filter((l) => l === label).length;
        const inOther = y.filter((l) => l === y[v]).length;
        const inBoth = x.filter((l, u) => l === label && y[u] === y[v]).length;
        sum += (2 * Math.log(inBoth) - Math.log(inOne) - Math.log(inOther)) / x.length;
      });
      expect(variationOfInformation(Int32Array.from(one), Int32Array.from(other))).toBeCloseTo(Math.abs(sum), 10);
    }),
  );
});

test('the same groups under other names agree fully', () => {
  const one = Int32Array.of(0, 0, 1, 1, -1);
  const other = Int32Array.of(3, 3, 0, 0, 7);
  expect(adjustedRandIndex(one, other)).toBe(1);
  expect(variationOfInformation(one, other)).toBe(0);
});

test('nothing to compare is agreement', () => {
  for (const labels of [new Int32Array(0), Int32Array.of(4), Int32Array.of(-1, -1)]) {
    expect(adjustedRandIndex(labels, labels)).toBe(1);
    expect(variationOfInformation(labels, labels)).toBe(0);
  }
});
