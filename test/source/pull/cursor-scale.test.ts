import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CursorScale, scaleOf } from '../../../src/source/pull/cursor-scale.ts';
import { createCursorTrack } from '../../../src/source/pull/cursor-track.ts';

const [TIMESTAMPTZ, DATE, INT4, INT8, NUMERIC, TEXT] = [1184, 1082, 23, 20, 1700, 25];

function scale(type: number): CursorScale {
  const found = scaleOf(type);
  if (found === null) throw new Error(`${type} has no scale`);
  return found;
}

describe('a time', () => {
  it.each([
    ['2026-11-27 10:36:46.029917+00', '2026-11-27T10:36:46.029917Z'],
    ['2026-11-27 10:36:46.1', '2026-11-27T10:36:46.100000Z'],
    ['2026-11-27 10:36:46', '2026-11-27T10:36:46.000000Z'],
    ['1969-12-31 23:59:59.999999+00', '1969-12-31T23:59:59.999999Z'],
    ['0001-01-01', '0001-01-01T00:00:00.000000Z'],
  ])('%s is written back to the microsecond', (text, written) => {
    const { parse, format } = scale(TIMESTAMPTZ);
    expect(format(parse(text) ?? 0n)).toBe(written);
  });

  it('is read as it was written, whatever the microsecond', () => {
    const { format, read } = scale(TIMESTAMPTZ);
    fc.assert(
      fc.property(fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n }), (steps) => {
        expect(read(format(steps))).toBe(steps);
      }),
    );
  });

  it('before all times is the beginning', () => {
    const { format, parse, beginning } = scale(DATE);
    expect(format((parse('0001-01-01') ?? 0n) - 1n)).toBe(beginning);
  });

  it.each([
    'infinity',
    '-infinity',
    '0044-03-15 00:00:00 BC',
    '12026-01-01',
    '',
    '2026-13-01',
    '2026-01-01 10:00:00+05:30',
  ])('%j has no place', (text) => {
    expect(scale(TIMESTAMPTZ).parse(text)).toBeNull();
  });
});

describe('a number', () => {
  it('keeps all its digits, and stays in the range of its type', () => {
    expect(scale(INT8).format(scale(INT8).parse('9007199254740993') ?? 0n)).toBe('9007199254740993');
    expect(scale(INT4).format(-(2n ** 31n) - 5n)).toBe('-2147483648');
    expect(scale(INT4).beginning).toBe('-2147483648');
  });

  it('may be a whole numeric, and no fraction', () => {
    const { parse } = scale(NUMERIC);
    expect([parse('12.000'), parse('12.5'), parse('NaN'), parse('1e5')]).toEqual([12n, null, null, null]);
  });
});

it('text has no order that we know', () => {
  expect(scaleOf(TEXT)).toBeNull();
});

describe('following a cursor', () => {
  const follow = (values: readonly (string | null)[], since: string | null = null) => {
    const track = createCursorTrack('s', 'id', scale(INT8), since);
    for (const value of values) track.see(value);
    return [track.safe(), track.last()];
  };

  it('a pull may go on after the value before the latest, for more of that may come', () => {
    expect(follow([])).toEqual([null, null]);
    expect(follow(['5'])).toEqual([null, '5']);
    expect(follow(['5', '5', '7', '7'])).toEqual(['5', '7']);
    expect(follow(['5', null, '7'])).toEqual(['5', '7']);
  });

  it('looking back takes no cursor back', () => {
    expect(follow(['5', '6'], '6')).toEqual([null, null]);
    expect(follow(['5', '6', '7'], '6')).toEqual([null, '7']);
    expect(follow(['5', '7', '8'], '6')).toEqual(['7', '8']);
  });

  it('rows in another order are refused, and so is what has no place in an order', () => {
    expect(() => follow(['5', '4'])).toThrow(
      /Source s: its rows do not come in the order of its cursor: .*ORDER BY id/,
    );
    expect(() => follow(['1.5'])).toThrow(/Source s: a value of its cursor id has no place/);
  });
});
