import type { StringTable } from '../../../model/string-table.ts';
import { toUint32 } from './blob.ts';
import type { Database } from './database.ts';
import { POOLS, type PoolName } from './names.ts';

/** Names by number; where one was erased there is an empty string, and `empty` is the number of the name that is empty, or -1. */
export type NameTable = StringTable & { readonly empty: number };

/**
 * The names of a pool as they lie in the file. Reading needs no more than that; to number names costs ten times as much, and
 * is for who appends.
 */
export function readNameTable(db: Database, pool: PoolName): NameTable {
  const sql = 'SELECT first, span, ids, offsets, bytes FROM name_chunk WHERE pool = ? ORDER BY first';
  const chunks = db.all(sql, POOLS[pool]);
  const size = chunks.reduce((end, row) => Math.max(end, (row['first'] as number) + (row['span'] as number)), 0);
  const length = chunks.reduce((sum, row) => sum + (row['bytes'] as Uint8Array).length, 0);
  const bytes = new Uint8Array(length);
  const offsets = new Float64Array(size + 1);
  let end = 0;
  let number = 0;
  let empty = -1;
  const skipTo = (next: number) => {
    while (number < next) offsets[++number] = end;
  };
  for (const row of chunks) {
    const own = toUint32(row['offsets'] as Uint8Array);
    const ids = row['ids'] === null ? null : toUint32(row['ids'] as Uint8Array);
    const first = row['first'] as number;
    bytes.set(row['bytes'] as Uint8Array, end);
    const start = end;
    for (let i = 0; i + 1 < own.length; i++) {
      skipTo(ids === null ? first + i : (ids[i] as number));
      if (own[i] === own[i + 1]) empty = number;
      end = start + (own[i + 1] as number);
      offsets[++number] = end;
    }
  }
  skipTo(size);
  return { size, bytes, offsets, empty };
}

/** One more than the largest number of the pool. */
export function countNames(db: Database, pool: PoolName): number {
  const row = db.get('SELECT max(first + span) AS size FROM name_chunk WHERE pool = ?', POOLS[pool]);
  return (row?.['size'] as number | null) ?? 0;
}
