/**
 * What two accounts share at all, for pairs that are known: how many entities, and the sums of numbers that each entity
 * has. For an account and its partners either the later holders of its entities are walked, as `compareStatic` does, or
 * the entities of its partners, whichever are fewer. Sums are taken in the order of the entities, so both give the same bits.
 */
import type { Layer } from '../model/layer.ts';
import type { Kernel, Parallel } from '../model/ports.ts';
import { shareArray, shareFor } from './pair-memory.ts';
import { addWork, openWork, splitWork } from './pair-ranges.ts';

export type SharedOptions = {
  /** Entities with more accounts do not count, nor does an account on an entity where it has no time. */
  readonly cap: number;
  /** For each sum a number for each entity. */
  readonly values: readonly Float64Array[];
};

/** In step with the pairs. */
export type SharedSums = { readonly shared: Float64Array; readonly sums: readonly Float64Array[] };

type KnownPairs = { readonly length: number; readonly a: Uint32Array; readonly b: Uint32Array };

type Cells = Pick<
  Layer,
  'accountOffsets' | 'accountEntities' | 'accountCells' | 'entityOffsets' | 'entityAccounts' | 'cellOffsets'
>;

export type SharedInput = Cells &
  SharedOptions &
  Omit<KnownPairs, 'length'> & {
    readonly accountCount: number;
    readonly entityCount: number;
    /** Places in the list of pairs. */
    readonly from: number;
    readonly to: number;
  };

export const sharedSums: Kernel<SharedInput, SharedSums> = { name: 'pairs-shared', run: sumRange };

/** `pairs` are sorted. */
export async function sumShared(
  layer: Layer,
  { length, a, b }: KnownPairs,
  { cap, values }: SharedOptions,
  parallel: Parallel,
): Promise<SharedSums> {
  const { accountOffsets, accountEntities, accountCells, entityOffsets, entityAccounts, cellOffsets } = layer;
  const { accountCount, entityCount } = layer;
  const { threads } = parallel;
  const whole = {
    ...shareFor(threads, { accountOffsets, accountEntities, accountCells, entityOffsets, entityAccounts, cellOffsets }),
    ...shareFor(threads, { a, b, accountCount, entityCount, cap }),
    values: threads === 1 ? values : values.map(shareArray),
  };
  const work = openWork(length, threads);
  for (let block = 0; block < work.blocks.length; block++) addWork(work, block << work.shift, 1);
  const found = await parallel.run(
    sharedSums,
    splitWork(work).map((range) => ({ ...whole, ...range })),
  );
  const join = (columns: readonly Float64Array[]) => joinColumn(columns, length);
  return {
    shared: join(found.map((part) => part.shared)),
    sums: values.map((_, v) => join(found.map((part) => part.sums[v] as Float64Array))),
  };
}

function joinColumn(columns: readonly Float64Array[], length: number): Float64Array {
  const joined = new Float64Array(length);
  let place = 0;
  for (const column of columns) {
    joined.set(column, place);
    place += column.length;
  }
  return joined;
}

function sumRange(input: SharedInput): SharedSums {
  const { a, accountCount, entityCount, from, to } = input;
  const placeOf = new Uint32Array(accountCount);
  const isHeld = new Uint8Array(entityCount);
  const sums = { shared: new Float64Array(to - from), sums: input.values.map(() => new Float64Array(to - from)) };
  let start = from;
  while (start < to) {
    let end = start + 1;
    while (end < to && a[end] === a[start]) end++;
    if (holdersAfter(input, a[start] as number) < entitiesOfPartners(input, start, end))
      walkHolders(input, start, end, placeOf, sums);
    else walkPartners(input, start, end, isHeld, sums);
    start = end;
  }
  return sums;
}

/** True when the cell takes part: it has a time, and its entity is not over the cap. */
function takesPart({ cellOffsets, entityOffsets, cap }: SharedInput, cell: number, entity: number): boolean {
  const population = (entityOffsets[entity + 1] as number) - (entityOffsets[entity] as number);
  return population <= cap && (cellOffsets[cell] as number) < (cellOffsets[cell + 1] as number);
}

function holdersAfter(input: SharedInput, account: number): number {
  const { accountOffsets, accountEntities, accountCells, entityOffsets } = input;
  const to = accountOffsets[account + 1] as number;
  let holders = 0;
  for (let i = accountOffsets[account] as number; i < to; i++) {
    const e = accountEntities[i] as number;
    const cell = accountCells[i] as number;
    if (takesPart(input, cell, e)) holders += (entityOffsets[e + 1] as number) - cell - 1;
  }
  return holders;
}

function entitiesOfPartners({ accountOffsets, a, b }: SharedInput, start: number, end: number): number {
  const held = (account: number) => (accountOffsets[account + 1] as number) - (accountOffsets[account] as number);
  let entities = 2 * held(a[start] as number);
  for (let i = start; i < end; i++) entities += held(b[i] as number);
  return entities;
}

function walkHolders(input: SharedInput, start: number, end: number, placeOf: Uint32Array, sums: SharedSums): void {
  const { accountOffsets, accountEntities, accountCells, entityOffsets, entityAccounts, cellOffsets, a, b } = input;
  const account = a[start] as number;
  for (let i = start; i < end; i++) placeOf[b[i] as number] = i + 1;
  const to = accountOffsets[account + 1] as number;
  for (let i = accountOffsets[account] as number; i < to; i++) {
    const e = accountEntities[i] as number;
    if (!takesPart(input, accountCells[i] as number, e)) continue;
    const entityEnd = entityOffsets[e + 1] as number;
    for (let cell = (accountCells[i] as number) + 1; cell < entityEnd; cell++) {
      const place = placeOf[entityAccounts[cell] as number] as number;
      if (place === 0 || cellOffsets[cell] === cellOffsets[cell + 1]) continue;
      addEntity(input, sums, place - 1 - input.from, e);
    }
  }
  for (let i = start; i < end; i++) placeOf[b[i] as number] = 0;
}

function walkPartners(input: SharedInput, start: number, end: number, isHeld: Uint8Array, sums: SharedSums): void {
  const { accountOffsets, accountEntities, accountCells, cellOffsets, a, b } = input;
  const account = a[start] as number;
  const to = accountOffsets[account + 1] as number;
  for (let i = accountOffsets[account] as number; i < to; i++) {
    const e = accountEntities[i] as number;
    if (takesPart(input, accountCells[i] as number, e)) isHeld[e] = 1;
  }
  for (let pair = start; pair < end; pair++) {
    const partner = b[pair] as number;
    const partnerEnd = accountOffsets[partner + 1] as number;
    for (let i = accountOffsets[partner] as number; i < partnerEnd; i++) {
      const e = accountEntities[i] as number;
      if (isHeld[e] === 0) continue;
      const cell = accountCells[i] as number;
      if (cellOffsets[cell] === cellOffsets[cell + 1]) continue;
      addEntity(input, sums, pair - input.from, e);
    }
  }
  for (let i = accountOffsets[account] as number; i < to; i++) isHeld[accountEntities[i] as number] = 0;
}

function addEntity({ values }: SharedInput, { shared, sums }: SharedSums, place: number, entity: number): void {
  shared[place] = (shared[place] as number) + 1;
  for (let v = 0; v < values.length; v++) {
    const sum = sums[v] as Float64Array;
    sum[place] = (sum[place] as number) + ((values[v] as Float64Array)[entity] as number);
  }
}
