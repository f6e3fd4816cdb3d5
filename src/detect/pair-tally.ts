/** Adds up what one account and each of its partners did together. Partners are told by their place in the row. */

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

const DAY_MS = 86_400_000;
/** Days since 1970 are below 2^16 until 2149. */
const DAYS = 2 ** 16;

export type Tally = {
  /** Begins a row: places `at .. at + partners` of `columns` are zero. */
  readonly open: (columns: TogetherColumns, at: number, partners: number) => void;
  /** The two acted on an entity, at the closest, `gapMs` apart: at most the wide span. */
  readonly addEntity: (partner: number, gapMs: number) => void;
  /** Two of their actions lie within the wide span, the earlier at `atMs`. */
  readonly addDay: (partner: number, atMs: number) => void;
  readonly close: () => void;
};

export function createTally(narrowMs: number): Tally {
  const days = createDayCount();
  let columns = createTogetherColumns(0);
  let start = 0;
  let length = 0;
  return {
    open: (into, at, partners) => {
      columns = into;
      start = at;
      length = partners;
      days.open(partners);
    },
    addEntity: (partner, gapMs) => {
      const place = start + partner;
      columns.wide[place] = (columns.wide[place] as number) + 1;
      if (gapMs <= narrowMs) columns.narrow[place] = (columns.narrow[place] as number) + 1;
      // whole milliseconds: their sum is exact in any order
      columns.meanGapMs[place] = (columns.meanGapMs[place] as number) + gapMs;
    },
    addDay: (partner, atMs) => days.add(partner, Math.floor(atMs / DAY_MS)),
    close: () => {
      for (let place = start; place < start + length; place++)
        columns.meanGapMs[place] = (columns.meanGapMs[place] as number) / (columns.wide[place] as number);
      days.count(columns.days, start);
    },
  };
}

type DayCount = {
  readonly open: (partners: number) => void;
  readonly add: (partner: number, day: number) => void;
  readonly count: (into: Uint32Array, at: number) => void;
};

function createDayCount(): DayCount {
  let latest = new Int32Array(0);
  let keys = new Float64Array(64);
  let length = 0;
  return {
    open: (partners) => {
      if (latest.length < partners) latest = new Int32Array(partners * 2);
      latest.fill(-1, 0, partners);
      length = 0;
    },
    add: (partner, day) => {
      if (latest[partner] === day) return;
      latest[partner] = day;
      if (length === keys.length) {
        const more = new Float64Array(length * 2);
        more.set(keys);
        keys = more;
      }
      keys[length++] = partner * DAYS + day;
    },
    count: (into, at) => {
      const sorted = keys.subarray(0, length).sort();
      for (let i = 0; i < length; i++) {
        if (sorted[i] === sorted[i - 1]) continue;
        const place = at + Math.floor((sorted[i] as number) / DAYS);
        into[place] = (into[place] as number) + 1;
      }
    },
  };
}
