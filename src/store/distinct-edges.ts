import type { EdgeColumns } from '../model/edge.ts';
import type { StringTable } from '../model/string-table.ts';
import { pickRows } from './pick-rows.ts';

/** Every edge once, with its largest weight, ordered by the bytes of layer, entity, account, then time (none first), source, event. */
export function distinctEdges(columns: EdgeColumns): EdgeColumns {
  const { length, weight } = columns;
  const { order, isSame } = sortRows(columns);
  const best = weight === null ? null : new Float64Array(length);
  let kept = 0;
  for (let k = 0; k < length; k++) {
    const row = order[k] as number;
    const isNew = kept === 0 || !isSame(order[kept - 1] as number, row);
    if (isNew) order[kept++] = row;
    if (best === null || weight === null) continue;
    const heavier = weight[row] as number;
    best[kept - 1] = isNew ? heavier : Math.max(best[kept - 1] as number, heavier);
  }
  return { ...pickRows(columns, order.subarray(0, kept)), weight: best?.slice(0, kept) ?? null };
}

type SortedRows = { readonly order: Uint32Array; readonly isSame: (i: number, j: number) => boolean };

/** By names in three passes of counting; few rows have all names in common, and only those are compared by the rest. */
function sortRows(columns: EdgeColumns): SortedRows {
  const { length, at } = columns;
  const account = ranksOf(columns.accounts);
  const entity = ranksOf(columns.entities);
  const layer = ranksOf(columns.layers);
  const source = columns.source === null ? null : ranksOf(columns.sources);
  const event = columns.event === null ? null : ranksOf(columns.events);
  let order: Uint32Array = new Uint32Array(length).map((_, row) => row);
  order = sortByRank(order, columns.account, account);
  order = sortByRank(order, columns.entity, entity);
  order = sortByRank(order, columns.layer, layer);
  const compareRest = (i: number, j: number): number =>
    timeOf(at, i) - timeOf(at, j) || differ(source, columns.source, i, j) || differ(event, columns.event, i, j);
  const hasSameNames = (i: number, j: number): boolean =>
    columns.account[i] === columns.account[j] &&
    columns.entity[i] === columns.entity[j] &&
    columns.layer[i] === columns.layer[j];
  for (let start = 0, end = 1; start < length; start = end, end++) {
    while (end < length && hasSameNames(order[start] as number, order[end] as number)) end++;
    if (end - start > 1) order.subarray(start, end).sort(compareRest);
  }
  return { order, isSame: (i, j) => hasSameNames(i, j) && compareRest(i, j) === 0 };
}

/** Rows by the rank of their name, those of one name in the order they stood in. */
function sortByRank(order: Uint32Array, numbers: Uint32Array | Uint16Array, ranks: Uint32Array): Uint32Array {
  const next = new Uint32Array(ranks.length + 1);
  for (const row of order) {
    const rank = ranks[numbers[row] as number] as number;
    next[rank + 1] = (next[rank + 1] as number) + 1;
  }
  for (let rank = 0; rank < ranks.length; rank++) next[rank + 1] = (next[rank + 1] as number) + (next[rank] as number);
  const sorted = new Uint32Array(order.length);
  for (const row of order) {
    const rank = ranks[numbers[row] as number] as number;
    const place = next[rank] as number;
    sorted[place] = row;
    next[rank] = place + 1;
  }
  return sorted;
}

/** Place of every string of the table in the order of bytes. */
function ranksOf({ size, bytes, offsets }: StringTable): Uint32Array {
  const compare = (i: number, j: number): number => {
    let x = offsets[i] as number;
    let y = offsets[j] as number;
    const endOfX = offsets[i + 1] as number;
    const endOfY = offsets[j + 1] as number;
    for (; x < endOfX && y < endOfY; x++, y++) {
      const difference = (bytes[x] as number) - (bytes[y] as number);
      if (difference !== 0) return difference;
    }
    return endOfX - x - (endOfY - y);
  };
  const order = new Uint32Array(size).map((_, i) => i).sort(compare);
  const ranks = new Uint32Array(size);
  for (let rank = 0; rank < size; rank++) ranks[order[rank] as number] = rank;
  return ranks;
}

function differ(ranks: Uint32Array | null, rows: Uint32Array | Uint16Array | null, i: number, j: number): number {
  if (ranks === null || rows === null) return 0;
  return (ranks[rows[i] as number] as number) - (ranks[rows[j] as number] as number);
}

function timeOf(at: Float64Array, row: number): number {
  const time = at[row] as number;
  return Number.isNaN(time) ? -1 : time;
}
