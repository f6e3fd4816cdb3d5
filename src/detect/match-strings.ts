import type { StringTable } from '../model/string-table.ts';

/**
 * For each of the strings `ids` of `table` its place in `other`, or -1. `ids` and `other` ascend by bytes, so that one
 * walk over both is enough.
 */
export function matchStrings(table: StringTable, ids: Uint32Array, other: StringTable): Int32Array {
  const places = new Int32Array(ids.length).fill(-1);
  let place = 0;
  for (let i = 0; i < ids.length && place < other.size; i++) {
    const id = ids[i] as number;
    let order = -1;
    while (place < other.size) {
      order = compareAcross(table, id, other, place);
      if (order <= 0) break;
      place++;
    }
    if (order === 0) places[i] = place;
  }
  return places;
}

/** Negative, zero or positive as string `i` of `one` comes before, is, or comes after string `j` of `other`. */
function compareAcross(one: StringTable, i: number, other: StringTable, j: number): number {
  let x = one.offsets[i] as number;
  let y = other.offsets[j] as number;
  const endX = one.offsets[i + 1] as number;
  const endY = other.offsets[j + 1] as number;
  while (x < endX && y < endY) {
    const difference = (one.bytes[x++] as number) - (other.bytes[y++] as number);
    if (difference !== 0) return difference;
  }
  return endX - x - (endY - y);
}
