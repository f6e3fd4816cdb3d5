/**
 * The pairs of accounts that share entities, by Gustavson's row algorithm on the account-entity matrix A
 * (Gustavson 1978, doi 10.1145/355791.355796): row `a` of A·Aᵀ is the sum of the rows of its entities, kept in one dense
 * accumulator. Only partners after `a` are walked, so each pair is met once an entity.
 *
 * The two inner loops have no branch: the first only adds; the second takes the sums out, puts zero back, and writes
 * every partner to the list, moving on only past those that share enough. Each sum so is seen once, and the loops run
 * at the speed of the second-level cache, some 300 million steps a second on a 2024 server core.
 */
import type { Kernel } from '../model/ports.ts';
import { type BlockIndex, FAR, HEADER, type Holders, indexBlock, layOutBlocks } from './pair-blocks.ts';
import { createPairSink, type PairRows, type PairSink } from './pair-columns.ts';
import { createPartnerOrder } from './pair-order.ts';

export type RowsInput = Holders & {
  readonly accountCount: number;
  readonly unit: number;
  readonly step: number;
  readonly minShared: number;
  readonly from: number;
  readonly to: number;
};

export type StaticColumns = { readonly b: Uint32Array; readonly count: Uint32Array; readonly weight: Float64Array };

export function createStaticColumns(capacity: number): StaticColumns {
  return { b: new Uint32Array(capacity), count: new Uint32Array(capacity), weight: new Float64Array(capacity) };
}

export const staticRows: Kernel<RowsInput, PairRows<StaticColumns>> = { name: 'pairs-static', run: compareRows };

function compareRows(input: RowsInput): PairRows<StaticColumns> {
  const { from, to } = input;
  const row = createRow(input);
  const sink = createPairSink(createStaticColumns);
  const rowLengths = new Uint32Array(to - from);
  for (const blocks of layOutBlocks(input, from, to)) {
    for (let block = 0; block + 1 < blocks.starts.length; block++) {
      const index = indexBlock(blocks, block);
      const first = blocks.from + (block << blocks.bits);
      const end = Math.min(blocks.to, first + (1 << blocks.bits));
      for (let a = first; a < end; a++) rowLengths[a - from] = row(blocks.words, index, a - first, sink);
    }
  }
  return { from, rowLengths, chunks: sink.chunks() };
}

/** Puts the partners of one account into the sink and says how many they are. */
type Row = (words: Uint32Array, index: BlockIndex, place: number, sink: PairSink<StaticColumns>) => number;

function createRow({ accountCount, entityAccounts, minShared, unit, step }: RowsInput): Row {
  const least = minShared * unit;
  const sums = new Float64Array(accountCount);
  const orderPartners = createPartnerOrder(new Float64Array(accountCount));
  let lists = createLists(0);
  let partners = new Uint32Array(0);
  let values = new Float64Array(0);
  return (words, index, place, sink) => {
    const count = (index.rows[place + 1] as number) - (index.rows[place] as number);
    if (count < minShared) return 0;
    if (count > lists.from.length) lists = createLists(2 * count);
    gatherLists(words, index, place, lists, unit);
    const steps = addLists(words, entityAccounts, lists, count, sums);
    if (steps >= partners.length) {
      // one place more than partners can be found: `takeSums` writes before it knows
      const room = Math.min(accountCount, 2 * steps) + 1;
      partners = new Uint32Array(room);
      values = new Float64Array(room);
    }
    const found = takeSums(words, entityAccounts, lists, count, sums, least, partners, values);
    if (found === 0) return 0;
    orderPartners(partners, values, found);
    const { columns, at } = sink.reserve(found);
    writePairs(columns, at, partners, values, found, unit, step);
    return found;
  };
}

/** Parts each sum into count and weight. */
function writePairs(
  { b, count, weight }: StaticColumns,
  at: number,
  partners: Uint32Array,
  values: Float64Array,
  found: number,
  unit: number,
  step: number,
): void {
  const perUnit = 1 / unit;
  for (let i = 0; i < found; i++) {
    const sum = values[i] as number;
    const shared = Math.floor(sum * perUnit);
    b[at + i] = partners[i] as number;
    count[at + i] = shared;
    weight[at + i] = (sum - shared * unit) * step;
  }
}

/** The partners to walk for one account: those from `from` to `till`, in the block or far from it, and what each adds. */
type Lists = {
  readonly from: Uint32Array;
  readonly till: Uint32Array;
  readonly isFar: Uint8Array;
  readonly adds: Float64Array;
};

function createLists(room: number): Lists {
  return {
    from: new Uint32Array(room),
    till: new Uint32Array(room),
    isFar: new Uint8Array(room),
    adds: new Float64Array(room),
  };
}

function gatherLists(
  words: Uint32Array,
  { rows, lists }: BlockIndex,
  row: number,
  { from, till, isFar, adds }: Lists,
  unit: number,
): void {
  const start = rows[row] as number;
  const end = rows[row + 1] as number;
  for (let i = start; i < end; i++) {
    const place = lists[i] as number;
    const length = words[place + 2] as number;
    const far = +(length >= FAR);
    const begin = far === 1 ? (words[place + HEADER] as number) : place + HEADER;
    from[i - start] = begin;
    till[i - start] = begin + length - far * FAR;
    isFar[i - start] = far;
    adds[i - start] = unit + (words[place + 1] as number);
  }
}

function addLists(words: Uint32Array, holders: Uint32Array, lists: Lists, count: number, sums: Float64Array): number {
  const { from, till, isFar, adds } = lists;
  let steps = 0;
  for (let l = 0; l < count; l++) {
    const source = isFar[l] === 1 ? holders : words;
    const start = from[l] as number;
    const end = till[l] as number;
    const add = adds[l] as number;
    for (let i = start; i < end; i++) {
      const b = source[i] as number;
      sums[b] = (sums[b] as number) + add;
    }
    steps += end - start;
  }
  return steps;
}

function takeSums(
  words: Uint32Array,
  holders: Uint32Array,
  { from, till, isFar }: Lists,
  count: number,
  sums: Float64Array,
  least: number,
  partners: Uint32Array,
  values: Float64Array,
): number {
  let found = 0;
  for (let l = 0; l < count; l++) {
    const source = isFar[l] === 1 ? holders : words;
    const end = till[l] as number;
    for (let i = from[l] as number; i < end; i++) {
      const b = source[i] as number;
      const sum = sums[b] as number;
      sums[b] = 0;
      partners[found] = b;
      values[found] = sum;
      found += +(sum >= least);
    }
  }
  return found;
}
