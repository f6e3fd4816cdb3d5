/**
 * Pairs of a range of accounts that act on the same entities together. For each account, first its co-actions: on every
 * entity the actions within the wide span of its own, one count a span packed into one number for each other account.
 * Then, for the accounts that reach the minimum, all that both acted on, together or not: how many entities, and how many
 * of them chance would put within each span. The sums are taken in the order of the entities, whatever the range.
 */
import type { Kernel } from '../model/ports.ts';
import { PairCollector, type PairList } from './pair-list.ts';

/** Counts of both spans in one double: the narrow one above. */
const NARROW_UNIT = 2 ** 26;

export type TimedInput = {
  readonly from: number;
  readonly to: number;
  readonly minShared: number;
  readonly narrowMs: number;
  readonly wideMs: number;
  readonly accountCount: number;
  readonly entityCount: number;
  readonly entityAccounts: Uint32Array;
  readonly accountOffsets: Uint32Array;
  readonly accountEntities: Uint32Array;
  readonly accountCells: Uint32Array;
  /** Time of each cell, ms; -1 without one. */
  readonly times: Float64Array;
  readonly timeCells: Uint32Array;
  readonly timeOffsets: Uint32Array;
  readonly placeOf: Uint32Array;
  readonly isLeftOut: Uint8Array;
  /** Of each entity, the chance that two holders act within the span. */
  readonly narrowChance: Float64Array;
  readonly wideChance: Float64Array;
};

/** Columns: within the narrow span, within the wide, shared, expected within each, summed gap of those within the wide (ms). */
export const timedKernel: Kernel<TimedInput, PairList> = { name: 'timed-pairs', run: runTimed };

function runTimed(input: TimedInput): PairList {
  const sums = new Float64Array(input.accountCount);
  const touched = new Uint32Array(input.accountCount);
  const cellOf = new Int32Array(input.entityCount).fill(-1);
  const pairs = new PairCollector(6);
  for (let account = input.from; account < input.to; account++) {
    const touches = countCoActions(input, account, sums, touched);
    const found = touched.subarray(0, touches).sort();
    let isMarked = false;
    for (const other of found) {
      const sum = sums[other] as number;
      sums[other] = 0;
      const narrow = Math.floor(sum / NARROW_UNIT);
      const wide = sum - narrow * NARROW_UNIT;
      if (wide < input.minShared) continue;
      if (!isMarked) markCells(input, account, cellOf, true);
      isMarked = true;
      pairs.add(account, other);
      pairs.set(0, narrow);
      pairs.set(1, wide);
      addExpected(input, other, cellOf, pairs);
    }
    if (isMarked) markCells(input, account, cellOf, false);
  }
  return pairs.list();
}

/** Counts co-actions with later accounts into `sums`; lists the accounts touched. */
function countCoActions(input: TimedInput, account: number, sums: Float64Array, touched: Uint32Array): number {
  const { accountCells, accountEntities, accountOffsets, isLeftOut, placeOf, timeOffsets } = input;
  let touches = 0;
  const end = accountOffsets[account + 1] as number;
  for (let i = accountOffsets[account] as number; i < end; i++) {
    const cell = accountCells[i] as number;
    if (isLeftOut[cell] === 1) continue;
    const entity = accountEntities[i] as number;
    const place = placeOf[cell] as number;
    touches = walk(input, account, cell, place, timeOffsets[entity + 1] as number, 1, sums, touched, touches);
    touches = walk(input, account, cell, place, (timeOffsets[entity] as number) - 1, -1, sums, touched, touches);
  }
  return touches;
}

function walk(
  input: TimedInput,
  account: number,
  cell: number,
  place: number,
  end: number,
  step: 1 | -1,
  sums: Float64Array,
  touched: Uint32Array,
  before: number,
): number {
  const { entityAccounts, isLeftOut, narrowMs, timeCells, times, wideMs } = input;
  const at = times[cell] as number;
  let touches = before;
  for (let p = place + step; p !== end; p += step) {
    const next = timeCells[p] as number;
    const gap = Math.abs((times[next] as number) - at);
    if (gap > wideMs) break;
    const other = entityAccounts[next] as number;
    if (other <= account || isLeftOut[next] === 1) continue;
    const sum = sums[other] as number;
    if (sum === 0) touched[touches++] = other;
    sums[other] = sum + (gap <= narrowMs ? NARROW_UNIT + 1 : 1);
  }
  return touches;
}

function markCells(input: TimedInput, account: number, cellOf: Int32Array, isOn: boolean): void {
  const end = input.accountOffsets[account + 1] as number;
  for (let i = input.accountOffsets[account] as number; i < end; i++) {
    const cell = input.accountCells[i] as number;
    cellOf[input.accountEntities[i] as number] = isOn && input.isLeftOut[cell] === 0 ? cell : -1;
  }
}

function addExpected(input: TimedInput, other: number, cellOf: Int32Array, pairs: PairCollector): void {
  const { accountCells, accountEntities, accountOffsets, isLeftOut, narrowChance, times, wideChance, wideMs } = input;
  let shared = 0;
  let narrow = 0;
  let wide = 0;
  let gaps = 0;
  const end = accountOffsets[other + 1] as number;
  for (let i = accountOffsets[other] as number; i < end; i++) {
    const entity = accountEntities[i] as number;
    const mine = cellOf[entity] as number;
    const cell = accountCells[i] as number;
    if (mine < 0 || isLeftOut[cell] === 1) continue;
    shared++;
    narrow += narrowChance[entity] as number;
    wide += wideChance[entity] as number;
    const gap = Math.abs((times[cell] as number) - (times[mine] as number));
    if (gap <= wideMs) gaps += gap;
  }
  pairs.set(2, shared);
  pairs.set(3, narrow);
  pairs.set(4, wide);
  pairs.set(5, gaps);
}
