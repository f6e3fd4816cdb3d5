import type { EdgeColumns, TimeWindow } from '../model/edge.ts';

/** Some rows of the columns, in the order asked for; the tables stay. */
export function pickRows(columns: EdgeColumns, rows: Uint32Array): EdgeColumns {
  const pick = <Rows extends Uint32Array | Uint16Array | Float64Array>(from: Rows, into: Rows): Rows => {
    for (let k = 0; k < rows.length; k++) into[k] = from[rows[k] as number] as number;
    return into;
  };
  const { length } = rows;
  return {
    ...columns,
    length,
    account: pick(columns.account, new Uint32Array(length)),
    layer: pick(columns.layer, new Uint16Array(length)),
    entity: pick(columns.entity, new Uint32Array(length)),
    at: pick(columns.at, new Float64Array(length)),
    event: columns.event === null ? null : pick(columns.event, new Uint32Array(length)),
    source: columns.source === null ? null : pick(columns.source, new Uint32Array(length)),
    weight: columns.weight === null ? null : pick(columns.weight, new Float64Array(length)),
  };
}

/** Whether a time is in the window; no time always is. */
export function createTimeTest(window: TimeWindow): (at: number) => boolean {
  const from = window.from ?? Number.NEGATIVE_INFINITY;
  const to = window.to ?? Number.POSITIVE_INFINITY;
  return (at) => Number.isNaN(at) || (at >= from && at < to);
}

export const EVERY_TIME: TimeWindow = { from: null, to: null };
