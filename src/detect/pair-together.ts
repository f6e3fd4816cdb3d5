/**
 * Which accounts acted together, row by row: for one account, its close actions are walked with those around them, and
 * each partner that comes within the span on enough entities is told in full.
 *
 * An action's surroundings hold partners before and after the account in the order of accounts; all are counted and only
 * the later ones kept. The inner loops have no branch on what they find: they write every meeting to a list and move on
 * only past those that stay, which costs a step where a branch would cost a wrong guess.
 */
import type { Kernel } from '../model/ports.ts';
import type { CloseColumns } from './pair-close.ts';
import { createPairSink, type PairRows } from './pair-columns.ts';
import { type Calendar, createTally, createTogetherColumns, type TogetherColumns } from './pair-tally.ts';

export type TogetherInput = CloseColumns &
  Calendar & {
    readonly accountCount: number;
    readonly narrowMs: number;
    readonly minShared: number;
    readonly from: number;
    readonly to: number;
  };

export const togetherRows: Kernel<TogetherInput, PairRows<TogetherColumns>> = {
  name: 'pairs-together',
  run: compareRows,
};

function compareRows(input: TogetherInput): PairRows<TogetherColumns> {
  const { account, accountCount, from, to, narrowMs, minShared } = input;
  const { offsets, entries } = indexActions(input);
  const scratch = createScratch(accountCount);
  const { placeOf } = scratch;
  const tally = createTally(input, narrowMs, input);
  const sink = createPairSink(createTogetherColumns);
  const rowLengths = new Uint32Array(to - from);
  for (let a = from; a < to; a++) {
    const start = offsets[a - from] as number;
    const end = offsets[a - from + 1] as number;
    if (end - start < minShared) continue;
    reserveMeetings(scratch, countTogether(input, entries, start, end, scratch));
    const meetings = listMeetings(account, entries, start, end, scratch, a, minShared);
    clearCounts(account, entries, start, end, scratch.counts);
    if (meetings === 0) continue;
    const partners = numberPartners(account, scratch, meetings);
    rowLengths[a - from] = partners.length;
    const { columns, at } = sink.reserve(partners.length);
    columns.b.set(partners, at);
    tally(scratch, meetings, placeOf, columns, at, partners.length);
    for (let p = 0; p < partners.length; p++) placeOf[partners[p] as number] = 0;
  }
  return { from, rowLengths, chunks: sink.chunks() };
}

/** What a row needs to know of an action, side by side, since rows find their actions far apart: */
const FIELDS = 4;
const PLACE = 0;
/** First of the actions around it, and the one after their last. */
const AROUND = 1;
const AROUND_END = 2;
/** Twice its entity, and 1 when its account comes back to that. */
const ENTITY = 3;

type ActionIndex = { readonly offsets: Uint32Array; readonly entries: Uint32Array };

/** The actions of each account, by entity and time: `entries`, `FIELDS` an action, from `offsets[account - from]` on. */
function indexActions({ account, entity, before, after, comesBack, from, to }: TogetherInput): ActionIndex {
  const rows = to - from;
  const offsets = new Uint32Array(rows + 1);
  for (let i = 0; i < account.length; i++) {
    const row = (account[i] as number) - from;
    if (row >= 0 && row < rows) offsets[row + 1] = (offsets[row + 1] as number) + 1;
  }
  for (let row = 0; row < rows; row++) offsets[row + 1] = (offsets[row + 1] as number) + (offsets[row] as number);
  const next = offsets.slice(0, rows);
  const entries = new Uint32Array((offsets[rows] as number) * FIELDS);
  for (let i = 0; i < account.length; i++) {
    const row = (account[i] as number) - from;
    if (row < 0 || row >= rows) continue;
    const place = next[row] as number;
    next[row] = place + 1;
    const entry = place * FIELDS;
    entries[entry + PLACE] = i;
    entries[entry + AROUND] = i - (before[i] as number);
    entries[entry + AROUND_END] = i + (after[i] as number) + 1;
    entries[entry + ENTITY] = 2 * (entity[i] as number) + (comesBack[i] as number);
  }
  return { offsets, entries };
}

type Scratch = {
  readonly counts: Uint32Array;
  /** The last visit that counted each account, where the row's account comes more than once. */
  readonly seen: Uint32Array;
  visits: number;
  /** Place + 1 of each partner in the row, 0 for the others. */
  readonly placeOf: Uint32Array;
  own: Uint32Array;
  other: Uint32Array;
};

function createScratch(accountCount: number): Scratch {
  return {
    counts: new Uint32Array(accountCount),
    seen: new Uint32Array(accountCount),
    visits: 0,
    placeOf: new Uint32Array(accountCount),
    own: new Uint32Array(0),
    other: new Uint32Array(0),
  };
}

/** One place more than there can be meetings: `listMeetings` writes before it knows. */
function reserveMeetings(scratch: Scratch, steps: number): void {
  if (scratch.own.length > steps) return;
  scratch.own = new Uint32Array(2 * steps + 1);
  scratch.other = new Uint32Array(2 * steps + 1);
}

/** Adds to `counts` each entity on which somebody acted within the span of the row's account; returns the steps taken. */
function countTogether(
  { account, since }: CloseColumns,
  entries: Uint32Array,
  rowStart: number,
  rowEnd: number,
  scratch: Scratch,
): number {
  const { counts, seen } = scratch;
  let steps = 0;
  let visited = -1;
  for (let entry = rowStart * FIELDS; entry < rowEnd * FIELDS; entry += FIELDS) {
    const start = entries[entry + AROUND] as number;
    const end = entries[entry + AROUND_END] as number;
    const entity = entries[entry + ENTITY] as number;
    steps += end - start;
    if ((entity & 1) === 0) {
      for (let other = start; other < end; other++) {
        const b = account[other] as number;
        // once, by the first of an account's actions around this one; without any before it, `since` - 1 is 2^32 - 1
        counts[b] = (counts[b] as number) + +(((since[other] as number) - 1) >>> 0 >= other - start);
      }
      continue;
    }
    if (entity !== visited) scratch.visits++;
    visited = entity;
    const visit = scratch.visits;
    for (let other = start; other < end; other++) {
      const b = account[other] as number;
      if (seen[b] === visit) continue;
      seen[b] = visit;
      counts[b] = (counts[b] as number) + 1;
    }
  }
  return steps;
}

/** Lists the meetings with later accounts that were counted often enough. */
function listMeetings(
  account: Uint32Array,
  entries: Uint32Array,
  rowStart: number,
  rowEnd: number,
  { counts, own, other }: Scratch,
  a: number,
  minShared: number,
): number {
  let meetings = 0;
  for (let entry = rowStart * FIELDS; entry < rowEnd * FIELDS; entry += FIELDS) {
    const place = entries[entry + PLACE] as number;
    const end = entries[entry + AROUND_END] as number;
    for (let next = entries[entry + AROUND] as number; next < end; next++) {
      const b = account[next] as number;
      own[meetings] = place;
      other[meetings] = next;
      meetings += +((counts[b] as number) >= minShared) & +(b > a);
    }
  }
  return meetings;
}

function clearCounts(
  account: Uint32Array,
  entries: Uint32Array,
  rowStart: number,
  rowEnd: number,
  counts: Uint32Array,
): void {
  for (let entry = rowStart * FIELDS; entry < rowEnd * FIELDS; entry += FIELDS) {
    const end = entries[entry + AROUND_END] as number;
    for (let next = entries[entry + AROUND] as number; next < end; next++) counts[account[next] as number] = 0;
  }
}

/** The accounts that were met, ascending, and in `placeOf` their places. */
function numberPartners(account: Uint32Array, { placeOf, other }: Scratch, meetings: number): Uint32Array {
  const partners = new Uint32Array(meetings);
  let found = 0;
  for (let m = 0; m < meetings; m++) {
    const b = account[other[m] as number] as number;
    if (placeOf[b] !== 0) continue;
    placeOf[b] = 1;
    partners[found++] = b;
  }
  const sorted = partners.subarray(0, found).sort();
  for (let p = 0; p < found; p++) placeOf[sorted[p] as number] = p + 1;
  return sorted;
}
