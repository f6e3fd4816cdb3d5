import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortRows } from '../../src/detect/radix-sort.ts';
import { timeKeys } from '../../src/detect/time-keys.ts';

const value = fc.oneof(fc.nat(3), fc.nat(5_000), fc.constantFrom(0, 2_047, 2_048, 2 ** 31, 2 ** 32 - 1));

it('sorts by several keys at once and leaves equal rows in their order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { maxLength: 300, size: 'max' }), (rows) => {
      const keys = [Uint32Array.from(rows, ([, minor]) => minor), Uint32Array.from(rows, ([major]) => major)];
      const [minor = new Uint32Array(0), major = new Uint32Array(0)] = keys;
      const at = (key: Uint32Array, row: number) => key[row] as number;
      const naive = [...rows.keys()].sort(
        (i, j) => at(major, i) - at(major, j) || at(minor, i) - at(minor, j) || i - j,
      );
      expect([...sortRows(rows.length, keys)]).toEqual(naive);
    }),
  );
});

const time = fc.oneof(
  fc.constant(Number.NaN),
  fc.nat(1_000),
  fc.integer({ min: 1_600_000_000_000, max: 1_600_000_100_000 }),
  fc.constantFrom(0, 2 ** 32 - 2, 2 ** 32 - 1, 2 ** 32, 4_102_444_799_999),
);

it('sorts times of a whole century, missing ones first', () => {
  fc.assert(
    fc.property(fc.array(time, { maxLength: 100 }), (times) => {
      const order = sortRows(times.length, timeKeys(Float64Array.from(times)));
      const missing = times.filter((own) => Number.isNaN(own));
      const known = times.filter((own) => !Number.isNaN(own)).sort((x, y) => x - y);
      expect([...order].map((row) => times[row])).toEqual([...missing, ...known]);
    }),
  );
});

it('makes one key of a month and two of a decade', () => {
  expect([...timeKeys(Float64Array.of(1_700_000_000_000, 1_702_592_000_000))]).toHaveLength(1);
  expect([...timeKeys(Float64Array.of(1_400_000_000_000, 1_702_592_000_000))]).toHaveLength(2);
  expect([...timeKeys(Float64Array.of(Number.NaN))]).toHaveLength(0);
});
