import { Cron } from 'croner';
import { LockstepError } from '../model/errors.ts';

/**
 * The first slot of a cron pattern after `after`, ms since 1970; `null` when none will ever come. Every driver asks here, so that
 * all agree on the two odd days of a year: a slot at a fixed time that daylight saving skips comes right after the gap, one whose
 * time comes twice comes the first time only. Throws `usage` for a pattern or a time zone that cannot be read.
 */
export function nextSlot(pattern: string, timezone: string, after: number): number | null {
  return read(pattern, timezone).nextRun(new Date(after))?.getTime() ?? null;
}

function read(pattern: string, timezone: string): Cron {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
  } catch (cause) {
    throw new LockstepError(
      'usage',
      `"${timezone}" is no time zone that this machine knows: write a name such as UTC or Europe/Berlin.`,
      { cause },
    );
  }
  try {
    return new Cron(pattern, { timezone, paused: true, mode: '5-or-6-parts' });
  } catch (cause) {
    throw new LockstepError(
      'usage',
      `"${pattern}" is no cron pattern: write five fields, minute hour day month weekday, such as "0 3 * * *".`,
      { cause },
    );
  }
}
