/**
 * The pairs of the R package CooRTweet (Righetti and Balluff, doi 10.1177/20563051241245665), rule for rule, so that its
 * figures can be held against ours:
 * 1. distinct rows (entity, account, event, time); accounts with fewer rows than the participation threshold are dropped;
 * 2. for each entity all pairs of rows by different accounts with different events within the span; none where an event is
 *    the entity itself;
 * 3. the events in these pairs are coordinated; an account participates with at least as many rows with a coordinated
 *    event as the threshold says; a pair stays when one of its accounts participates;
 * 4. a pair weighs the number of its row pairs.
 * An account's repeats so count again and again; the rule `own` counts an entity once.
 */
import type { EdgeColumns } from '../model/edge.ts';
import { bytesAt, compareBytes } from '../model/string-table.ts';
import { rowsOf } from './layer.ts';
import { PairCollector, type PairList } from './pair-list.ts';
import { sortRows } from './radix-sort.ts';

export type CoortweetOptions = { readonly spanMs: number; readonly participation: number };

/** Columns: weight (row pairs), mean time apart in seconds, distinct entities. Pairs `a < b`, sorted. */
export function coortweet(columns: EdgeColumns, layer: number, options: CoortweetOptions): PairList {
  const rows = takeActiveRows(columns, layer, options.participation);
  const pairs = pairRows(columns, rows, options.spanMs);
  const participates = findParticipants(columns, rows, pairs, options.participation);
  return addUp(pairs, participates);
}

/** Distinct timed rows, in canonical order, of accounts with enough of them. */
function takeActiveRows(columns: EdgeColumns, layer: number, least: number): Uint32Array {
  const { from, to } = rowsOf(columns, layer);
  const counts = new Uint32Array(columns.accounts.size);
  const distinct: number[] = [];
  const seen = new Set<number>();
  for (let row = from; row < to; row++) {
    const isSameCell = row > from && isSame(columns, row, row - 1);
    if (!isSameCell) seen.clear();
    const event = eventOf(columns, row);
    if (Number.isNaN(columns.at[row]) || (event >= 0 && seen.has(event)) || (event < 0 && isSameCell)) continue;
    seen.add(event);
    distinct.push(row);
    counts[columns.account[row] as number] = (counts[columns.account[row] as number] as number) + 1;
  }
  return Uint32Array.from(distinct.filter((row) => (counts[columns.account[row] as number] as number) >= least));
}

/** Two rows of one entity, account and time: they differ in source or event at most. */
function isSame(columns: EdgeColumns, x: number, y: number): boolean {
  return (
    columns.entity[x] === columns.entity[y] &&
    columns.account[x] === columns.account[y] &&
    columns.at[x] === columns.at[y]
  );
}

/** The row's event, -1 without one: such a row is an event of its own. */
function eventOf(columns: EdgeColumns, row: number): number {
  const event = columns.event?.[row] ?? -1;
  return event >= 0 && columns.events.offsets[event] === columns.events.offsets[event + 1] ? -1 : event;
}

/** Pairs of places in `rows`; columns: account a, account b, time apart in ms, entity. */
function pairRows(columns: EdgeColumns, rows: Uint32Array, spanMs: number): PairList {
  const pairs = new PairCollector(4);
  let from = 0;
  while (from < rows.length) {
    const entity = columns.entity[rows[from] as number] as number;
    let to = from;
    while (to < rows.length && columns.entity[rows[to] as number] === entity) to++;
    pairWithin(columns, rows, placesByTime(columns, rows, from, to), spanMs, pairs);
    from = to;
  }
  return pairs.list();
}

function placesByTime(columns: EdgeColumns, rows: Uint32Array, from: number, to: number): Uint32Array {
  const places = Uint32Array.from({ length: to - from }, (_, i) => from + i);
  const at = (place: number) => columns.at[rows[place] as number] as number;
  return places.filter((place) => !isOwnEvent(columns, rows[place] as number)).sort((x, y) => at(x) - at(y) || x - y);
}

/** The original post among its reposts. */
function isOwnEvent(columns: EdgeColumns, row: number): boolean {
  const event = eventOf(columns, row);
  return (
    event >= 0 &&
    compareBytes(bytesAt(columns.events, event), bytesAt(columns.entities, columns.entity[row] as number)) === 0
  );
}

function pairWithin(
  columns: EdgeColumns,
  rows: Uint32Array,
  places: Uint32Array,
  spanMs: number,
  pairs: PairCollector,
): void {
  for (let i = 0; i < places.length; i++) {
    const x = rows[places[i] as number] as number;
    for (let j = i + 1; j < places.length; j++) {
      const y = rows[places[j] as number] as number;
      const gap = (columns.at[y] as number) - (columns.at[x] as number);
      if (gap > spanMs) break;
      const event = eventOf(columns, x);
      if (columns.account[x] === columns.account[y] || (event >= 0 && event === eventOf(columns, y))) continue;
      pairs.add(places[i] as number, places[j] as number);
      pairs.set(0, Math.min(columns.account[x] as number, columns.account[y] as number));
      pairs.set(1, Math.max(columns.account[x] as number, columns.account[y] as number));
      pairs.set(2, gap);
      pairs.set(3, columns.entity[x] as number);
    }
  }
}

/** 1 for each account with enough rows whose event is in a pair. */
function findParticipants(columns: EdgeColumns, rows: Uint32Array, pairs: PairList, least: number): Uint8Array {
  const isCoordinatedEvent = new Uint8Array(columns.events.size);
  const isCoordinatedRow = new Uint8Array(rows.length);
  for (let i = 0; i < pairs.length; i++) {
    for (const place of [pairs.a[i] as number, pairs.b[i] as number]) {
      const event = eventOf(columns, rows[place] as number);
      if (event >= 0) isCoordinatedEvent[event] = 1;
      isCoordinatedRow[place] = 1;
    }
  }
  const counts = new Uint32Array(columns.accounts.size);
  rows.forEach((row, place) => {
    const event = eventOf(columns, row);
    const isCoordinated = event < 0 ? isCoordinatedRow[place] : isCoordinatedEvent[event];
    if (isCoordinated === 1)
      counts[columns.account[row] as number] = (counts[columns.account[row] as number] as number) + 1;
  });
  return Uint8Array.from(counts, (count) => (count >= least ? 1 : 0));
}

/** Row pairs of the same two accounts as one pair. */
function addUp(pairs: PairList, participates: Uint8Array): PairList {
  const [first, second, gaps, entities] = pairs.columns as readonly Float64Array[] as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const order = sortRows(
    pairs.length,
    [entities, second, first].map((key) => new Uint32Array(key)),
  );
  const found = new PairCollector(3);
  let at = 0;
  while (at < order.length) {
    const a = first[order[at] as number] as number;
    const b = second[order[at] as number] as number;
    let weight = 0;
    let apart = 0;
    let objects = 0;
    let last = -1;
    for (; at < order.length && first[order[at] as number] === a && second[order[at] as number] === b; at++) {
      const i = order[at] as number;
      weight++;
      apart += gaps[i] as number;
      if (entities[i] !== last) objects++;
      last = entities[i] as number;
    }
    if (participates[a] === 0 && participates[b] === 0) continue;
    found.add(a, b);
    found.set(0, weight);
    found.set(1, apart / weight / 1_000);
    found.set(2, objects);
  }
  return found.list();
}
