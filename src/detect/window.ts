/** Which edges a sweep looks at: those in the half-open window, and those without a time. */
import type { EdgeColumns, TimeWindow } from '../model/edge.ts';

export function selectWindow(columns: EdgeColumns, { from, to }: TimeWindow): EdgeColumns {
  if (from === null && to === null) return columns;
  const first = from ?? Number.NEGATIVE_INFINITY;
  const end = to ?? Number.POSITIVE_INFINITY;
  const { at } = columns;
  return keepRows(columns, (row) => {
    const time = at[row] as number;
    return Number.isNaN(time) || (time >= first && time < end);
  });
}

/** The rows that are kept, in their order, on the same tables; the columns themselves when that is all of them. */
export function keepRows(columns: EdgeColumns, isKept: (row: number) => boolean): EdgeColumns {
  const rows = new Uint32Array(columns.length);
  let kept = 0;
  for (let row = 0; row < columns.length; row++) if (isKept(row)) rows[kept++] = row;
  return kept === columns.length ? columns : takeRows(columns, rows.subarray(0, kept));
}

/** The rows of the given numbers, in the order of these, on the same tables. */
function takeRows(columns: EdgeColumns, rows: Uint32Array): EdgeColumns {
  const { length } = rows;
  const take = <Column extends Uint32Array | Uint16Array | Float64Array>(to: Column, from: Column): Column => {
    for (let i = 0; i < length; i++) to[i] = from[rows[i] as number] as number;
    return to;
  };
  return {
    ...columns,
    length,
    account: take(new Uint32Array(length), columns.account),
    layer: take(new Uint16Array(length), columns.layer),
    entity: take(new Uint32Array(length), columns.entity),
    at: take(new Float64Array(length), columns.at),
    event: columns.event && take(new Uint32Array(length), columns.event),
    source: columns.source && take(new Uint32Array(length), columns.source),
    weight: columns.weight && take(new Float64Array(length), columns.weight),
  };
}

/** When a sweep ends, ms since 1970: the window's end, or without one the moment after the latest edge. */
export function endOf(columns: EdgeColumns, window: TimeWindow): number {
  if (window.to !== null) return window.to;
  let end = 0;
  for (const time of columns.at) if (time >= end) end = time + 1;
  return end;
}
