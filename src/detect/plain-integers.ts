/**
 * Ids that are plain integers. Most of them were counted from 1, so that two crowds of them overlap whatever they are;
 * names, hashes and numbers of more than 15 digits (nobody counts that far) do not overlap by accident.
 */
import type { StringTable } from '../model/string-table.ts';

const MOST_DIGITS = 15;

/** The value of each of the strings `ids`, -1 for one that is no plain integer. */
export function valuesOf({ bytes, offsets }: StringTable, ids: Uint32Array): Float64Array {
  const values = new Float64Array(ids.length).fill(-1);
  for (let i = 0; i < ids.length; i++) {
    const from = offsets[ids[i] as number] as number;
    const to = offsets[(ids[i] as number) + 1] as number;
    if (to === from || to - from > MOST_DIGITS) continue;
    let value = 0;
    let k = from;
    for (; k < to; k++) {
      const digit = (bytes[k] as number) - 0x30;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (k === to) values[i] = value;
  }
  return values;
}
