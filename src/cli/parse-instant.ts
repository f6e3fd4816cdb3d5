import { LockstepError } from '../model/errors.ts';
import { parseAt, reasonOfAt } from '../source/parse-at.ts';

/** The time given to `--from` or `--to`, in ms since 1970: as in a file, or a plain date, which begins at midnight in `timezone`. */
export function parseInstant(flag: string, text: string, timezone: string): number {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const bytes = new TextEncoder().encode(isDate ? `${text}T00:00:00Z` : text);
  const ms = parseAt(bytes, 0, bytes.length);
  if (ms >= 0) return isDate ? midnight(ms, timezone) : ms;
  const reason = text === '' ? 'is empty' : reasonOfAt(ms);
  throw new LockstepError('usage', `${flag} "${text}" ${reason}; a plain date such as 2026-01-31 works too.`);
}

/** The offset of a zone depends on the instant, so it is looked up at the guess and once more at the corrected one. */
function midnight(utc: number, timezone: string): number {
  const near = utc - offsetAt(utc, timezone);
  return utc - offsetAt(near, timezone);
}

function offsetAt(ms: number, timezone: string): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone: timezone, timeZoneName: 'longOffset' }).formatToParts(ms);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign, hours = '0', minutes = '0'] = /^GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3_600_000 + Number(minutes) * 60_000);
}
