import { EARLIEST_AT_MS, LATEST_AT_MS } from '../model/edge.ts';
import { daysIn, daysSince1970 } from './calendar.ts';

const DASH = 0x2d;
const POINT = 0x2e;
const COLON = 0x3a;

/** What `parseAt` returns instead of a time, as negative numbers. */
const MALFORMED = -1;
const NO_OFFSET = -2;
const NO_SUCH_DATE = -3;
const TOO_EARLY = -4;
const TOO_LATE = -5;
const LIKE_MILLISECONDS = -6;
const LIKE_MICROSECONDS = -7;
const LIKE_NANOSECONDS = -8;

const REASONS: { readonly [code: number]: string } = {
  [MALFORMED]: 'is neither RFC 3339 (2026-01-31T12:00:00Z) nor UNIX seconds (1769860800)',
  [NO_OFFSET]: 'has no offset from UTC: write Z, or an offset such as +02:00, at its end',
  [NO_SUCH_DATE]: 'is no date and time that exists',
  [TOO_EARLY]: 'is before 1970',
  [TOO_LATE]: 'is in or after the year 2100',
  [LIKE_MILLISECONDS]: 'is after the year 2100 and looks like milliseconds: divide it by 1,000',
  [LIKE_MICROSECONDS]: 'is after the year 2100 and looks like microseconds: divide it by 1,000,000',
  [LIKE_NANOSECONDS]: 'is after the year 2100 and looks like nanoseconds: divide it by 1,000,000,000',
};

/**
 * The time in `bytes[start .. end)`: RFC 3339 with any offset, or UNIX seconds with decimals.
 * Whole milliseconds since 1970, halves to the even one; `NaN` when empty; negative = `reasonOfAt` says what is wrong.
 */
export function parseAt(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length === 0) return Number.NaN;
  if (length > 4 && bytes[start + 4] === DASH) return parseDateTime(bytes, start, end);
  // Nine digits fit a small integer, which is much the faster.
  let small = 0;
  let i = start;
  for (const stop = Math.min(end, start + 9); i < stop; i++) {
    const digit = (bytes[i] as number) - 0x30;
    if (digit >>> 0 > 9) break;
    small = (small * 10 + digit) | 0;
  }
  let seconds = small;
  for (; i < end; i++) {
    const digit = (bytes[i] as number) - 0x30;
    if (digit < 0 || digit > 9) break;
    seconds = seconds * 10 + digit;
  }
  if (i === end) return inRange(seconds * 1000);
  if (bytes[i] === POINT && i > start && i + 1 < end) {
    const part = parseFraction(bytes, i + 1, end);
    return part < 0 ? MALFORMED : inRange(seconds * 1000 + part);
  }
  return bytes[start] === DASH && isDecimal(bytes, start + 1, end) ? TOO_EARLY : MALFORMED;
}

export function reasonOfAt(code: number): string {
  return REASONS[code] ?? `failed with ${code}`;
}

/** Milliseconds since 1970 as they are, or the code of why they cannot be. Also for times that were numbers already. */
export function inRange(ms: number): number {
  if (ms < EARLIEST_AT_MS) return TOO_EARLY;
  if (ms < LATEST_AT_MS) return ms;
  // In another unit the number would be a time of this century; 1e9 seconds was in 2001.
  if (ms / 1e3 < LATEST_AT_MS && ms / 1e3 >= 1e11) return LIKE_MILLISECONDS;
  if (ms / 1e6 < LATEST_AT_MS && ms / 1e6 >= 1e11) return LIKE_MICROSECONDS;
  if (ms / 1e9 < LATEST_AT_MS && ms / 1e9 >= 1e11) return LIKE_NANOSECONDS;
  return TOO_LATE;
}

/** Digits after the point as milliseconds, halves to the even one (1000 when they round up to a second); -1 when not digits. */
function parseFraction(bytes: Uint8Array, start: number, end: number): number {
  let ms = 0;
  let rest = 0; // beyond the millisecond: 0 nothing, 1 less than half, 2 exactly half, 3 more
  for (let i = start, place = 0; i < end; i++, place++) {
    const digit = (bytes[i] as number) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    if (place < 3) ms = ms * 10 + digit;
    else if (place === 3) rest = digit === 0 ? 0 : digit < 5 ? 1 : digit === 5 ? 2 : 3;
    else if (digit !== 0) rest = rest === 0 ? 1 : rest === 2 ? 3 : rest;
  }
  if (end - start === 1) ms *= 100;
  else if (end - start === 2) ms *= 10;
  return rest === 3 || (rest === 2 && ms % 2 === 1) ? ms + 1 : ms;
}

/** `YYYY-MM-DDTHH:MM:SS[.digits](Z|±HH:MM)`; RFC 3339 also allows a blank for the T, small letters and a leap second. */
function parseDateTime(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 19) return MALFORMED;
  const year = twoDigits(bytes, start) * 100 + twoDigits(bytes, start + 2);
  const month = twoDigits(bytes, start + 5);
  const day = twoDigits(bytes, start + 8);
  const hour = twoDigits(bytes, start + 11);
  const minute = twoDigits(bytes, start + 14);
  const second = twoDigits(bytes, start + 17);
  const separator = bytes[start + 10];
  const isShaped =
    bytes[start + 7] === DASH &&
    (separator === 0x54 || separator === 0x74 || separator === 0x20) &&
    bytes[start + 13] === COLON &&
    bytes[start + 16] === COLON;
  // A pair that is not two digits is NaN, and NaN fails every comparison.
  if (!isShaped || !(year + month + day + hour + minute + second >= 0)) return MALFORMED;

  let zone = start + 19;
  let part = 0;
  if (bytes[zone] === POINT && zone < end) {
    const from = ++zone;
    while (zone < end && ((bytes[zone] as number) - 0x30) >>> 0 <= 9) zone++;
    if (zone === from) return MALFORMED;
    part = parseFraction(bytes, from, zone);
  }
  if (zone === end) return NO_OFFSET;
  const offsetMinutes = parseOffset(bytes, zone, end);
  if (Number.isNaN(offsetMinutes)) return MALFORMED;
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59) return NO_SUCH_DATE;
  const minutes = daysSince1970(year, month, day) * 1440 + hour * 60 + minute - offsetMinutes;
  // A leap second is the last of a day in UTC, and counts as the first of the next.
  if (second > 60 || (second === 60 && (minutes + 1) % 1440 !== 0)) return NO_SUCH_DATE;
  return inRange(minutes * 60_000 + second * 1000 + part);
}

function parseOffset(bytes: Uint8Array, start: number, end: number): number {
  const sign = bytes[start];
  if (end - start === 1 && (sign === 0x5a || sign === 0x7a)) return 0;
  if (end - start !== 6 || (sign !== 0x2b && sign !== DASH) || bytes[start + 3] !== COLON) return Number.NaN;
  const hours = twoDigits(bytes, start + 1);
  const minutes = twoDigits(bytes, start + 4);
  if (!(hours <= 23 && minutes <= 59)) return Number.NaN;
  return (sign === DASH ? -1 : 1) * (hours * 60 + minutes);
}

function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - 0x30;
  const ones = (bytes[at + 1] as number) - 0x30;
  return tens >>> 0 <= 9 && ones >>> 0 <= 9 ? tens * 10 + ones : Number.NaN;
}

/** Whether the bytes are digits with at most one point among them. */
function isDecimal(bytes: Uint8Array, start: number, end: number): boolean {
  let points = 0;
  for (let i = start; i < end; i++) {
    if (bytes[i] === POINT) points++;
    else if (((bytes[i] as number) - 0x30) >>> 0 > 9) return false;
  }
  return end > start && points <= 1;
}
