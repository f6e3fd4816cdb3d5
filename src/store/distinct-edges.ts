import type { EdgeColumns } from '../model/edge.ts';
import { compareAt, type StringTable } from '../model/string-table.ts';
import { pickRows } from './pick-rows.ts';

/** Every edge once, with its largest weight, ordered by the bytes of layer, entity, account, then time (none first), source, event. */
export function distinctEdges(columns: EdgeColumns): EdgeColumns {
  const { length, at } = columns;
  const layer = ranksOf(columns.layers);
  const entity = ranksOf(columns.entities);
  const account = ranksOf(columns.accounts);
  const source = columns.source === null ? null : ranksOf(columns.sources);
  const event = columns.event === null ? null : ranksOf(columns.events);
  const compare = (i: number, j: number): number =>
    differ(layer, columns.layer, i, j) ||
    differ(entity, columns.entity, i, j) ||
    differ(account, columns.account, i, j) ||
    timeOf(at, i) - timeOf(at, j) ||
    differ(source, columns.source, i, j) ||
    differ(event, columns.event, i, j);
  const order = new Uint32Array(length).map((_, row) => row).sort(compare);
  const { weight } = columns;
  const best = weight === null ? null : new Float64Array(length);
  let kept = 0;
  for (let k = 0; k < length; k++) {
    const row = order[k] as number;
    const isNew = kept === 0 || compare(order[kept - 1] as number, row) !== 0;
    if (isNew) order[kept++] = row;
    if (best === null || weight === null) continue;
    const heavier = weight[row] as number;
    best[kept - 1] = isNew ? heavier : Math.max(best[kept - 1] as number, heavier);
  }
  return { ...pickRows(columns, order.subarray(0, kept)), weight: best?.slice(0, kept) ?? null };
}

/** Place of every string of the table in the order of bytes. */
function ranksOf(table: StringTable): Uint32Array {
  const order = new Uint32Array(table.size).map((_, i) => i).sort((i, j) => compareAt(table, i, j));
  const ranks = new Uint32Array(table.size);
  for (let rank = 0; rank < order.length; rank++) ranks[order[rank] as number] = rank;
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
