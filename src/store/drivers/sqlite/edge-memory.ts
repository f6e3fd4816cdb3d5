import { randomBytes } from 'node:crypto';
import { toFloat64, toUint32 } from './blob.ts';
import type { Database } from './database.ts';
import { createKeyHasher, type KeyHasher, SEED_WORDS } from './key-hasher.ts';
import { KeyIndex } from './key-index.ts';
import { createNames, type Names } from './names.ts';

/** What a process remembers of the edges, so as not to ask the file for each row. All of it can be read again. */
export type EdgeMemory = {
  /** Names up to date with the file; call inside a transaction, or bear what others add later. */
  readonly names: () => Names;
  /** Keys of all edges up to date with the file; call inside the write transaction. */
  readonly index: () => KeyIndex;
  readonly hasher: () => KeyHasher;
  /** Says that the batch `seq` that this process has written is in the index already. */
  readonly indexed: (seq: number) => void;
  /** Forgets all: a transaction failed, or blocks were rewritten. */
  readonly drop: () => void;
};

export function createEdgeMemory(db: Database): EdgeMemory {
  let generation = -1;
  let names: Names | null = null;
  let index: KeyIndex | null = null;
  let indexedSeq = 0;
  let hasher: KeyHasher | null = null;

  const drop = (): void => {
    names = null;
    index = null;
    indexedSeq = 0;
  };
  const noticeRewrites = (): void => {
    const row = db.get('SELECT generation FROM edge_state');
    const current = row === undefined ? 0 : (row['generation'] as number);
    if (current !== generation) drop();
    generation = current;
  };
  return {
    names: () => {
      noticeRewrites();
      names ??= createNames(db);
      names.catchUp();
      return names;
    },
    index: () => {
      noticeRewrites();
      index ??= new KeyIndex();
      indexedSeq = loadKeys(db, index, indexedSeq);
      return index;
    },
    hasher: () => {
      hasher ??= createKeyHasher(readSeeds(db));
      return hasher;
    },
    indexed: (seq) => {
      indexedSeq = Math.max(indexedSeq, seq);
    },
    drop,
  };
}

export function createEdgeState(db: Database): void {
  const seeds = randomBytes(4 * SEED_WORDS);
  db.run('INSERT OR IGNORE INTO edge_state (one, generation, seeds) VALUES (1, 1, ?)', seeds);
}

export function countRewrite(db: Database): void {
  db.run('UPDATE edge_state SET generation = generation + 1');
}

function readSeeds(db: Database): Int32Array {
  const row = db.get('SELECT seeds FROM edge_state');
  return Int32Array.from(toUint32(row?.['seeds'] as Uint8Array));
}

function loadKeys(db: Database, index: KeyIndex, after: number): number {
  let last = after;
  const sql = `SELECT block.seq AS seq, weight, keys FROM block JOIN block_key ON block_key.seq = block.seq
    WHERE block.seq > ? ORDER BY block.seq`;
  for (const row of db.each(sql, after)) {
    const keys = toUint32(row['keys'] as Uint8Array);
    const weight = row['weight'] === null ? null : toFloat64(row['weight'] as Uint8Array);
    for (let i = 0, word = 0; word < keys.length; i++, word += 3) {
      index.put(keys[word] as number, keys[word + 1] as number, keys[word + 2] as number, weight?.[i] ?? 1);
    }
    last = row['seq'] as number;
  }
  return last;
}
