import { createHash } from 'node:crypto';
import { LockstepError } from '../../../model/errors.ts';
import type { Database } from './database.ts';
import { createEdgeState } from './edge-memory.ts';
import { SCHEMA_STEPS } from './schema.ts';

const LEDGER = `CREATE TABLE IF NOT EXISTS schema_step (
  version INTEGER PRIMARY KEY,
  digest  TEXT NOT NULL,
  at      INTEGER NOT NULL
) STRICT`;

/**
 * Brings the file to this version's tables, in one transaction: a process killed in the middle leaves the old ones. A file of
 * a later version, or one whose steps were not ours, is refused untouched.
 */
export function migrateDatabase(db: Database, path: string, now: () => number, mayMigrate: boolean): number {
  return db.write(() => {
    db.exec(LEDGER);
    const done = readSteps(db, path);
    if (!mayMigrate && done < SCHEMA_STEPS.length) {
      throw new LockstepError(
        'conflict',
        `The store ${path} has not the tables of this version: run "lockstep migrate".`,
      );
    }
    SCHEMA_STEPS.slice(done).forEach((step, i) => {
      db.exec(step);
      db.run('INSERT INTO schema_step (version, digest, at) VALUES (?, ?, ?)', done + i + 1, digestOf(step), now());
    });
    createEdgeState(db);
    return SCHEMA_STEPS.length - done;
  });
}

/** Steps that are in; throws `conflict` when they are not the first of ours. The ledger is there. */
export function readSteps(db: Database, path: string): number {
  const done = db.all('SELECT version, digest FROM schema_step ORDER BY version');
  done.forEach(({ digest }, i) => {
    const step = SCHEMA_STEPS[i];
    if (step !== undefined && digest === digestOf(step)) return;
    throw new LockstepError(
      'conflict',
      `The store ${path} was made by another version of Lockstep (step ${i + 1} of its schema differs): open it with that version, or name a new file.`,
    );
  });
  return done.length;
}

export function hasLedger(db: Database): boolean {
  return db.get("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_step'") !== undefined;
}

function digestOf(step: string): string {
  return createHash('sha256').update(step).digest('hex');
}
