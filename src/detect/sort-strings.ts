/**
 * Sorts strings of a table by their UTF-8 bytes: most significant bytes first, seven at a time, each seven by radix
 * sort. Strings that agree in seven bytes are sorted by the next seven, small groups by insertion. So ids with long
 * common beginnings (addresses, numbered names) cost no more than the bytes in which they differ, and nobody can choose
 * ids that make it slow. Needs 24 B a string beside the table.
 */
import type { StringTable } from '../model/string-table.ts';

const BYTES_AT_ONCE = 7;
/** In the last byte of a key: more bytes follow. Less is the number of bytes that were left, all of them in the key. */
const GOES_ON = 8;
/** Groups up to this size are sorted by insertion: below it clearing the counters costs more than comparing. */
const FEW = 24;
const DIGITS = 8;

/** Strings `ids[i]` under the key (`high[i]`, `low[i]`): four bytes in `high`, three in `low`, then how many were left. */
type Keyed = { readonly ids: Uint32Array; readonly high: Uint32Array; readonly low: Uint32Array };

type Work = {
  readonly table: StringTable;
  readonly sorted: Keyed;
  readonly spare: Keyed;
  readonly counts: Uint32Array;
};

/** Sorts `ids`, places in `table`, in place; equal strings come to stand side by side. */
export function sortStrings(table: StringTable, ids: Uint32Array): void {
  const { length } = ids;
  const keys = () => ({ high: new Uint32Array(length), low: new Uint32Array(length) });
  const spare = { ids: new Uint32Array(length), ...keys() };
  sortRange({ table, sorted: { ids, ...keys() }, spare, counts: new Uint32Array(DIGITS * 256) }, 0, length, 0);
}

/** Sorts the strings at `from … to`, which agree in their first `depth` bytes. */
function sortRange(work: Work, from: number, to: number, depth: number): void {
  if (to - from <= FEW) {
    insertStrings(work, from, to, depth);
    return;
  }
  loadKeys(work, from, to, depth);
  sortKeys(work, from, to);
  const { high, low } = work.sorted;
  let start = from;
  while (start < to) {
    const first = high[start] as number;
    const second = low[start] as number;
    let end = start + 1;
    while (end < to && high[end] === first && low[end] === second) end++;
    const isEnded = (second & 0xff) < GOES_ON;
    if (end - start > 1 && !isEnded) sortRange(work, start, end, depth + BYTES_AT_ONCE);
    start = end;
  }
}

function loadKeys({ table, sorted }: Work, from: number, to: number, depth: number): void {
  const { bytes, offsets } = table;
  const { ids, high, low } = sorted;
  for (let i = from; i < to; i++) {
    const id = ids[i] as number;
    const start = (offsets[id] as number) + depth;
    const left = (offsets[id + 1] as number) - start;
    if (left >= BYTES_AT_ONCE) {
      high[i] =
        ((bytes[start] as number) << 24) |
        ((bytes[start + 1] as number) << 16) |
        ((bytes[start + 2] as number) << 8) |
        (bytes[start + 3] as number);
      low[i] =
        ((bytes[start + 4] as number) << 24) |
        ((bytes[start + 5] as number) << 16) |
        ((bytes[start + 6] as number) << 8) |
        Math.min(left, GOES_ON);
      continue;
    }
    high[i] =
      (left > 0 ? (bytes[start] as number) << 24 : 0) |
      (left > 1 ? (bytes[start + 1] as number) << 16 : 0) |
      (left > 2 ? (bytes[start + 2] as number) << 8 : 0) |
      (left > 3 ? (bytes[start + 3] as number) : 0);
    low[i] =
      (left > 4 ? (bytes[start + 4] as number) << 24 : 0) | (left > 5 ? (bytes[start + 5] as number) << 16 : 0) | left;
  }
}

/** Least significant byte first; bytes that are the same in all keys are passed over. */
function sortKeys({ sorted, spare, counts }: Work, from: number, to: number): void {
  countDigits(sorted, counts, from, to);
  let source = sorted;
  let target = spare;
  for (let digit = 0; digit < DIGITS; digit++) {
    const places = counts.subarray(digit * 256, digit * 256 + 256);
    if (!startPlaces(places, from, to)) continue;
    moveByDigit(source, target, places, from, to, digit);
    [source, target] = [target, source];
  }
  if (source !== sorted) {
    sorted.ids.set(spare.ids.subarray(from, to), from);
    sorted.high.set(spare.high.subarray(from, to), from);
    sorted.low.set(spare.low.subarray(from, to), from);
  }
}

function countDigits({ high, low }: Keyed, counts: Uint32Array, from: number, to: number): void {
  counts.fill(0);
  for (let i = from; i < to; i++) {
    let word = low[i] as number;
    for (let place = 0; place < 1024; place += 256, word >>>= 8) {
      counts[place + (word & 0xff)] = (counts[place + (word & 0xff)] as number) + 1;
    }
    word = high[i] as number;
    for (let place = 1024; place < 2048; place += 256, word >>>= 8) {
      counts[place + (word & 0xff)] = (counts[place + (word & 0xff)] as number) + 1;
    }
  }
}

/** Turns the counts of a digit into where each value starts; false when one value is all there is. */
function startPlaces(places: Uint32Array, from: number, to: number): boolean {
  let place = from;
  for (let value = 0; value < 256; value++) {
    const count = places[value] as number;
    if (count === to - from) return false;
    places[value] = place;
    place += count;
  }
  return true;
}

function moveByDigit(source: Keyed, target: Keyed, places: Uint32Array, from: number, to: number, digit: number): void {
  const { ids, high, low } = source;
  const { ids: toIds, high: toHigh, low: toLow } = target;
  const words = digit < 4 ? low : high;
  const shift = (digit & 3) * 8;
  for (let i = from; i < to; i++) {
    const value = ((words[i] as number) >>> shift) & 0xff;
    const place = places[value] as number;
    places[value] = place + 1;
    toIds[place] = ids[i] as number;
    toHigh[place] = high[i] as number;
    toLow[place] = low[i] as number;
  }
}

function insertStrings({ table, sorted }: Work, from: number, to: number, depth: number): void {
  const { ids } = sorted;
  for (let i = from + 1; i < to; i++) {
    const id = ids[i] as number;
    let place = i;
    while (place > from && isBefore(table, id, ids[place - 1] as number, depth)) {
      ids[place] = ids[place - 1] as number;
      place--;
    }
    ids[place] = id;
  }
}

/** Whether string `x` comes before string `y`, both the same in their first `depth` bytes. */
export function isBefore({ bytes, offsets }: StringTable, x: number, y: number, depth = 0): boolean {
  let i = (offsets[x] as number) + depth;
  let j = (offsets[y] as number) + depth;
  const endX = offsets[x + 1] as number;
  const endY = offsets[y + 1] as number;
  while (i < endX && j < endY) {
    const difference = (bytes[i++] as number) - (bytes[j++] as number);
    if (difference !== 0) return difference < 0;
  }
  return i === endX && j < endY;
}
