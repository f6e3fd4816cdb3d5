import type { StringTable } from './string-table.ts';

/** A table of some of the strings, in the order asked for. */
export function pickNames(table: StringTable, indices: ArrayLike<number>): StringTable {
  const offsets = new Float64Array(indices.length + 1);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] as number;
    const size = (table.offsets[index + 1] as number) - (table.offsets[index] as number);
    offsets[i + 1] = (offsets[i] as number) + size;
  }
  const bytes = new Uint8Array(offsets[indices.length] as number);
  for (let i = 0; i < indices.length; i++) {
    const from = table.offsets[indices[i] as number] as number;
    const start = offsets[i] as number;
    const size = (offsets[i + 1] as number) - start;
    for (let k = 0; k < size; k++) bytes[start + k] = table.bytes[from + k] as number;
  }
  return { size: indices.length, bytes, offsets };
}
