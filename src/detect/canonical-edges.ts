/**
 * Edges in the one order that every way of reading them leads to. Tables hold the ids that are used, sorted by UTF-8
 * bytes; rows are sorted by (layer, entity, account, at, source, event), a missing time first; of rows with an equal
 * key the largest weight stays. Equal sets of edges so become equal columns, whatever their order, repeats or batches.
 * `event` and `source` are `null` when no row has one, `weight` when every row weighs 1.
 */
import type { EdgeColumns } from '../model/edge.ts';
import type { StringTable } from '../model/string-table.ts';
import { orderRows } from './order-rows.ts';
import { sortStrings } from './sort-strings.ts';
import { takeRows } from './window.ts';

export function canonicalEdges(columns: EdgeColumns): EdgeColumns {
  const numbered = numberIds(columns);
  const order = orderRows(numbered);
  const { rows, weights } = mergeRepeats(numbered, order);
  const sorted = takeRows({ ...numbered, weight: null }, rows);
  return {
    ...sorted,
    ...(hasAny(sorted.event, sorted.events) ? {} : { event: null, events: NO_STRINGS }),
    ...(hasAny(sorted.source, sorted.sources) ? {} : { source: null, sources: NO_STRINGS }),
    weight: weights.every((weight) => weight === 1) ? null : weights,
  };
}

/** Every id by its place among the used ids in byte order. */
function numberIds(columns: EdgeColumns): EdgeColumns {
  const account = renumber(columns.account, columns.accounts);
  const entity = renumber(columns.entity, columns.entities);
  const layer = renumber(columns.layer, columns.layers);
  const event = columns.event && renumber(columns.event, columns.events);
  const source = columns.source && renumber(columns.source, columns.sources);
  return {
    ...columns,
    account: account.ids,
    accounts: account.table,
    entity: entity.ids,
    entities: entity.table,
    layer: new Uint16Array(layer.ids),
    layers: layer.table,
    event: event === null ? null : event.ids,
    events: event === null ? NO_STRINGS : event.table,
    source: source === null ? null : source.ids,
    sources: source === null ? NO_STRINGS : source.table,
  };
}

const NO_STRINGS: StringTable = { size: 0, bytes: new Uint8Array(0), offsets: new Float64Array(1) };

function renumber(ids: Uint32Array | Uint16Array, table: StringTable): { ids: Uint32Array; table: StringTable } {
  const isUsed = new Uint8Array(table.size);
  for (const id of ids) isUsed[id] = 1;
  const sorted = sortStrings(table, isUsed);
  const renumbered = new Uint32Array(ids.length);
  for (let row = 0; row < ids.length; row++) renumbered[row] = sorted.placeOf[ids[row] as number] as number;
  return { ids: renumbered, table: sorted.table };
}

/** The first row of each key, with the largest weight of its repeats. */
function mergeRepeats(columns: EdgeColumns, order: Uint32Array): { rows: Uint32Array; weights: Float64Array } {
  const rows = new Uint32Array(order.length);
  const weights = new Float64Array(order.length);
  let kept = 0;
  for (const row of order) {
    const weight = columns.weight === null ? 1 : (columns.weight[row] as number);
    if (kept > 0 && isRepeat(columns, rows[kept - 1] as number, row)) {
      weights[kept - 1] = Math.max(weights[kept - 1] as number, weight);
      continue;
    }
    rows[kept] = row;
    weights[kept++] = weight;
  }
  return { rows: rows.subarray(0, kept), weights: weights.slice(0, kept) };
}

function isRepeat(columns: EdgeColumns, x: number, y: number): boolean {
  return (
    columns.account[x] === columns.account[y] &&
    columns.entity[x] === columns.entity[y] &&
    columns.layer[x] === columns.layer[y] &&
    Object.is(columns.at[x], columns.at[y]) &&
    columns.event?.[x] === columns.event?.[y] &&
    columns.source?.[x] === columns.source?.[y]
  );
}

function hasAny(ids: Uint32Array | null, table: StringTable): boolean {
  return ids !== null && (table.offsets[table.size] as number) > 0;
}
