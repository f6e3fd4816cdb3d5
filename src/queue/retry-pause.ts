export type RetryPauses = { readonly firstMs: number; readonly longestMs: number; readonly random: () => number };

/**
 * How long a job rests after its n-th failure in a row: twice as long each time, up to a longest; by chance between half of that
 * and all of it, so that what failed together does not come back together.
 */
export function retryPauseMs(failures: number, { firstMs, longestMs, random }: RetryPauses): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.max(0, failures - 1));
  return Math.round(full * (0.5 + random() / 2));
}
