/**
 * Stable least-significant-digit radix sort of row numbers by one column after another. Millions of rows by five keys
 * cost a pass over memory for each 16 bits, where a comparison sort would call back twenty times a row.
 */

const DIGIT_BITS = 16;
const DIGITS = 1 << DIGIT_BITS;

/** Sorts `order` by `keyOf(row)`, a whole number from 0 to `largest` (at most 2^53 - 1), keeping the order of equals. */
export function sortRowsBy(order: Uint32Array, keyOf: (row: number) => number, largest: number): Uint32Array {
  let from = order;
  let to: Uint32Array = new Uint32Array(order.length);
  const counts = new Uint32Array(DIGITS + 1);
  for (let unit = 1; unit <= largest; unit *= DIGITS) {
    counts.fill(0);
    for (let i = 0; i < from.length; i++) {
      const digit = digitOf(keyOf(from[i] as number), unit);
      counts[digit + 1] = (counts[digit + 1] as number) + 1;
    }
    for (let d = 0; d < DIGITS; d++) counts[d + 1] = (counts[d + 1] as number) + (counts[d] as number);
    for (let i = 0; i < from.length; i++) {
      const row = from[i] as number;
      const digit = digitOf(keyOf(row), unit);
      const place = counts[digit] as number;
      to[place] = row;
      counts[digit] = place + 1;
    }
    const sorted = to;
    to = from === order ? new Uint32Array(order.length) : from;
    from = sorted;
  }
  return from;
}

function digitOf(key: number, unit: number): number {
  return unit === 1 ? key & (DIGITS - 1) : Math.floor(key / unit) % DIGITS;
}
