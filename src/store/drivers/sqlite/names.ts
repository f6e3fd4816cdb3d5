import { createNameMaps } from '../../map-names.ts';
import { NamePool } from '../../name-pool.ts';
import { toBlob, toUint32 } from './blob.ts';
import type { Database } from './database.ts';

/** Names are numbered by pool: what an account and a layer are called has nothing to do with each other. */
export const POOLS = { account: 0, entity: 1, layer: 2, source: 3 } as const;
export type PoolName = keyof typeof POOLS;

/** The numbered names of the store, as far as this process has read them. */
export type Names = {
  readonly pool: (name: PoolName) => NamePool;
  readonly mapsOf: (name: PoolName) => ReturnType<typeof createNameMaps>;
  /** Reads what other processes have added. */
  readonly catchUp: () => void;
  /** Writes what was interned since. */
  readonly save: () => void;
};

const POOL_NAMES = Object.keys(POOLS) as readonly PoolName[];

export function createNames(db: Database): Names {
  const pools = { account: new NamePool(), entity: new NamePool(), layer: new NamePool(), source: new NamePool() };
  const maps = {
    account: createNameMaps(pools.account),
    entity: createNameMaps(pools.entity),
    layer: createNameMaps(pools.layer),
    source: createNameMaps(pools.source),
  };
  const saved = { account: 0, entity: 0, layer: 0, source: 0 };
  return {
    pool: (name) => pools[name],
    mapsOf: (name) => maps[name],
    catchUp: () => {
      for (const name of POOL_NAMES) {
        loadChunks(db, name, saved[name], pools[name]);
        saved[name] = pools[name].size;
      }
    },
    save: () => {
      for (const name of POOL_NAMES) {
        saveChunk(db, name, saved[name], pools[name]);
        saved[name] = pools[name].size;
      }
    },
  };
}

function loadChunks(db: Database, name: PoolName, from: number, pool: NamePool): void {
  const sql = 'SELECT first, span, ids, offsets, bytes FROM name_chunk WHERE pool = ? AND first >= ? ORDER BY first';
  for (const row of db.each(sql, POOLS[name], from)) {
    const offsets = toUint32(row['offsets'] as Uint8Array);
    const bytes = row['bytes'] as Uint8Array;
    const ids = row['ids'] === null ? null : toUint32(row['ids'] as Uint8Array);
    const first = row['first'] as number;
    for (let i = 0; i + 1 < offsets.length; i++) {
      pool.putAt(ids === null ? first + i : (ids[i] as number), bytes, offsets[i] as number, offsets[i + 1] as number);
    }
    // Numbers are never given twice, not even those of erased names.
    pool.skipTo(first + (row['span'] as number));
  }
}

function saveChunk(db: Database, name: PoolName, from: number, pool: NamePool): void {
  if (pool.size === from) return;
  const table = pool.table();
  const start = table.offsets[from] as number;
  const offsets = Uint32Array.from(table.offsets.subarray(from), (offset) => offset - start);
  db.run(
    'INSERT INTO name_chunk (pool, first, span, ids, offsets, bytes) VALUES (?, ?, ?, NULL, ?, ?)',
    POOLS[name],
    from,
    pool.size - from,
    toBlob(offsets),
    table.bytes.subarray(start),
  );
}

/** Erases names for which `isKept` is false; numbers of the others stay. Returns how many went. */
export function eraseNames(db: Database, name: PoolName, isKept: (number: number) => boolean): number {
  let erased = 0;
  for (const { first } of db.all('SELECT first FROM name_chunk WHERE pool = ? ORDER BY first', POOLS[name])) {
    erased += eraseFromChunk(db, name, first as number, isKept);
  }
  return erased;
}

function eraseFromChunk(db: Database, name: PoolName, first: number, isKept: (number: number) => boolean): number {
  const row = db.get('SELECT ids, offsets, bytes FROM name_chunk WHERE pool = ? AND first = ?', POOLS[name], first);
  if (row === undefined) return 0;
  const offsets = toUint32(row['offsets'] as Uint8Array);
  const bytes = row['bytes'] as Uint8Array;
  const size = offsets.length - 1;
  const ids =
    row['ids'] === null ? Uint32Array.from({ length: size }, (_, i) => first + i) : toUint32(row['ids'] as Uint8Array);
  const kept = [...ids.keys()].filter((i) => isKept(ids[i] as number));
  if (kept.length === size) return 0;
  const pieces = kept.map((i) => bytes.subarray(offsets[i] as number, offsets[i + 1] as number));
  const newOffsets = new Uint32Array(kept.length + 1);
  pieces.forEach((piece, i) => {
    newOffsets[i + 1] = (newOffsets[i] as number) + piece.length;
  });
  db.run(
    'UPDATE name_chunk SET ids = ?, offsets = ?, bytes = ? WHERE pool = ? AND first = ?',
    toBlob(Uint32Array.from(kept, (i) => ids[i] as number)),
    toBlob(newOffsets),
    Buffer.concat(pieces),
    POOLS[name],
    first,
  );
  return size - kept.length;
}
