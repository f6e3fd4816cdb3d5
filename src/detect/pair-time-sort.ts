/** Puts the actions on one entity in the order of time; actions at the same instant keep their order. */

const FEW = 32;
const DIGIT_BITS = 8;
const DIGITS = 1 << DIGIT_BITS;

/** Sorts `times[0 .. length)`, whole milliseconds, and `who` with them. */
export type TimeSort = (times: Float64Array, who: Uint32Array, length: number) => void;

/** By insertion when they are few, else by digits from the lowest (LSD radix sort) of the time since the first one. */
export function createTimeSort(): TimeSort {
  let otherTimes = new Float64Array(0);
  let otherWho = new Uint32Array(0);
  const starts = new Uint32Array(DIGITS + 1);
  return (times, who, length) => {
    if (length <= FEW) return insertByTime(times, who, length);
    if (otherWho.length < length) {
      otherTimes = new Float64Array(length * 2);
      otherWho = new Uint32Array(length * 2);
    }
    const { first, last } = boundsOf(times, length);
    let from: Timeline = { times, who };
    let to: Timeline = { times: otherTimes, who: otherWho };
    for (let unit = 1; unit <= last - first; unit *= DIGITS) {
      sortByDigit(from, to, length, first, 1 / unit, starts);
      [from, to] = [to, from];
    }
    if (from.times === times) return;
    times.set(from.times.subarray(0, length));
    who.set(from.who.subarray(0, length));
  };
}

function insertByTime(times: Float64Array, who: Uint32Array, length: number): void {
  for (let i = 1; i < length; i++) {
    const time = times[i] as number;
    const account = who[i] as number;
    let j = i - 1;
    for (; j >= 0 && (times[j] as number) > time; j--) {
      times[j + 1] = times[j] as number;
      who[j + 1] = who[j] as number;
    }
    times[j + 1] = time;
    who[j + 1] = account;
  }
}

function boundsOf(times: Float64Array, length: number): { readonly first: number; readonly last: number } {
  let first = times[0] as number;
  let last = first;
  for (let i = 1; i < length; i++) {
    const time = times[i] as number;
    if (time < first) first = time;
    if (time > last) last = time;
  }
  return { first, last };
}

type Timeline = { readonly times: Float64Array; readonly who: Uint32Array };

/** `perUnit` is a power of two, so the digit is exact; `&` takes the low bits of numbers up to 2^53. */
function sortByDigit(
  from: Timeline,
  to: Timeline,
  length: number,
  first: number,
  perUnit: number,
  starts: Uint32Array,
): void {
  starts.fill(0);
  for (let i = 0; i < length; i++) {
    const next = ((((from.times[i] as number) - first) * perUnit) & (DIGITS - 1)) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let d = 0; d < DIGITS; d++) starts[d + 1] = (starts[d + 1] as number) + (starts[d] as number);
  for (let i = 0; i < length; i++) {
    const time = from.times[i] as number;
    const digit = ((time - first) * perUnit) & (DIGITS - 1);
    const place = starts[digit] as number;
    starts[digit] = place + 1;
    to.times[place] = time;
    to.who[place] = from.who[i] as number;
  }
}
