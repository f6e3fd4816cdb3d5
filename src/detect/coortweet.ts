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
 *
 * Row pairs are walked twice, first to find the coordinated events, then account by account to add them up: they can be
 * hundreds of times as many as the rows, and are never all in memory.
 */
import type { EdgeColumns } from '../model/edge.ts';
import { type CoortweetRows, readCoortweetRows } from './coortweet-rows.ts';
import { PairCollector, type PairList } from './pair-list.ts';

export type CoortweetOptions = { readonly spanMs: number; readonly participation: number };

/** Columns: weight (row pairs), mean time apart in seconds, distinct entities. Pairs `a < b`, sorted. */
export function coortweet(columns: EdgeColumns, layer: number, options: CoortweetOptions): PairList {
  const rows = readCoortweetRows(columns, layer, options.participation);
  const participates = findParticipants(rows, options);
  return addUp(rows, participates, options.spanMs);
}

/** 1 for each account with enough rows whose event is in a pair of rows. */
function findParticipants(rows: CoortweetRows, { spanMs, participation }: CoortweetOptions): Uint8Array {
  const { account, entity, at, event, isOwnEvent } = rows;
  const isCoordinated = new Uint8Array(rows.events);
  for (let x = 0; x < rows.length; x++) {
    if (isOwnEvent[x] === 1) continue;
    for (let y = x + 1; y < rows.length && entity[y] === entity[x]; y++) {
      if ((at[y] as number) - (at[x] as number) > spanMs) break;
      if (isOwnEvent[y] === 1 || account[x] === account[y] || event[x] === event[y]) continue;
      isCoordinated[event[x] as number] = 1;
      isCoordinated[event[y] as number] = 1;
    }
  }
  const counts = new Uint32Array(rows.accounts);
  for (let x = 0; x < rows.length; x++)
    if (isCoordinated[event[x] as number] === 1)
      counts[account[x] as number] = (counts[account[x] as number] as number) + 1;
  return Uint8Array.from(counts, (count) => (count >= participation ? 1 : 0));
}

/** What one account has with each other one. */
type Sums = {
  readonly weight: Uint32Array;
  readonly apartMs: Float64Array;
  readonly objects: Uint32Array;
  /** 1 + the entity that was counted last. */
  readonly lastEntity: Uint32Array;
};

function addUp(rows: CoortweetRows, participates: Uint8Array, spanMs: number): PairList {
  const sums: Sums = {
    weight: new Uint32Array(rows.accounts),
    apartMs: new Float64Array(rows.accounts),
    objects: new Uint32Array(rows.accounts),
    lastEntity: new Uint32Array(rows.accounts),
  };
  const partners = new Uint32Array(rows.accounts);
  const pairs = new PairCollector(3);
  for (let a = 0; a < rows.accounts; a++) {
    let found = 0;
    const end = rows.offsets[a + 1] as number;
    for (let i = rows.offsets[a] as number; i < end; i++) {
      const place = rows.places[i] as number;
      found = walk(rows, place, 1, spanMs, sums, partners, found);
      found = walk(rows, place, -1, spanMs, sums, partners, found);
    }
    for (const b of partners.subarray(0, found).sort()) {
      const weight = sums.weight[b] as number;
      if (participates[a] === 1 || participates[b] === 1) {
        pairs.add(a, b);
        pairs.set(0, weight);
        pairs.set(1, (sums.apartMs[b] as number) / weight / 1_000);
        pairs.set(2, sums.objects[b] as number);
      }
      sums.weight[b] = 0;
      sums.apartMs[b] = 0;
      sums.objects[b] = 0;
      sums.lastEntity[b] = 0;
    }
  }
  return pairs.list();
}

/** Adds the rows of later accounts around row `x`, forwards or backwards in time; returns how many partners are listed. */
function walk(
  { account, entity, at, event, isOwnEvent, length }: CoortweetRows,
  x: number,
  step: 1 | -1,
  spanMs: number,
  { weight, apartMs, objects, lastEntity }: Sums,
  partners: Uint32Array,
  before: number,
): number {
  let found = before;
  if (isOwnEvent[x] === 1) return found;
  const own = account[x] as number;
  const e = entity[x] as number;
  for (let y = x + step; y >= 0 && y < length && entity[y] === e; y += step) {
    const gap = Math.abs((at[y] as number) - (at[x] as number));
    if (gap > spanMs) break;
    const b = account[y] as number;
    if (b <= own || isOwnEvent[y] === 1 || event[y] === event[x]) continue;
    if (weight[b] === 0) partners[found++] = b;
    weight[b] = (weight[b] as number) + 1;
    // whole milliseconds: exact in any order
    apartMs[b] = (apartMs[b] as number) + gap;
    if (lastEntity[b] !== e + 1) objects[b] = (objects[b] as number) + 1;
    lastEntity[b] = e + 1;
  }
  return found;
}
