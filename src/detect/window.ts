/** Which edges a sweep looks at: those in the half-open window, and those without a time. */
import type { EdgeColumns, TimeWindow } from '../model/edge.ts';

export function selectWindow(columns: EdgeColumns, { from, to }: TimeWindow): EdgeColumns {
  if (from === null && to === null) return columns;
  const first = from ?? Number.NEGATIVE_INFINITY;
  const end = to ?? Number.POSITIVE_INFINITY;
  return keepRows(columns, (row) => {
    const at = columns.at[row] as number;
    return Number.isNaN(at) || (at >= first && at < end);
  });
}

/** The rows that `isKept`, on the same tables. */
export function keepRows(columns: EdgeColumns, isKept: (row: number) => boolean): EdgeColumns {
  const rows = new Uint32Array(columns.length);
  let kept = 0;
  for (let row = 0; row < columns.length; row++) if (isKept(row)) rows[kept++] = row;
  return takeRows(columns, rows.subarray(0, kept));
}

/** The given rows in the given order, on the same tables. */
export function takeRows(columns: EdgeColumns, rows: Uint32Array): EdgeColumns {
  const take = <T extends Uint32Array | Uint16Array | Float64Array>(from: T, to: T): T => {
    for (let i = 0; i < rows.length; i++) to[i] = from[rows[i] as number] as number;
    return to;
  };
  const { length } = rows;
  return {
    ...columns,
    length,
    account: take(columns.account, new Uint32Array(length)),
    layer: take(columns.layer, new Uint16Array(length)),
    entity: take(columns.entity, new Uint32Array(length)),
    at: take(columns.at, new Float64Array(length)),
    event: columns.event && take(columns.event, new Uint32Array(length)),
    source: columns.source && take(columns.source, new Uint32Array(length)),
    weight: columns.weight && take(columns.weight, new Float64Array(length)),
  };
}

/** When a sweep ends, ms: the window's end, or else just after its latest edge. */
export function endOf(columns: EdgeColumns, window: TimeWindow): number {
  if (window.to !== null) return window.to;
  let latest = 0;
  for (const at of columns.at) if (at > latest) latest = at;
  return latest + 1;
}
