import { describe, expect, it } from 'vitest';
import { endOf, keepRows, selectWindow } from '../../src/detect/window.ts';
import { makeColumns, rowsOf } from './make-columns.ts';

const at = (time: number | null) => ({ account: 'a', layer: 'x', entity: `e${time}`, at: time });
const columns = makeColumns([at(30), at(10), at(null), at(20), at(9)]);
const timesIn = (from: number | null, to: number | null) => [...selectWindow(columns, { from, to }).at];

describe('selectWindow', () => {
  it('takes the first instant and leaves the last', () => {
    expect(timesIn(10, 30)).toEqual([10, Number.NaN, 20]);
  });

  it('is open where a side is not given', () => {
    expect(timesIn(20, null)).toEqual([30, Number.NaN, 20]);
    expect(timesIn(null, 10)).toEqual([Number.NaN, 9]);
  });

  it('always has the rows without a time', () => {
    expect(timesIn(1_000, 1_000)).toEqual([Number.NaN]);
  });

  it('hands back the same columns when nothing is left out', () => {
    expect(selectWindow(columns, { from: null, to: null })).toBe(columns);
    expect(selectWindow(columns, { from: 0, to: 31 })).toBe(columns);
  });
});

describe('keepRows', () => {
  it('keeps what belongs to a row together, in order', () => {
    const edge = { account: 'a', layer: 'x', entity: 'e' };
    const some = makeColumns([
      { ...edge, event: 'one', weight: 2 },
      { ...edge, layer: 'y', source: 's' },
      { ...edge, account: 'b', at: 5, event: 'two', weight: 3 },
    ]);
    expect(rowsOf(keepRows(some, (row) => row !== 1))).toEqual(['x|e|a|NaN||one|2', 'x|e|b|5||two|3']);
  });
});

describe('endOf', () => {
  it('is the end of the window, or the moment after the latest edge', () => {
    expect(endOf(columns, { from: null, to: 15 })).toBe(15);
    expect(endOf(columns, { from: 12, to: null })).toBe(31);
    expect(endOf(makeColumns([at(0)]), { from: null, to: null })).toBe(1);
    expect(endOf(makeColumns([at(null)]), { from: null, to: null })).toBe(0);
  });
});
