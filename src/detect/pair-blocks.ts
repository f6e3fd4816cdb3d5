/**
 * The lists that a range of accounts walks, laid out so that what a block of accounts needs stands together in memory.
 *
 * Entities are read once, in their order; the later holders of each are copied to the block of every earlier one. Fetching
 * them from the entities row by row would wait for memory at each list: on ten million edges that was half of the time.
 * Long lists are not copied but pointed at: there walking costs more than waiting.
 */

/** A list in a block: account, quanta and length; a long one has `FAR` added to its length, and its place among the holders. */
export const HEADER = 3;
export const FAR = 0x8000_0000;
const LONGEST_COPIED = 32;

/** Blocks that are written side by side: more would fall out of the cache between two writes. */
const MOST_BLOCKS = 1_024;
const SMALLEST_BLOCK_BITS = 10;
/** Words that are laid out at a time, 96 MiB: more accounts take more readings of the entities. */
const MOST_WORDS = 24 * 2 ** 20;

export type Holders = {
  readonly entityOffsets: Uint32Array;
  readonly entityAccounts: Uint32Array;
  /** For each entity 1 + its quanta; 0 when it makes no pairs. */
  readonly entityQuanta: Uint32Array;
};

/** Block `k` holds the lists of accounts `from + (k << bits)` and following, below `to`: `words[starts[k] .. starts[k + 1])`. */
export type Blocks = {
  readonly from: number;
  readonly to: number;
  readonly bits: number;
  readonly starts: Uint32Array;
  readonly words: Uint32Array;
};

/** The blocks of accounts `from` to `to`, as many at a time as `mostWords` hold, at least one. */
export function* layOutBlocks(holders: Holders, from: number, to: number, mostWords = MOST_WORDS): Generator<Blocks> {
  const spread = 32 - Math.clz32(Math.max(0, to - from - 1));
  const bits = Math.max(SMALLEST_BLOCK_BITS, spread - Math.log2(MOST_BLOCKS));
  const sizes = measureBlocks(holders, from, to, bits);
  for (let first = 0; first < sizes.length; ) {
    const starts = [0];
    let end = first;
    while (end < sizes.length) {
      const filled = (starts.at(-1) as number) + (sizes[end] as number);
      if (end > first && filled > mostWords) break;
      starts.push(filled);
      end++;
    }
    const blocks: Blocks = {
      from: from + (first << bits),
      to: Math.min(to, from + (end << bits)),
      bits,
      starts: Uint32Array.from(starts),
      words: new Uint32Array(starts.at(-1) as number),
    };
    fillBlocks(holders, blocks);
    yield blocks;
    first = end;
  }
}

/** Words of each block. */
function measureBlocks(holders: Holders, from: number, to: number, bits: number): Float64Array {
  const { entityOffsets, entityAccounts, entityQuanta } = holders;
  const sizes = new Float64Array(Math.ceil((to - from) / 2 ** bits));
  for (let e = 0; e < entityQuanta.length; e++) {
    if (entityQuanta[e] === 0) continue;
    const last = (entityOffsets[e + 1] as number) - 1;
    for (let c = entityOffsets[e] as number; c < last; c++) {
      const account = entityAccounts[c] as number;
      if (account < from) continue;
      if (account >= to) break;
      const block = (account - from) >>> bits;
      const length = last - c;
      sizes[block] = (sizes[block] as number) + HEADER + (length <= LONGEST_COPIED ? length : 1);
    }
  }
  return sizes;
}

function fillBlocks(holders: Holders, { from, to, bits, starts, words }: Blocks): void {
  const { entityOffsets, entityAccounts, entityQuanta } = holders;
  const next = starts.slice();
  for (let e = 0; e < entityQuanta.length; e++) {
    if (entityQuanta[e] === 0) continue;
    const quanta = (entityQuanta[e] as number) - 1;
    const end = entityOffsets[e + 1] as number;
    for (let c = entityOffsets[e] as number; c < end - 1; c++) {
      const account = entityAccounts[c] as number;
      if (account < from) continue;
      if (account >= to) break;
      const block = (account - from) >>> bits;
      let place = next[block] as number;
      const length = end - 1 - c;
      words[place] = account;
      words[place + 1] = quanta;
      if (length <= LONGEST_COPIED) {
        words[place + 2] = length;
        place += HEADER;
        for (let later = c + 1; later < end; later++) words[place++] = entityAccounts[later] as number;
      } else {
        words[place + 2] = length + FAR;
        words[place + HEADER] = c + 1;
        place += HEADER + 1;
      }
      next[block] = place;
    }
  }
}

/** Where the lists of each account of a block begin in `words`: `lists[rows[i] .. rows[i + 1])` for its `i`-th account. */
export type BlockIndex = { readonly rows: Uint32Array; readonly lists: Uint32Array };

export function indexBlock({ from, bits, starts, words }: Blocks, block: number): BlockIndex {
  const first = from + (block << bits);
  const start = starts[block] as number;
  const end = starts[block + 1] as number;
  const rows = new Uint32Array((1 << bits) + 2);
  for (let place = start; place < end; place = after(words, place)) {
    const row = (words[place] as number) - first + 2;
    rows[row] = (rows[row] as number) + 1;
  }
  for (let row = 1; row < rows.length; row++) rows[row] = (rows[row] as number) + (rows[row - 1] as number);
  const lists = new Uint32Array(rows.at(-1) as number);
  for (let place = start; place < end; place = after(words, place)) {
    const row = (words[place] as number) - first + 1;
    const at = rows[row] as number;
    rows[row] = at + 1;
    lists[at] = place;
  }
  return { rows, lists };
}

function after(words: Uint32Array, place: number): number {
  const length = words[place + 2] as number;
  return place + HEADER + (length >= FAR ? 1 : length);
}
