/**
 * Stable least-significant-digit radix sort by columns of whole numbers: a few walks over the rows for each 11 bits
 * that a column uses, whatever the data.
 */

/** The counters of a digit then take 8 KiB and stay in the nearest cache, with the 2,048 places that are written to. */
const MOST_DIGIT_BITS = 11;
/** Few rows are sorted by small digits: else clearing the counters would cost more than the rows. */
const LEAST_DIGIT_BITS = 5;

export type Column = Uint32Array | Uint16Array;
export type Digit = { readonly shift: number; readonly width: number };

/** The digits that `column` is sorted by, the least significant first; none when all its values are 0. */
export function digitsOf(column: Column): Digit[] {
  const bits = 32 - Math.clz32(largestOf(column));
  const most = Math.min(MOST_DIGIT_BITS, Math.max(LEAST_DIGIT_BITS, 32 - Math.clz32(column.length)));
  const count = Math.ceil(bits / most);
  const width = Math.ceil(bits / count);
  return Array.from({ length: count }, (_, i) => ({ shift: i * width, width }));
}

/** Where each row goes when rows are sorted by one digit of `column`: row `i` to `places[i]`. */
export function placeByDigit(column: Column, { shift, width }: Digit, places: Uint32Array): void {
  const mask = (1 << width) - 1;
  const next = new Uint32Array(mask + 1);
  for (let row = 0; row < column.length; row++) {
    const digit = ((column[row] as number) >>> shift) & mask;
    next[digit] = (next[digit] as number) + 1;
  }
  let place = 0;
  for (let digit = 0; digit <= mask; digit++) {
    const count = next[digit] as number;
    next[digit] = place;
    place += count;
  }
  for (let row = 0; row < column.length; row++) {
    const digit = ((column[row] as number) >>> shift) & mask;
    const to = next[digit] as number;
    next[digit] = to + 1;
    places[row] = to;
  }
}

/** The rows 0 … `length` - 1 by `keys`, the least significant first; each key is asked for when its turn has come. */
export function sortRows(length: number, keys: Iterable<Uint32Array>): Uint32Array {
  let order = new Uint32Array(length);
  for (let row = 0; row < length; row++) order[row] = row;
  let spare = new Uint32Array(length);
  const places = new Uint32Array(length);
  const current = new Uint32Array(length);
  for (const key of keys) {
    for (const digit of digitsOf(key)) {
      for (let i = 0; i < length; i++) current[i] = key[order[i] as number] as number;
      placeByDigit(current, digit, places);
      for (let i = 0; i < length; i++) spare[places[i] as number] = order[i] as number;
      [order, spare] = [spare, order];
    }
  }
  return order;
}

function largestOf(column: Column): number {
  let largest = 0;
  for (let row = 0; row < column.length; row++) if ((column[row] as number) > largest) largest = column[row] as number;
  return largest;
}
