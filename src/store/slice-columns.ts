import type { EdgeColumns } from '../model/edge.ts';

/** Rows [from, to) as views: the tables are shared, nothing is copied. */
export function sliceColumns(columns: EdgeColumns, from: number, to: number): EdgeColumns {
  const end = Math.min(to, columns.length);
  const start = Math.min(from, end);
  return {
    ...columns,
    length: end - start,
    account: columns.account.subarray(start, end),
    layer: columns.layer.subarray(start, end),
    entity: columns.entity.subarray(start, end),
    at: columns.at.subarray(start, end),
    event: columns.event?.subarray(start, end) ?? null,
    source: columns.source?.subarray(start, end) ?? null,
    weight: columns.weight?.subarray(start, end) ?? null,
  };
}
