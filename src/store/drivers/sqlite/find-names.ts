import type { StringTable } from '../../../model/string-table.ts';
import { NamePool } from '../../name-pool.ts';
import type { NameTable } from './name-tables.ts';

/** Where the wanted names stand in a table, -1 where they do not. One walk over the table, which needs no index for it. */
export function findNames(table: NameTable, wanted: StringTable): Int32Array {
  const pool = new NamePool();
  const keys = new Uint32Array(wanted.size);
  for (let i = 0; i < wanted.size; i++) {
    keys[i] = pool.intern(wanted.bytes, wanted.offsets[i] as number, wanted.offsets[i + 1] as number);
  }
  const places = new Int32Array(pool.size).fill(-1);
  let missing = pool.size;
  const { bytes, offsets, empty } = table;
  for (let number = 0; number < table.size && missing > 0; number++) {
    const start = offsets[number] as number;
    const end = offsets[number + 1] as number;
    if (start === end && number !== empty) continue;
    const key = pool.find(bytes, start, end);
    if (key < 0 || (places[key] as number) >= 0) continue;
    places[key] = number;
    missing--;
  }
  return Int32Array.from(keys, (key) => places[key] as number);
}
