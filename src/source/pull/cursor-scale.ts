/** The values of a cursor as whole steps in their order: a number counts by ones, a time by microseconds. */
export type CursorScale = {
  readonly counts: 'numbers' | 'times';
  /** What stands before all values, as PostgreSQL reads it. */
  readonly beginning: string;
  /** Steps of a value as PostgreSQL writes it (ISO, UTC); `null` for one that has no place, such as infinity or a fraction. */
  readonly parse: (text: string) => bigint | null;
  /** As PostgreSQL reads it; what lies before all values as `beginning`. */
  readonly format: (steps: bigint) => string;
  /** Steps of what `format` has written; `null` for what it has not. */
  readonly read: (text: string) => bigint | null;
};

const TIMES: CursorScale = {
  counts: 'times',
  beginning: '-infinity',
  parse: parseTime,
  read: (text) => (text.endsWith('Z') ? parseTime(text.slice(0, -1).replace('T', ' ')) : null),
  format: (steps) => (steps < EARLIEST ? '-infinity' : formatTime(steps)),
};

/** By the number that PostgreSQL gives the type: date, timestamp, timestamptz, smallint, integer, bigint, numeric. */
const SCALES: ReadonlyMap<number, CursorScale> = new Map([
  [1082, TIMES],
  [1114, TIMES],
  [1184, TIMES],
  [21, countFrom(-(2n ** 15n))],
  [23, countFrom(-(2n ** 31n))],
  [20, countFrom(-(2n ** 63n))],
  [1700, countFrom(-(2n ** 63n))],
]);

/** The year 1 in microseconds since 1970. */
const EARLIEST = -62_135_596_800_000_000n;
const US_PER_MS = 1_000n;
const TIME = /^(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(?:\+00)?)?$/;

export function scaleOf(type: number): CursorScale | null {
  return SCALES.get(type) ?? null;
}

function countFrom(least: bigint): CursorScale {
  return {
    counts: 'numbers',
    beginning: String(least),
    parse: (text) => (/^-?\d+(?:\.0+)?$/.test(text) ? BigInt(text.replace(/\..*/, '')) : null),
    format: (steps) => String(steps < least ? least : steps),
    read: (text) => (/^-?\d+$/.test(text) ? BigInt(text) : null),
  };
}

function parseTime(text: string): bigint | null {
  const [, date, time = '00:00:00', fraction = ''] = TIME.exec(text) ?? [];
  const ms = Date.parse(`${date}T${time}Z`);
  return Number.isNaN(ms) ? null : BigInt(ms) * US_PER_MS + BigInt(fraction.padEnd(6, '0'));
}

function formatTime(steps: bigint): string {
  const part = ((steps % US_PER_MS) + US_PER_MS) % US_PER_MS;
  const iso = new Date(Number((steps - part) / US_PER_MS)).toISOString();
  return iso.replace('Z', `${String(part).padStart(3, '0')}Z`);
}
