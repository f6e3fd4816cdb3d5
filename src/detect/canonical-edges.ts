/**
 * The one form of a set of edges: equal sets give equal columns, whatever the order of their rows, their repeats, the
 * batches they came in and the numbers their ids had.
 *
 * - Tables hold the ids that are used, each once, ascending by UTF-8 bytes. Those of events and sources start with the
 *   empty string, which says "none", whether or not a row points at it.
 * - Rows ascend by (layer, entity, account, at with a missing time first, source, event), and no two agree in all six:
 *   of repeats one stays, with the largest of their weights.
 * - `event` and `source` are `null` when no row has one, `weight` when every row weighs 1.
 *
 * Columns that have this form already are found out in one walk and cost no copy. Else it is some 16 B a row besides
 * the columns that go in and those that come out.
 */
import type { EdgeColumns } from '../model/edge.ts';
import { LockstepError } from '../model/errors.ts';
import type { StringTable } from '../model/string-table.ts';
import { isAscending, mergeRepeats, type Rows } from './edge-order.ts';
import { type RankedStrings, rankStrings } from './rank-strings.ts';
import { sortEdges } from './sort-edges.ts';

export function canonicalEdges(columns: EdgeColumns): EdgeColumns {
  const accounts = rankStrings(columns.accounts, columns.account);
  const entities = rankStrings(columns.entities, columns.entity);
  const layers = rankStrings(columns.layers, columns.layer);
  const events = rankOptional(columns.events, columns.event);
  const sources = rankOptional(columns.sources, columns.source);
  const rows: Rows = {
    length: columns.length,
    account: renumber(columns.account, accounts),
    entity: renumber(columns.entity, entities),
    layer: columns.layer,
    at: wholeTimes(columns.at),
    event: columns.event && events && renumber(columns.event, events),
    source: columns.source && sources && renumber(columns.source, sources),
    weight: columns.weight,
  };
  if (layers.rankOf !== null) rows.layer = columns.layer.map((layer) => layers.rankOf?.[layer] as number);
  if (!isAscending(rows)) {
    copyShared(rows, columns);
    sortEdges(rows);
    mergeRepeats(rows);
  }
  if (rows.weight?.every((weight) => weight === 1) === true) rows.weight = null;
  return {
    ...rows,
    accounts: accounts.table,
    layers: layers.table,
    entities: entities.table,
    events: events?.table ?? ONLY_EMPTY,
    sources: sources?.table ?? ONLY_EMPTY,
  };
}

const ONLY_EMPTY: StringTable = { size: 1, bytes: new Uint8Array(0), offsets: new Float64Array(2) };

/** `null` when no row has one. */
function rankOptional(table: StringTable, column: Uint32Array | null): RankedStrings | null {
  if (column === null) return null;
  const ranked = rankStrings(table, column);
  const { size, bytes, offsets } = ranked.table;
  if (bytes.length === 0) return null;
  if (offsets[1] === 0) return ranked;
  const shifted = new Float64Array(size + 2);
  shifted.set(offsets, 1);
  const rankOf = ranked.rankOf ?? new Uint32Array(table.size).map((_, id) => id);
  return { table: { size: size + 1, bytes, offsets: shifted }, rankOf: rankOf.map((rank) => rank + 1) };
}

function renumber(column: Uint32Array, { rankOf }: RankedStrings): Uint32Array {
  if (rankOf === null) return column;
  const ranks = new Uint32Array(column.length);
  for (let row = 0; row < column.length; row++) ranks[row] = rankOf[column[row] as number] as number;
  return ranks;
}

/** Times as they came, but for -0, which is 0 and has another bit. */
function wholeTimes(at: Float64Array): Float64Array {
  let hasMinusZero = false;
  for (let row = 0; row < at.length; row++) {
    const time = at[row] as number;
    if (time === 0) hasMinusZero ||= Object.is(time, -0);
    else if (time !== Math.floor(time) && !Number.isNaN(time)) {
      const advice = 'times are whole milliseconds; report this as a bug';
      throw new LockstepError('internal', `Row ${row} of the edges has the time ${time}; ${advice}.`);
    }
  }
  return hasMinusZero ? at.map((time) => time + 0) : at;
}

/** Sorting writes to the columns: those that are still the caller's become our own. */
function copyShared(rows: Rows, { account, layer, entity, at, event, source, weight }: EdgeColumns): void {
  if (rows.account === account) rows.account = account.slice();
  if (rows.layer === layer) rows.layer = layer.slice();
  if (rows.entity === entity) rows.entity = entity.slice();
  if (rows.at === at) rows.at = at.slice();
  if (rows.event !== null && rows.event === event) rows.event = event.slice();
  if (rows.source !== null && rows.source === source) rows.source = source.slice();
  if (rows.weight !== null && rows.weight === weight) rows.weight = weight.slice();
}
