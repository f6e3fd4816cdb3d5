/** How often an event is tried, and how long it waits between two tries at most: `baseMs`, doubled each time, never over `capMs`. */
export type RetryPolicy = { readonly tries: number; readonly baseMs: number; readonly capMs: number };

const HOUR_MS = 3_600_000;

/**
 * 30 s, 1 min, 2 min … 8.5 h, 12 h, 12 h: with full jitter 14 tries take 21 hours on average and 41 at most. A receiver that is
 * started anew is back within a minute, one that was down for a night loses nothing.
 */
export const RETRY_POLICY: RetryPolicy = { tries: 14, baseMs: 30_000, capMs: 12 * HOUR_MS };

/** A receiver may ask for more patience than the policy has, within reason. */
const LONGEST_ASKED_MS = 24 * HOUR_MS;

/**
 * Time until the next try after `failures` of them: anywhere from nothing to the policy's limit (full jitter: many events that
 * failed together do not come back together), and never sooner than the receiver asked for.
 */
export function retryPauseMs(
  failures: number,
  { baseMs, capMs }: RetryPolicy,
  random: () => number,
  askedMs = 0,
): number {
  const limit = Math.min(capMs, baseMs * 2 ** (failures - 1));
  return Math.ceil(Math.max(random() * limit, Math.min(askedMs, LONGEST_ASKED_MS)));
}
