/** Tells what one account and each of its partners did together from the list of their meetings. */
import type { CloseColumns } from './pair-close.ts';

export type TogetherColumns = {
  readonly b: Uint32Array;
  /** Entities on which both acted within the narrow span, and within the wide one. */
  readonly narrow: Float64Array;
  readonly wide: Float64Array;
  /** Mean over those within the wide span of the smallest gap, ms. */
  readonly meanGapMs: Float64Array;
  /** UTC days on which co-actions within the wide span began. */
  readonly days: Uint32Array;
};

export function createTogetherColumns(capacity: number): TogetherColumns {
  return {
    b: new Uint32Array(capacity),
    narrow: new Float64Array(capacity),
    wide: new Float64Array(capacity),
    meanGapMs: new Float64Array(capacity),
    days: new Uint32Array(capacity),
  };
}

/** Two actions within the wide span, by their places: one of the row's account, one of a partner's. Ordered by entity. */
export type Meetings = { readonly own: Uint32Array; readonly other: Uint32Array };

/** Days are told apart by one bit each, from the first day on. */
export type Calendar = { readonly firstDay: number; readonly dayWords: number };

const DAY_MS = 86_400_000;

export function calendarOf(at: Float64Array): Calendar {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < at.length; i++) {
    const time = at[i] as number;
    if (time < first) first = time;
    if (time > last) last = time;
  }
  const firstDay = at.length === 0 ? 0 : Math.floor(first / DAY_MS);
  const days = at.length === 0 ? 1 : Math.floor(last / DAY_MS) - firstDay + 1;
  return { firstDay, dayWords: Math.ceil(days / 32) };
}

/** Adds `length` meetings to the columns from `start` on, which are zero; `placeOf`: 1 + a partner's place in the row. */
export type Tally = (
  meetings: Meetings,
  length: number,
  placeOf: Uint32Array,
  columns: TogetherColumns,
  start: number,
  partners: number,
) => void;

export function createTally(close: CloseColumns, narrowMs: number, { firstDay, dayWords }: Calendar): Tally {
  const { account, at, entity } = close;
  // of each partner the entity met on last, and the smallest gap there
  let entities = new Uint32Array(0);
  let gaps = new Float64Array(0);
  let dayBits = new Int32Array(0);
  return ({ own, other }, length, placeOf, columns, start, partners) => {
    if (gaps.length < partners) {
      entities = new Uint32Array(2 * partners);
      gaps = new Float64Array(2 * partners);
      dayBits = new Int32Array(2 * partners * dayWords);
    }
    gaps.fill(-1, 0, partners);
    for (let m = 0; m < length; m++) {
      const x = own[m] as number;
      const y = other[m] as number;
      const p = (placeOf[account[y] as number] as number) - 1;
      const e = entity[x] as number;
      const earlier = Math.min(at[x] as number, at[y] as number);
      const day = Math.floor(earlier / DAY_MS) - firstDay;
      const word = p * dayWords + (day >>> 5);
      dayBits[word] = (dayBits[word] as number) | (1 << (day & 31));
      const gap = Math.abs((at[x] as number) - (at[y] as number));
      const closest = gaps[p] as number;
      if (closest >= 0 && entities[p] !== e) addEntity(columns, start + p, closest, narrowMs);
      else if (closest >= 0 && closest <= gap) continue;
      entities[p] = e;
      gaps[p] = gap;
    }
    for (let p = 0; p < partners; p++) {
      addEntity(columns, start + p, gaps[p] as number, narrowMs);
      columns.meanGapMs[start + p] = (columns.meanGapMs[start + p] as number) / (columns.wide[start + p] as number);
      columns.days[start + p] = takeDays(dayBits, p * dayWords, dayWords);
    }
  };
}

function addEntity({ narrow, wide, meanGapMs }: TogetherColumns, place: number, gapMs: number, narrowMs: number): void {
  wide[place] = (wide[place] as number) + 1;
  narrow[place] = (narrow[place] as number) + +(gapMs <= narrowMs);
  // whole milliseconds: their sum is exact in any order
  meanGapMs[place] = (meanGapMs[place] as number) + gapMs;
}

/** Counts the days of one partner and takes them away. */
function takeDays(dayBits: Int32Array, from: number, words: number): number {
  let days = 0;
  for (let word = from; word < from + words; word++) {
    for (let bits = dayBits[word] as number; bits !== 0; bits &= bits - 1) days++;
    dayBits[word] = 0;
  }
  return days;
}
