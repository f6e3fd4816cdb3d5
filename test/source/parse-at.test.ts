import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAt, reasonOfAt } from '../../src/source/parse-at.ts';

function at(text: string): number | string {
  // Surrounded by digits, so that reading past either end would show.
  const bytes = new TextEncoder().encode(`99${text}99`);
  const ms = parseAt(bytes, 2, bytes.length - 2);
  return ms < 0 ? reasonOfAt(ms) : ms;
}

test.each([
  ['0', 0],
  ['1700000000', 1_700_000_000_000],
  ['1700000000.25', 1_700_000_000_250],
  ['1.0005', 1000],
  ['1.0015', 1002],
  ['1.00050000001', 1001],
  ['1.9996', 2000],
  ['007', 7000],
  ['1970-01-01T00:00:00Z', 0],
  ['2015-02-24T22:55:00+02:00', Date.UTC(2015, 1, 24, 20, 55)],
  ['2015-02-24T22:55:00-23:59', Date.UTC(2015, 1, 25, 22, 54)],
  ['2015-02-24t22:55:00.5z', Date.UTC(2015, 1, 24, 22, 55, 0, 500)],
  ['2015-02-24 22:55:00.0005Z', Date.UTC(2015, 1, 24, 22, 55)],
  ['2015-02-24 22:55:00.0015Z', Date.UTC(2015, 1, 24, 22, 55, 0, 2)],
  ['2000-02-29T00:00:00Z', Date.UTC(2000, 1, 29)],
  ['2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1)],
  ['2017-01-01T01:59:60+02:00', Date.UTC(2017, 0, 1)],
  ['2099-12-31T23:59:59.999Z', 4_102_444_799_999],
  ['1969-12-31T23:00:00-01:00', 0],
])('%s is %d ms', (text, ms) => {
  expect(at(text)).toBe(ms);
});

test.each([
  ['abc', 'neither'],
  ['1.', 'neither'],
  ['.5', 'neither'],
  ['1e9', 'neither'],
  ['1,5', 'neither'],
  [' 1', 'neither'],
  ['1 ', 'neither'],
  ['+1', 'neither'],
  ['0x10', 'neither'],
  ['1.5.5', 'neither'],
  ['--5', 'neither'],
  ['2015-02-24', 'neither'],
  ['2015-02-24T22:55Z', 'neither'],
  ['2015-02-24T22:55:00+0200', 'neither'],
  ['2015-02-24T22:55:00+24:00', 'neither'],
  ['2015-02-24T22:55:00.Z', 'neither'],
  ['2015-2-24T22:55:00Z', 'neither'],
  ['2015/02/24T22:55:00Z', 'neither'],
  ['2015-02-24T22:55:00Zjunk', 'neither'],
  ['2015-02-24T22:55:00', 'no offset'],
  ['2015-02-24 22:55:00.123', 'no offset'],
  ['2015-02-29T00:00:00Z', 'no date'],
  ['1900-02-29T00:00:00Z', 'no date'],
  ['2015-13-01T00:00:00Z', 'no date'],
  ['2015-00-01T00:00:00Z', 'no date'],
  ['2015-04-31T00:00:00Z', 'no date'],
  ['2015-01-00T00:00:00Z', 'no date'],
  ['2015-01-01T24:00:00Z', 'no date'],
  ['2015-01-01T00:60:00Z', 'no date'],
  ['2015-01-01T00:00:61Z', 'no date'],
  ['2015-01-01T22:59:60Z', 'no date'],
  ['-5', 'before 1970'],
  ['-0.001', 'before 1970'],
  ['1969-12-31T23:59:59Z', 'before 1970'],
  ['4102444800', '2100'],
  ['4102444799.9996', '2100'],
  ['2100-01-01T00:00:00Z', '2100'],
  ['1700000000000', 'milliseconds'],
  ['1700000000000000', 'microseconds'],
  ['1700000000000000000', 'nanoseconds'],
  ['9'.repeat(400), '2100'],
])('%s is rejected as %s', (text, why) => {
  expect(at(text)).toContain(why);
});

test('an empty time is unknown', () => {
  expect(at('')).toBeNaN();
});

test('every instant of the range reads back from RFC 3339 and from decimal seconds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_799_999 }), fc.integer({ min: -1439, max: 1439 }), (ms, offset) => {
      const local = new Date(ms + offset * 60_000).toISOString().slice(0, -1);
      const pad = (n: number) => String(n).padStart(2, '0');
      const zone = `${offset < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`;
      expect(at(`${local}${zone}`)).toBe(ms);
      expect(at(`${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, '0')}`)).toBe(ms);
    }),
    { numRuns: 2000 },
  );
});

test('decimals round half to even, as exact arithmetic does', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), fc.stringMatching(/^\d{1,12}$/), (seconds, decimals) => {
      const exact = BigInt(seconds) * 10n ** 12n + BigInt(decimals.padEnd(12, '0'));
      const unit = 10n ** 9n;
      const down = exact / unit;
      const twice = 2n * (exact % unit);
      const rounded = twice > unit || (twice === unit && down % 2n === 1n) ? down + 1n : down;
      expect(at(`${seconds}.${decimals}`)).toBe(Number(rounded));
    }),
    { numRuns: 2000 },
  );
});
