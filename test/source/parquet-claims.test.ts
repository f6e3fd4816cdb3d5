import { expect, test } from 'vitest';
import { checkThrift } from '../../src/source/check-thrift.ts';
import { readDeltaBytes, readDeltas, readPlainBytes } from '../../src/source/parquet-encodings.ts';
import { readHybrid } from '../../src/source/parquet-hybrid.ts';

const readerOf = (...bytes: number[]) => ({ view: new DataView(Uint8Array.from(bytes).buffer), offset: 0 });

test('the walk over a header ends where the header ends', () => {
  // Field 1: i32 150, field 2: text "hi", field 3: list of three bools, field 20 (far): double, stop.
  const bytes = [0x15, 0xac, 0x02, 0x18, 2, 0x68, 0x69, 0x19, 0x31, 1, 2, 1, 0x07, 40, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  expect(checkThrift(Uint8Array.from([9, 9, ...bytes, 9]), 2)).toBe(2 + bytes.length);
});

test.each([
  ['a list of more elements than bytes', [0x19, 0xf5, 0xff, 0xff, 0xff, 0x7f, 0]],
  ['a text longer than the rest', [0x18, 0xff, 0xff, 0x03, 0x61, 0]],
  ['an integer that never ends', [0x15, ...new Array<number>(30).fill(0x80)]],
  ['structs inside structs without end', new Array<number>(1000).fill(0x1c)],
  ['an unknown type', [0x1f, 0]],
  ['no end', [0x15, 2]],
])('a header that claims %s is refused', (_, bytes) => {
  expect(() => checkThrift(Uint8Array.from(bytes), 0)).toThrow();
});

test('runs and packed groups are read, and a run gives no more than was asked for', () => {
  expect([...readHybrid(readerOf(10, 3), 2, 5)]).toEqual([3, 3, 3, 3, 3]);
  // Numbers 0 to 7 in three bits each: the example of the format's own page.
  expect([...readHybrid(readerOf(3, 0x88, 0xc6, 0xfa), 3, 8)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect([...readHybrid(readerOf(3, 0x88, 0xc6, 0xfa), 3, 3)]).toEqual([0, 1, 2]);
  expect([...readHybrid(readerOf(4, 0xff, 0xff, 0xff, 0xff), 32, 2)]).toEqual([0xffffffff, 0xffffffff]);
  const billion = readerOf(0xfe, 0xff, 0xff, 0xff, 0x0f, 1);
  expect([...readHybrid(billion, 1, 3)]).toEqual([1, 1, 1]);
  expect(() => readHybrid(readerOf(2), 1, 3)).toThrow();
  expect(() => readHybrid(readerOf(2, 1), 40, 1)).toThrow();
});

test('deltas of an impossible shape are refused, not looped over', () => {
  for (const shape of [
    [0, 4],
    [128, 1, 0],
    [0x80, 0x80, 0x80, 0x80, 0x08, 1],
    [128, 1, 0xff, 0xff, 0xff, 0xff, 0x0f],
  ]) {
    expect(() => readDeltas(readerOf(...shape, 5, 0, 0, 0, 0), new Int32Array(9))).toThrow();
  }
});

test('values that claim to be longer than their page, or to repeat what was not there, are refused', () => {
  expect(() => readPlainBytes(readerOf(200, 0, 0, 0, 1, 2), 1)).toThrow('longer than its page');
  // One value: prefix 3, suffix length 0.
  const one = (value: number) => [128, 1, 4, 1, 2 * value];
  expect(() => readDeltaBytes(readerOf(...one(3), ...one(0)), 1)).toThrow('repeats more than there is');
});
