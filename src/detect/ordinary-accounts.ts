/** Accounts that no suspicious cluster holds, for figures that show what is usual. */
import type { Layer } from '../model/layer.ts';

const CANDIDATES = 2_000;

/** `at`: the times of all that it did, ascending. */
export type OrdinaryAccount = { readonly account: number; readonly at: Float64Array };

/** A sample, spread over all, of the accounts that are in no cluster of `clusterOf`. */
export function sampleOrdinary(clusterOf: Int32Array, layers: readonly Layer[]): readonly OrdinaryAccount[] {
  const free: number[] = [];
  clusterOf.forEach((cluster, account) => {
    if (cluster < 0) free.push(account);
  });
  const step = Math.max(1, Math.ceil(free.length / CANDIDATES));
  return free.filter((_, i) => i % step === 0).map((account) => ({ account, at: timesOf(account, layers) }));
}

function timesOf(account: number, layers: readonly Layer[]): Float64Array {
  const times: number[] = [];
  for (const { at, accountOffsets, accountCells, cellOffsets } of layers) {
    if (at.length === 0) continue;
    const lastCell = accountOffsets[account + 1] as number;
    for (let i = accountOffsets[account] as number; i < lastCell; i++) {
      const cell = accountCells[i] as number;
      const end = cellOffsets[cell + 1] as number;
      for (let t = cellOffsets[cell] as number; t < end; t++) times.push(at[t] as number);
    }
  }
  return Float64Array.from(times).sort();
}

/** How many of the ascending times come before `end`; times are whole. */
export function countBefore(at: Float64Array, end: number): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((at[middle] as number) < end) low = middle + 1;
    else high = middle;
  }
  return low;
}
