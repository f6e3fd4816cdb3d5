/** Numbers the strings that a column uses by their order in UTF-8 bytes. */
import type { StringTable } from '../model/string-table.ts';
import { isBefore, sortStrings } from './sort-strings.ts';

export type RankedStrings = {
  /** The used strings, each once, ascending. */
  readonly table: StringTable;
  /** The place in `table` of each string of the old table that is used; `null` when no place changes. */
  readonly rankOf: Uint32Array | null;
};

export function rankStrings(table: StringTable, column: Uint32Array | Uint16Array): RankedStrings {
  const used = usedStrings(table, column);
  if (!isAscending(table, used)) sortStrings(table, used);
  else if (used.length === table.size && isExact(table)) return { table, rankOf: null };
  return numberStrings(table, used);
}

/**
 * Copies the sorted strings one after another. Equal ones get one number, so that a table with repeats becomes one
 * without; a string is compared with the copy before it, which is at hand, and so fetched once only.
 */
function numberStrings({ size: oldSize, bytes, offsets }: StringTable, sorted: Uint32Array): RankedStrings {
  const rankOf = new Uint32Array(oldSize);
  const copy = new Uint8Array(totalOf(offsets, sorted));
  const ends = new Float64Array(sorted.length + 1);
  let size = 0;
  let end = 0;
  for (let i = 0; i < sorted.length; i++) {
    const id = sorted[i] as number;
    const to = offsets[id + 1] as number;
    let before = size === 0 ? 0 : (ends[size - 1] as number);
    let isRepeat = size > 0 && end - before === to - (offsets[id] as number);
    let place = end;
    for (let k = offsets[id] as number; k < to; k++) {
      const byte = bytes[k] as number;
      isRepeat &&= copy[before++] === byte;
      copy[place++] = byte;
    }
    if (!isRepeat) {
      end = place;
      ends[++size] = end;
    }
    rankOf[id] = size - 1;
  }
  const isCut = size < sorted.length;
  const table = { size, bytes: isCut ? copy.slice(0, end) : copy, offsets: isCut ? ends.slice(0, size + 1) : ends };
  return { table, rankOf };
}

function totalOf(offsets: Float64Array, ids: Uint32Array): number {
  let total = 0;
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] as number;
    total += (offsets[id + 1] as number) - (offsets[id] as number);
  }
  return total;
}

function usedStrings(table: StringTable, column: Uint32Array | Uint16Array): Uint32Array {
  const isUsed = new Uint8Array(table.size);
  for (let row = 0; row < column.length; row++) isUsed[column[row] as number] = 1;
  const used = new Uint32Array(table.size);
  let count = 0;
  for (let id = 0; id < table.size; id++) if (isUsed[id] === 1) used[count++] = id;
  return used.subarray(0, count);
}

function isAscending(table: StringTable, ids: Uint32Array): boolean {
  for (let i = 1; i < ids.length; i++) {
    if (!isBefore(table, ids[i - 1] as number, ids[i] as number)) return false;
  }
  return true;
}

/** Whether the table's arrays hold its strings and nothing else. */
function isExact({ size, bytes, offsets }: StringTable): boolean {
  return offsets.length === size + 1 && offsets[0] === 0 && bytes.length === offsets[size];
}
