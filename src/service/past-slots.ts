import { Cron } from 'croner';

/** The last `count` slots of a cron pattern in a time zone at or before `at`, latest first, ms since 1970. */
export function pastSlots(
  { pattern, timezone }: { readonly pattern: string; readonly timezone: string },
  at: number,
  count: number,
): readonly number[] {
  const cron = new Cron(pattern, { timezone, mode: '5-or-6-parts', paused: true });
  // The library leaves out a slot at the very instant.
  return cron.previousRuns(count, new Date(at + 1)).map((slot) => slot.getTime());
}
