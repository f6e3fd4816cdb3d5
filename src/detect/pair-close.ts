/**
 * The actions that have company: those on an entity with another action on it within the widest span. In a real crowd
 * they are few, and all that a comparison in time has to look at. Sorted by (entity, time), each knows how many before
 * and after it are within the span.
 */
import type { Kernel } from '../model/ports.ts';
import { type Chunk, createPairSink } from './pair-columns.ts';
import { createTimeSort } from './pair-time-sort.ts';

export type CloseInput = {
  readonly accountCount: number;
  readonly entityOffsets: Uint32Array;
  readonly entityAccounts: Uint32Array;
  readonly cellOffsets: Uint32Array;
  readonly at: Float64Array;
  readonly cap: number;
  readonly spanMs: number;
  /** Others on its entity within the span, before or after it, above which an action makes no pairs. */
  readonly burstCap: number;
  readonly from: number;
  readonly to: number;
};

/** `before` and `after`: how many of the actions next to it lie within the span, itself not counted. */
export type CloseColumns = {
  readonly entity: Uint32Array;
  readonly account: Uint32Array;
  readonly at: Float64Array;
  readonly before: Uint32Array;
  readonly after: Uint32Array;
  /** How many places ago its account last acted on the entity, 0 when it did not. */
  readonly since: Uint32Array;
  /** 1 when its account acts on the entity more than once. */
  readonly comesBack: Uint8Array;
};

/** A run of actions on one entity that make no pairs: around each lie more than `burstCap` others within the span. */
export type Burst = {
  readonly entity: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly actions: number;
};

export type CloseActions = { readonly chunks: readonly Chunk<CloseColumns>[]; readonly bursts: readonly Burst[] };

export function createCloseColumns(capacity: number): CloseColumns {
  return {
    entity: new Uint32Array(capacity),
    account: new Uint32Array(capacity),
    at: new Float64Array(capacity),
    before: new Uint32Array(capacity),
    after: new Uint32Array(capacity),
    since: new Uint32Array(capacity),
    comesBack: new Uint8Array(capacity),
  };
}

export const closeActions: Kernel<CloseInput, CloseActions> = { name: 'pairs-close', run: findCloseActions };

function findCloseActions(input: CloseInput): CloseActions {
  const { entityOffsets, cellOffsets, cap, spanMs, burstCap, from, to } = input;
  const sort = createTimeSort();
  const sink = createPairSink(createCloseColumns);
  const bursts: Burst[] = [];
  const latest = new Uint32Array(input.accountCount);
  let actions = createActions(1_024);
  for (let e = from; e < to; e++) {
    const firstCell = entityOffsets[e] as number;
    const endCell = entityOffsets[e + 1] as number;
    if (endCell - firstCell < 2 || endCell - firstCell > cap) continue;
    const found = (cellOffsets[endCell] as number) - (cellOffsets[firstCell] as number);
    if (found < 2) continue;
    if (found > actions.times.length) actions = createActions(found * 2);
    gatherActions(input, firstCell, endCell, actions);
    sort(actions.times, actions.who, found);
    let kept = found;
    let close = countNeighbours(actions, kept, spanMs);
    if (found > burstCap) {
      kept = dropBursts(actions, found, burstCap, e, bursts);
      if (kept < found) close = countNeighbours(actions, kept, spanMs);
    }
    if (close === 0) continue;
    const { columns, at } = sink.reserve(close);
    keepClose(actions, kept, e, columns, at);
    if (found > endCell - firstCell) linkRepeats(columns, at, close, latest);
  }
  return { chunks: sink.chunks(), bursts };
}

type Actions = {
  readonly times: Float64Array;
  readonly who: Uint32Array;
  readonly before: Uint32Array;
  readonly after: Uint32Array;
};

function createActions(room: number): Actions {
  return {
    times: new Float64Array(room),
    who: new Uint32Array(room),
    before: new Uint32Array(room),
    after: new Uint32Array(room),
  };
}

function gatherActions(
  { entityAccounts, cellOffsets, at }: CloseInput,
  firstCell: number,
  endCell: number,
  { times, who }: Actions,
): void {
  const first = cellOffsets[firstCell] as number;
  for (let c = firstCell; c < endCell; c++) {
    const to = cellOffsets[c + 1] as number;
    for (let i = cellOffsets[c] as number; i < to; i++) {
      times[i - first] = at[i] as number;
      who[i - first] = entityAccounts[c] as number;
    }
  }
}

/** Takes out every action in a burst, lists the bursts, and returns how many actions are left. Needs `countNeighbours`. */
function dropBursts(actions: Actions, length: number, burstCap: number, entity: number, bursts: Burst[]): number {
  const { times, who, before, after } = actions;
  let kept = 0;
  let crowded = 0;
  for (let i = 0; i <= length; i++) {
    if (i < length && (before[i] as number) + (after[i] as number) > burstCap) {
      crowded++;
      continue;
    }
    if (crowded > 0) {
      bursts.push({ entity, fromMs: times[i - crowded] as number, toMs: times[i - 1] as number, actions: crowded });
      crowded = 0;
    }
    if (i === length) break;
    times[kept] = times[i] as number;
    who[kept++] = who[i] as number;
  }
  return kept;
}

/** Fills `before` and `after`, and returns how many have a neighbour at all. */
function countNeighbours({ times, before, after }: Actions, length: number, spanMs: number): number {
  let close = 0;
  let start = 0;
  let end = 0;
  for (let i = 0; i < length; i++) {
    const time = times[i] as number;
    while (time - (times[start] as number) > spanMs) start++;
    while (end < length && (times[end] as number) - time <= spanMs) end++;
    before[i] = i - start;
    after[i] = end - i - 1;
    if (end - start > 1) close++;
  }
  return close;
}

/** Actions without neighbours stand in nobody's span, so the counts of the others hold without them. */
function keepClose(actions: Actions, length: number, entity: number, columns: CloseColumns, at: number): void {
  let place = at;
  for (let i = 0; i < length; i++) {
    const before = actions.before[i] as number;
    const after = actions.after[i] as number;
    if (before + after === 0) continue;
    columns.entity[place] = entity;
    columns.account[place] = actions.who[i] as number;
    columns.at[place] = actions.times[i] as number;
    columns.before[place] = before;
    columns.after[place++] = after;
  }
}

/** `latest` is all zero before and after. */
function linkRepeats(
  { account, since, comesBack }: CloseColumns,
  at: number,
  length: number,
  latest: Uint32Array,
): void {
  for (let place = at; place < at + length; place++) {
    const own = account[place] as number;
    const before = latest[own] as number;
    latest[own] = place + 1;
    if (before === 0) continue;
    since[place] = place + 1 - before;
    comesBack[before - 1] = 1;
    comesBack[place] = 1;
  }
  for (let place = at; place < at + length; place++) latest[account[place] as number] = 0;
}
