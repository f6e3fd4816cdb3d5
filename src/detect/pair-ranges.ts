/** Cuts the accounts into ranges of about equal work, each a piece for a thread. */

export type Range = { readonly from: number; readonly to: number };

const BLOCKS = 4_096;
/** Pieces a thread: enough that the last one does not wait long for the others. */
const PIECES = 4;

/** How many pairs of cells, in blocks of 2^shift accounts, each block walks. */
export type Work = { readonly shift: number; readonly blocks: Float64Array };

export function openWork(accountCount: number): Work {
  const shift = Math.max(0, 32 - Math.clz32(Math.max(1, accountCount) - 1) - Math.log2(BLOCKS));
  return { shift, blocks: new Float64Array(((Math.max(1, accountCount) - 1) >>> shift) + 1) };
}

/** One range for one thread: then nothing has to be joined. */
export function splitWork({ shift, blocks }: Work, accountCount: number, threads: number): readonly Range[] {
  if (threads === 1) return [{ from: 0, to: accountCount }];
  const total = blocks.reduce((sum, work) => sum + work, 0);
  const pieces = threads * PIECES;
  const ranges: Range[] = [];
  let from = 0;
  let done = 0;
  for (let block = 0; block < blocks.length; block++) {
    done += blocks[block] as number;
    const to = Math.min(accountCount, (block + 1) * 2 ** shift);
    if (to === accountCount || done >= ((ranges.length + 1) * total) / pieces) {
      ranges.push({ from, to });
      from = to;
    }
  }
  return ranges;
}
