/**
 * Row numbers in canonical order: by (layer, entity, account, time, source, event), a missing time first.
 * One counting sort by entity puts what must be compared side by side; each entity's rows, most often a few, are then
 * sorted in cache, where sorting ten million rows key by key walks through all of memory once a digit.
 */
import type { EdgeColumns } from '../model/edge.ts';

const FEW = 24;
/** Account and place fit one double while an entity has at most 2^20 rows. */
const PLACES = 2 ** 20;

export function orderRows(columns: EdgeColumns): Uint32Array {
  const { order, offsets } = groupBy(columns.entity, columns.entities.size, null);
  const compare = (x: number, y: number) => compareRows(columns, x, y);
  for (let e = 0; e + 1 < offsets.length; e++) {
    sortRange(order, offsets[e] as number, offsets[e + 1] as number, columns.account, compare);
  }
  return columns.layers.size < 2 ? order : groupBy(columns.layer, columns.layers.size, order).order;
}

/** Stable counting sort of the rows (in `before`'s order, or ascending) by a small key. */
function groupBy(
  keys: Uint32Array | Uint16Array,
  count: number,
  before: Uint32Array | null,
): { readonly order: Uint32Array; readonly offsets: Uint32Array } {
  const offsets = new Uint32Array(count + 1);
  for (let row = 0; row < keys.length; row++) {
    const key = keys[row] as number;
    offsets[key + 1] = (offsets[key + 1] as number) + 1;
  }
  for (let k = 0; k < count; k++) offsets[k + 1] = (offsets[k + 1] as number) + (offsets[k] as number);
  const next = offsets.slice();
  const order = new Uint32Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    const row = before === null ? i : (before[i] as number);
    const key = keys[row] as number;
    const place = next[key] as number;
    next[key] = place + 1;
    order[place] = row;
  }
  return { order, offsets };
}

type Compare = (x: number, y: number) => number;

function sortRange(order: Uint32Array, from: number, to: number, account: Uint32Array, compare: Compare): void {
  if (to - from < 2) return;
  if (to - from <= FEW) insertionSort(order, from, to, compare);
  else if (to - from > PLACES) order.subarray(from, to).sort(compare);
  else sortByAccount(order, from, to, account, compare);
}

/** By account as numbers, natively; then each account's rows by the whole key. */
function sortByAccount(order: Uint32Array, from: number, to: number, account: Uint32Array, compare: Compare): void {
  const rows = order.slice(from, to);
  const keys = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) keys[i] = (account[rows[i] as number] as number) * PLACES + i;
  keys.sort();
  let start = from;
  for (let i = 0; i < keys.length; i++) {
    order[from + i] = rows[(keys[i] as number) % PLACES] as number;
    const isLast =
      i + 1 === keys.length ||
      Math.floor((keys[i + 1] as number) / PLACES) !== Math.floor((keys[i] as number) / PLACES);
    if (!isLast) continue;
    const end = from + i + 1;
    if (end - start <= FEW) insertionSort(order, start, end, compare);
    else order.subarray(start, end).sort(compare);
    start = end;
  }
}

function insertionSort(order: Uint32Array, from: number, to: number, compare: Compare): void {
  for (let i = from + 1; i < to; i++) {
    const row = order[i] as number;
    let j = i - 1;
    while (j >= from && compare(order[j] as number, row) > 0) {
      order[j + 1] = order[j] as number;
      j--;
    }
    order[j + 1] = row;
  }
}

/** Rows of one entity by all but the layer; the layers are put apart afterwards, stably, so within a layer this is the order. */
function compareRows(columns: EdgeColumns, x: number, y: number): number {
  const byAccount = (columns.account[x] as number) - (columns.account[y] as number);
  if (byAccount !== 0) return byAccount;
  const byTime = timeKey(columns.at[x] as number) - timeKey(columns.at[y] as number);
  if (byTime !== 0) return byTime;
  if (columns.source !== null && columns.source[x] !== columns.source[y]) {
    return (columns.source[x] as number) - (columns.source[y] as number);
  }
  return columns.event === null ? 0 : (columns.event[x] as number) - (columns.event[y] as number);
}

function timeKey(at: number): number {
  return Number.isNaN(at) ? -1 : at;
}
