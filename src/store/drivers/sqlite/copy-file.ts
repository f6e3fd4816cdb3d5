import { closeSync, fsyncSync, openSync } from 'node:fs';
import { explain, openAsIs } from './database.ts';

/**
 * Writes one state of a store's file into a new file, while others write on. `VACUUM INTO` reads in one transaction, where the
 * backup interface of SQLite begins anew with every write of another process; and pages that nothing uses are left behind.
 */
export function copyFile(from: string, to: string): void {
  const db = openAsIs(from);
  try {
    // Without it the new file's pages keep stray copies of rows that were moved while it grew, which no erasure would find.
    db.exec('PRAGMA secure_delete = ON');
    db.run('VACUUM INTO ?', to);
  } catch (error) {
    throw explain(error, from);
  } finally {
    db.close();
  }
  const file = openSync(to, 'r+');
  fsyncSync(file);
  closeSync(file);
}
