import type { StringTable } from '../model/string-table.ts';
import type { NamePool } from './name-pool.ts';

/** Numbers in `pool` of the entries of a table, looked up once each and only when a row needs them. */
export type NameMap = (index: number) => number;

/** One map a table, so that batches that share their tables pay for each name once. */
export function createNameMaps(pool: NamePool): (table: StringTable) => NameMap {
  const known = new WeakMap<StringTable, NameMap>();
  return (table) => {
    const found = known.get(table);
    if (found !== undefined) return found;
    const numbers = new Int32Array(table.size).fill(-1);
    const { bytes, offsets } = table;
    const map: NameMap = (index) => {
      const number = numbers[index] as number;
      if (number >= 0) return number;
      const interned = pool.intern(bytes, offsets[index] as number, offsets[index + 1] as number);
      numbers[index] = interned;
      return interned;
    };
    known.set(table, map);
    return map;
  };
}
