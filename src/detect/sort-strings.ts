/**
 * The strings of a table that are used, sorted by UTF-8 bytes, each once. Sorted by six bytes at a time (48 bits, exact
 * in a double), then by the next six among those that were equal: ids share long prefixes and few of them are equal.
 */
import type { StringTable } from '../model/string-table.ts';
import { sortRowsBy } from './radix-sort.ts';

const BYTES_AT_ONCE = 6;
const LARGEST_KEY = 2 ** 48 - 1;
const FEW = 2_048;

export type SortedStrings = {
  readonly table: StringTable;
  /** New place of each old string; meaningless for strings that are not used. */
  readonly placeOf: Uint32Array;
};

export function sortStrings(table: StringTable, isUsed: Uint8Array): SortedStrings {
  const used = new Uint32Array(isUsed.reduce((sum, flag) => sum + flag, 0));
  let next = 0;
  for (let i = 0; i < table.size; i++) if (isUsed[i] === 1) used[next++] = i;
  const keys = new Float64Array(table.size);
  const order = new Uint32Array(used.length);
  sortRange(table, used, 0, keys, (sorted, at) => order.set(sorted, at), 0);
  return numberStrings(table, order);
}

/** Sorts strings that are equal in their first `depth` bytes and hands each finished range on with its place. */
function sortRange(
  table: StringTable,
  strings: Uint32Array,
  depth: number,
  keys: Float64Array,
  emit: (sorted: Uint32Array, at: number) => void,
  at: number,
): void {
  for (const i of strings) keys[i] = keyAt(table, i, depth);
  const sorted = sortByKeys(strings, keys);
  emit(sorted, at);
  let from = 0;
  while (from < sorted.length) {
    const key = keys[sorted[from] as number] as number;
    let to = from + 1;
    while (to < sorted.length && keys[sorted[to] as number] === key) to++;
    if (to - from > 1 && isAnyLonger(table, sorted, from, to, depth + BYTES_AT_ONCE)) {
      sortRange(table, sorted.slice(from, to), depth + BYTES_AT_ONCE, keys, emit, at + from);
    }
    from = to;
  }
}

function sortByKeys(strings: Uint32Array, keys: Float64Array): Uint32Array {
  if (strings.length > FEW) return sortRowsBy(strings, (i) => keys[i] as number, LARGEST_KEY);
  return strings.slice().sort((x, y) => (keys[x] as number) - (keys[y] as number));
}

/** The next six bytes as one number; past the end a string counts as zeros, and no id holds a zero byte. */
function keyAt(table: StringTable, i: number, depth: number): number {
  const from = (table.offsets[i] as number) + depth;
  const end = table.offsets[i + 1] as number;
  let key = 0;
  for (let k = from; k < from + BYTES_AT_ONCE; k++) key = key * 256 + (k < end ? (table.bytes[k] as number) : 0);
  return key;
}

function isAnyLonger(table: StringTable, strings: Uint32Array, from: number, to: number, depth: number): boolean {
  for (let k = from; k < to; k++) {
    const i = strings[k] as number;
    if ((table.offsets[i + 1] as number) - (table.offsets[i] as number) > depth) return true;
  }
  return false;
}

/** Copies the strings in order, equal neighbours once. */
function numberStrings(table: StringTable, order: Uint32Array): SortedStrings {
  const placeOf = new Uint32Array(table.size);
  const offsets = new Float64Array(order.length + 1);
  const bytes = new Uint8Array(order.reduce((sum, i) => sum + lengthOf(table, i), 0));
  let size = 0;
  let end = 0;
  order.forEach((i, k) => {
    const from = table.offsets[i] as number;
    const length = lengthOf(table, i);
    if (k > 0 && areEqual(table, i, order[k - 1] as number)) {
      placeOf[i] = size - 1;
      return;
    }
    bytes.set(table.bytes.subarray(from, from + length), end);
    end += length;
    placeOf[i] = size++;
    offsets[size] = end;
  });
  return { table: { size, bytes: bytes.slice(0, end), offsets: offsets.slice(0, size + 1) }, placeOf };
}

function lengthOf(table: StringTable, i: number): number {
  return (table.offsets[i + 1] as number) - (table.offsets[i] as number);
}

function areEqual(table: StringTable, i: number, j: number): boolean {
  const length = lengthOf(table, i);
  if (length !== lengthOf(table, j)) return false;
  const a = table.offsets[i] as number;
  const b = table.offsets[j] as number;
  for (let k = 0; k < length; k++) if (table.bytes[a + k] !== table.bytes[b + k]) return false;
  return true;
}
