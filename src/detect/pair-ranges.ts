/** Cuts accounts, or entities, into ranges of about equal work, each a piece for a thread. */

export type Range = { readonly from: number; readonly to: number };

/** Work is added up in blocks of 2^`shift` items, so few that they stay in the first-level cache. */
export type Work = {
  readonly items: number;
  readonly threads: number;
  readonly shift: number;
  readonly blocks: Float64Array;
};

const BLOCK_BITS = 11;
/** Pieces a thread: enough that nobody waits long for the last one. */
const PIECES = 4;

export function openWork(items: number, threads: number): Work {
  const last = Math.max(0, items - 1);
  const shift = Math.max(0, 32 - Math.clz32(last) - BLOCK_BITS);
  return { items, threads, shift, blocks: new Float64Array((last >>> shift) + 1) };
}

export function addWork({ shift, blocks }: Work, item: number, steps: number): void {
  const block = item >>> shift;
  blocks[block] = (blocks[block] as number) + steps;
}

/** Ranges that cover all items, in order. One range for one thread. */
export function splitWork({ items, threads, shift, blocks }: Work): readonly Range[] {
  if (threads === 1) return [{ from: 0, to: items }];
  const total = blocks.reduce((sum, steps) => sum + steps, 0);
  const pieces = threads * PIECES;
  const ranges: Range[] = [];
  let from = 0;
  let done = 0;
  for (let block = 0; block < blocks.length; block++) {
    done += blocks[block] as number;
    const to = Math.min(items, (block + 1) * 2 ** shift);
    if (to < items && done < ((ranges.length + 1) * total) / pieces) continue;
    ranges.push({ from, to });
    from = to;
  }
  return ranges;
}
