/** Numbers and times in words, rounded to what they are worth; the same on every machine, so no locale and no time zone. */

/** A number and its unit stay on one line. */
const GLUE = '\u00a0';

export function formatCount(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 account`, `1,204 accounts`. */
export function countOf(value: number, noun: string): string {
  return `${formatCount(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** Three digits that count; whole numbers from 100 on. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 100) {
    return value < 0 ? `−${formatCount(-value)}` : formatCount(value);
  }
  const text = Number(value.toPrecision(Math.abs(value) < 1 ? 2 : 3)).toString();
  return text.replace('-', '−');
}

export function formatScore(value: number): string {
  return value.toFixed(2);
}

/** With its sign, for a part of a score. */
export function formatPart(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}

export function formatShare(value: number): string {
  const percent = value * 100;
  if (percent > 0 && percent < 0.1) return `< 0.1${GLUE}%`;
  if (percent > 99.9 && percent < 100) return `> 99.9${GLUE}%`;
  return `${percent < 10 ? Number(percent.toFixed(1)) : Math.round(percent)}${GLUE}%`;
}

const UNITS = [
  ['day', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** The two largest units at most: `4 s`, `12 min`, `1 h 30 min`, `6 days`. */
export function formatDuration(ms: number): string {
  const place = UNITS.findIndex(([, length]) => ms >= length);
  if (place < 0) return `${Math.round(ms)}${GLUE}ms`;
  const [unit, length] = UNITS[place] ?? UNITS[3];
  if (unit === 'day') return countOf(Math.round(ms / length), 'day');
  const whole = Math.floor(ms / length);
  const next = UNITS[place + 1];
  const rest = next === undefined ? 0 : Math.floor((ms - whole * length) / next[1]);
  return rest > 0 && next !== undefined ? `${whole}${GLUE}${unit} ${rest}${GLUE}${next[0]}` : `${whole}${GLUE}${unit}`;
}

/** `2026-03-01 14:05:12` in UTC, without the seconds when they are none. */
export function formatTime(ms: number): string {
  const text = new Date(ms).toISOString();
  const seconds = text.slice(16, 19);
  return `${text.slice(0, 10)} ${text.slice(11, 16)}${seconds === ':00' ? '' : seconds}`;
}

export function formatInstant(instant: string | null): string {
  return instant === null ? 'unknown' : formatTime(Date.parse(instant));
}

/** From and to, without saying twice what they have in common. */
export function formatSpan(first: string | null, last: string | null): string {
  if (first === null || last === null) return 'times unknown';
  const [from, to] = [Date.parse(first), Date.parse(last)];
  if (from === to) return formatTime(from);
  const [start, end] = [formatTime(from), formatTime(to)];
  if (start.slice(0, 10) === end.slice(0, 10)) return `${start} to ${end.slice(11)}`;
  return `${start.slice(0, 10)} to ${end.slice(0, 10)} (${formatDuration(to - from)})`;
}

/** `a, b and c`. */
export function formatList(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** Names from the wire are made of words with underscores. */
export function formatName(name: string): string {
  return name.replaceAll('_', ' ');
}
