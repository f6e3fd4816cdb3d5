/**
 * Which accounts acted together, row by row: for one account, its close actions are walked with those around them, and
 * each partner that comes within the span on enough entities is told in full.
 *
 * An action's surroundings hold partners before and after the account in the order of accounts; both are counted and
 * only the later ones kept, which costs a step where a branch would cost a wrong guess.
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
    reservePartners(scratch, countTogether(input, row, scratch));
    const found = takePartners(input, row, scratch, a, minShared);
    if (found === 0) continue;
    rowLengths[a - from] = found;
    const partners = scratch.partners.subarray(0, found).sort();
    const { columns, at } = sink.reserve(found);
    columns.b.set(partners, at);
    tally.open(columns, at, found);
    for (let p = 0; p < found; p++) scratch.placeOf[partners[p] as number] = p + 1;
    tellTogether(input, row, scratch.placeOf, found, tally);
    for (let p = 0; p < found; p++) scratch.placeOf[partners[p] as number] = 0;
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
  /** The last visit that counted each account, for entities that somebody comes to more than once. */
  readonly seen: Uint32Array;
  visits: number;
  /** Place + 1 of each partner in the row, 0 for the others. */
  readonly placeOf: Uint32Array;
  partners: Uint32Array;
};

function createScratch(accountCount: number): Scratch {
  return {
    counts: new Uint32Array(accountCount),
    seen: new Uint32Array(accountCount),
    visits: 0,
    placeOf: new Uint32Array(accountCount),
    partners: new Uint32Array(1_024),
  };
}

/** One place more than partners can be found: `takePartners` writes before it knows. */
function reservePartners(scratch: Scratch, steps: number): void {
  const most = Math.min(scratch.counts.length, steps) + 1;
  if (scratch.partners.length < most) scratch.partners = new Uint32Array(most * 2);
}

/** Adds to `counts` each entity on which somebody acted within the span of the row's account; returns the steps taken. */
function countTogether(close: CloseColumns, row: Uint32Array, scratch: Scratch): number {
  const { account, before, after, entity, repeats } = close;
  const { counts, seen } = scratch;
  let steps = 0;
  for (let i = 0; i < row.length; i++) {
    const place = row[i] as number;
    const end = place + (after[place] as number) + 1;
    const start = place - (before[place] as number);
    steps += end - start;
    if (repeats[place] === 0) {
      for (let other = start; other < end; other++) {
        const b = account[other] as number;
        counts[b] = (counts[b] as number) + 1;
      }
      continue;
    }
    // who comes back to an entity is counted once on it
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

/** Puts `counts` back to zero and lists the later accounts that were counted often enough. */
function takePartners(
  { account, before, after }: CloseColumns,
  row: Uint32Array,
  { counts, partners }: Scratch,
  a: number,
  minShared: number,
): number {
  let found = 0;
  for (let i = 0; i < row.length; i++) {
    const place = row[i] as number;
    const end = place + (after[place] as number) + 1;
    for (let other = place - (before[place] as number); other < end; other++) {
      const b = account[other] as number;
      const count = counts[b] as number;
      counts[b] = 0;
      partners[found] = b;
      found += +(count >= minShared) & +(b > a);
    }
  }
  return found;
}

/** Tells the co-actions of the row's account with its partners; of several on one entity the closest counts. */
function tellTogether(
  { account, at, entity, before, after }: CloseColumns,
  row: Uint32Array,
  placeOf: Uint32Array,
  partners: number,
  tally: Tally,
): void {
  const entities = new Uint32Array(partners);
  const gaps = new Float64Array(partners).fill(-1);
  for (const place of row) {
    const e = entity[place] as number;
    const time = at[place] as number;
    const end = place + (after[place] as number) + 1;
    for (let other = place - (before[place] as number); other < end; other++) {
      const partner = (placeOf[account[other] as number] as number) - 1;
      if (partner < 0) continue;
      tally.addDay(partner, Math.min(time, at[other] as number));
      const gap = Math.abs((at[other] as number) - time);
      const closest = gaps[partner] as number;
      if (closest >= 0 && entities[partner] !== e) tally.addEntity(partner, closest);
      else if (closest >= 0 && closest <= gap) continue;
      entities[partner] = e;
      gaps[partner] = gap;
    }
  }
  for (let partner = 0; partner < partners; partner++) tally.addEntity(partner, gaps[partner] as number);
}
