/** The rows that CooRTweet's rule looks at: distinct, timed, of accounts with enough of them, by entity and time. */
import type { EdgeColumns } from '../model/edge.ts';
import { bytesAt, compareBytes } from '../model/string-table.ts';
import { rowsOf } from './layer.ts';
import { createTimeSort } from './pair-time-sort.ts';

export type CoortweetRows = {
  readonly length: number;
  readonly account: Uint32Array;
  readonly entity: Uint32Array;
  readonly at: Float64Array;
  /** Below `events`. A row without an event is one of its own. */
  readonly event: Uint32Array;
  /** 1 when the event is the entity: the original post among its reposts. */
  readonly isOwnEvent: Uint8Array;
  /** Places of each account's rows, ascending: `places[offsets[a] .. offsets[a + 1])`. */
  readonly offsets: Uint32Array;
  readonly places: Uint32Array;
  readonly accounts: number;
  readonly events: number;
};

/** `columns` are canonical. */
export function readCoortweetRows(columns: EdgeColumns, layer: number, participation: number): CoortweetRows {
  const order = sortByTime(columns, keepActive(columns, distinctRows(columns, layer), participation));
  const event = Uint32Array.from(order, (row, place) => eventOf(columns, row) ?? columns.events.size + place);
  const account = Uint32Array.from(order, (row) => columns.account[row] as number);
  return {
    length: order.length,
    account,
    entity: Uint32Array.from(order, (row) => columns.entity[row] as number),
    at: Float64Array.from(order, (row) => columns.at[row] as number),
    event,
    isOwnEvent: Uint8Array.from(order, (row) => (isOwnEvent(columns, row) ? 1 : 0)),
    ...placesOf(account, columns.accounts.size),
    accounts: columns.accounts.size,
    events: columns.events.size + order.length,
  };
}

/** Timed rows, one for each entity, account, time and event: rows that differ in their source only stand together. */
function distinctRows(columns: EdgeColumns, layer: number): Uint32Array {
  const { from, to } = rowsOf(columns, layer);
  const rows = new Uint32Array(to - from);
  let kept = 0;
  const seen = new Set<number | null>();
  for (let row = from; row < to; row++) {
    if (Number.isNaN(columns.at[row])) continue;
    if (row === from || !isSameAction(columns, row, row - 1)) seen.clear();
    const event = eventOf(columns, row);
    if (seen.has(event)) continue;
    seen.add(event);
    rows[kept++] = row;
  }
  return rows.subarray(0, kept);
}

function isSameAction({ entity, account, at }: EdgeColumns, x: number, y: number): boolean {
  return entity[x] === entity[y] && account[x] === account[y] && at[x] === at[y];
}

/** The row's event, `null` without one. */
function eventOf({ event, events }: EdgeColumns, row: number): number | null {
  if (event === null) return null;
  const id = event[row] as number;
  return events.offsets[id] === events.offsets[id + 1] ? null : id;
}

function isOwnEvent(columns: EdgeColumns, row: number): boolean {
  const event = eventOf(columns, row);
  if (event === null) return false;
  return compareBytes(bytesAt(columns.events, event), bytesAt(columns.entities, columns.entity[row] as number)) === 0;
}

function keepActive({ account, accounts }: EdgeColumns, rows: Uint32Array, least: number): Uint32Array {
  const counts = new Uint32Array(accounts.size);
  for (const row of rows) counts[account[row] as number] = (counts[account[row] as number] as number) + 1;
  return rows.filter((row) => (counts[account[row] as number] as number) >= least);
}

/** Rows stand by entity already. */
function sortByTime({ entity, at }: EdgeColumns, rows: Uint32Array): Uint32Array {
  const sort = createTimeSort();
  const times = Float64Array.from(rows, (row) => at[row] as number);
  for (let from = 0, to = 0; from < rows.length; from = to) {
    while (to < rows.length && entity[rows[to] as number] === entity[rows[from] as number]) to++;
    sort(times.subarray(from, to), rows.subarray(from, to), to - from);
  }
  return rows;
}

function placesOf(account: Uint32Array, accounts: number): Pick<CoortweetRows, 'offsets' | 'places'> {
  const offsets = new Uint32Array(accounts + 1);
  for (const a of account) offsets[a + 1] = (offsets[a + 1] as number) + 1;
  for (let a = 0; a < accounts; a++) offsets[a + 1] = (offsets[a + 1] as number) + (offsets[a] as number);
  const next = offsets.slice(0, accounts);
  const places = new Uint32Array(account.length);
  account.forEach((a, place) => {
    places[next[a] as number] = place;
    next[a] = (next[a] as number) + 1;
  });
  return { offsets, places };
}
