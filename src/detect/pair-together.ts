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
import { createTally, createTogetherColumns, type Tally, type TogetherColumns } from './pair-tally.ts';

export type TogetherInput = CloseColumns & {
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
  const { accountCount, from, to, narrowMs, minShared } = input;
  const index = indexActions(input.account, from, to);
  const scratch = createScratch(accountCount);
  const tally = createTally(narrowMs);
  const sink = createPairSink(createTogetherColumns);
  const rowLengths = new Uint32Array(to - from);
  for (let a = from; a < to; a++) {
    const row = index.places.subarray(index.offsets[a - from] as number, index.offsets[a - from + 1] as number);
    if (row.length < minShared) continue;
    reserveMeetings(scratch, countTogether(input, row, scratch));
    const meetings = listMeetings(input, row, scratch, a, minShared);
    clearCounts(input, row, scratch.counts);
    if (meetings === 0) continue;
    const partners = numberPartners(input.account, scratch, meetings);
    rowLengths[a - from] = partners.length;
    const { columns, at } = sink.reserve(partners.length);
    columns.b.set(partners, at);
    tally.open(columns, at, partners.length);
    tellMeetings(input, scratch, meetings, partners.length, tally);
    for (const partner of partners) scratch.placeOf[partner] = 0;
    tally.close();
  }
  return { from, rowLengths, chunks: sink.chunks() };
}

/** The places of each account's actions, ascending, so by entity and time. */
function indexActions(account: Uint32Array, from: number, to: number): { offsets: Uint32Array; places: Uint32Array } {
  const rows = to - from;
  const offsets = new Uint32Array(rows + 1);
  for (let i = 0; i < account.length; i++) {
    const row = (account[i] as number) - from;
    if (row >= 0 && row < rows) offsets[row + 1] = (offsets[row + 1] as number) + 1;
  }
  for (let row = 0; row < rows; row++) offsets[row + 1] = (offsets[row + 1] as number) + (offsets[row] as number);
  const next = offsets.slice(0, rows);
  const places = new Uint32Array(offsets[rows] as number);
  for (let i = 0; i < account.length; i++) {
    const row = (account[i] as number) - from;
    if (row < 0 || row >= rows) continue;
    const place = next[row] as number;
    next[row] = place + 1;
    places[place] = i;
  }
  return { offsets, places };
}

type Scratch = {
  readonly counts: Uint32Array;
  /** The last visit that counted each account, where the row's account comes more than once. */
  readonly seen: Uint32Array;
  visits: number;
  /** Place + 1 of each partner in the row, 0 for the others. */
  readonly placeOf: Uint32Array;
  /** Of each meeting the account's own action and the other one. */
  own: Uint32Array;
  other: Uint32Array;
  /** Of each partner the entity met on last, and the smallest gap there. */
  entities: Uint32Array;
  gaps: Float64Array;
};

function createScratch(accountCount: number): Scratch {
  return {
    counts: new Uint32Array(accountCount),
    seen: new Uint32Array(accountCount),
    visits: 0,
    placeOf: new Uint32Array(accountCount),
    own: new Uint32Array(0),
    other: new Uint32Array(0),
    entities: new Uint32Array(0),
    gaps: new Float64Array(0),
  };
}

/** One place more than there can be meetings: `listMeetings` writes before it knows. */
function reserveMeetings(scratch: Scratch, steps: number): void {
  if (scratch.own.length > steps) return;
  scratch.own = new Uint32Array(2 * steps + 1);
  scratch.other = new Uint32Array(2 * steps + 1);
}

/** Adds to `counts` each entity on which somebody acted within the span of the row's account; returns the steps taken. */
function countTogether(close: CloseColumns, row: Uint32Array, scratch: Scratch): number {
  const { account, before, after, entity, since, comesBack } = close;
  const { counts, seen } = scratch;
  let steps = 0;
  for (let i = 0; i < row.length; i++) {
    const place = row[i] as number;
    const end = place + (after[place] as number) + 1;
    const start = place - (before[place] as number);
    steps += end - start;
    if (comesBack[place] === 0) {
      for (let other = start; other < end; other++) {
        const b = account[other] as number;
        // once, by the first of an account's actions around this one; without any before it, `since` - 1 is 2^32 - 1
        counts[b] = (counts[b] as number) + +(((since[other] as number) - 1) >>> 0 >= other - start);
      }
      continue;
    }
    if (i === 0 || entity[row[i - 1] as number] !== entity[place]) scratch.visits++;
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
  { account, before, after }: CloseColumns,
  row: Uint32Array,
  { counts, own, other }: Scratch,
  a: number,
  minShared: number,
): number {
  let meetings = 0;
  for (let i = 0; i < row.length; i++) {
    const place = row[i] as number;
    const end = place + (after[place] as number) + 1;
    for (let next = place - (before[place] as number); next < end; next++) {
      const b = account[next] as number;
      own[meetings] = place;
      other[meetings] = next;
      meetings += +((counts[b] as number) >= minShared) & +(b > a);
    }
  }
  return meetings;
}

function clearCounts({ account, before, after }: CloseColumns, row: Uint32Array, counts: Uint32Array): void {
  for (let i = 0; i < row.length; i++) {
    const place = row[i] as number;
    const end = place + (after[place] as number) + 1;
    for (let next = place - (before[place] as number); next < end; next++) counts[account[next] as number] = 0;
  }
}

/** The accounts that were met, ascending, and in `placeOf` their places. */
function numberPartners(account: Uint32Array, { placeOf, other }: Scratch, meetings: number): Uint32Array {
  const found: number[] = [];
  for (let m = 0; m < meetings; m++) {
    const b = account[other[m] as number] as number;
    if (placeOf[b] !== 0) continue;
    placeOf[b] = 1;
    found.push(b);
  }
  const partners = Uint32Array.from(found).sort();
  for (let p = 0; p < partners.length; p++) placeOf[partners[p] as number] = p + 1;
  return partners;
}

/** Of several meetings with a partner on one entity the closest counts. Meetings come by entity. */
function tellMeetings(
  { account, at, entity }: CloseColumns,
  scratch: Scratch,
  meetings: number,
  partners: number,
  tally: Tally,
): void {
  if (scratch.gaps.length < partners) {
    scratch.entities = new Uint32Array(2 * partners);
    scratch.gaps = new Float64Array(2 * partners);
  }
  const { own, other, placeOf, entities, gaps } = scratch;
  gaps.fill(-1, 0, partners);
  for (let m = 0; m < meetings; m++) {
    const x = own[m] as number;
    const y = other[m] as number;
    const partner = (placeOf[account[y] as number] as number) - 1;
    const e = entity[x] as number;
    tally.addDay(partner, Math.min(at[x] as number, at[y] as number));
    const gap = Math.abs((at[x] as number) - (at[y] as number));
    const closest = gaps[partner] as number;
    if (closest >= 0 && entities[partner] !== e) tally.addEntity(partner, closest);
    else if (closest >= 0 && closest <= gap) continue;
    entities[partner] = e;
    gaps[partner] = gap;
  }
  for (let partner = 0; partner < partners; partner++) tally.addEntity(partner, gaps[partner] as number);
}
