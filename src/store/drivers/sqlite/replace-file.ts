import { existsSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { LockstepError } from '../../../model/errors.ts';
import { errorNumberOf, explain } from './database.ts';

/** What SQLite says of a file that is no database, or one that is damaged: nobody can have it open in earnest. */
const RUINED = [11, 26];
/** Of a file that another connection has open. */
const BUSY = 5;

/** Puts a whole store in the place of another by one rename. Throws `conflict` when a process has the old one open. */
export function replaceFile(fresh: string, path: string): void {
  const old = existsSync(path) ? holdAlone(path) : null;
  try {
    // A log of the old file must never meet the new one.
    for (const end of ['-wal', '-shm', '-journal']) rmSync(`${path}${end}`, { force: true });
    renameSync(fresh, path);
  } finally {
    old?.close();
  }
}

/** Leaving the write-ahead log works only for a connection that is the only one; after that nobody gets in. */
function holdAlone(path: string): DatabaseSync | null {
  const db = new DatabaseSync(path, { timeout: 0 });
  try {
    db.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
    return db;
  } catch (error) {
    db.close();
    if (RUINED.includes(errorNumberOf(error))) return null;
    if (errorNumberOf(error) !== BUSY) throw explain(error, path);
    throw new LockstepError('conflict', `Another process has the store ${path} open: end the workers and try again.`, {
      cause: error,
    });
  }
}
