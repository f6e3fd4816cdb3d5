import { DatabaseSync, type DatabaseSyncOptions, type StatementSync } from 'node:sqlite';
import { LockstepError } from '../../../model/errors.ts';

export type SqlValue = null | number | string | Uint8Array;
export type SqlRow = { readonly [column: string]: unknown };

/** The few things that the driver asks of SQLite. Statements are prepared once each. */
export type Database = {
  readonly run: (sql: string, ...values: readonly SqlValue[]) => number;
  readonly get: (sql: string, ...values: readonly SqlValue[]) => SqlRow | undefined;
  readonly all: (sql: string, ...values: readonly SqlValue[]) => readonly SqlRow[];
  /** Rows one at a time. */
  readonly each: (sql: string, ...values: readonly SqlValue[]) => Iterable<SqlRow>;
  readonly exec: (sql: string) => void;
  /** Runs `work` in one write transaction, to its end and without a pause: nothing else of this process comes between. */
  readonly write: <T>(work: () => T) => T;
  /** Runs `work` on one state of the file, whatever others write meanwhile. */
  readonly read: <T>(work: () => T) => T;
  /** Truncates the log into the file: what was erased is then in neither. False while somebody still reads from the log. */
  readonly checkpoint: () => boolean;
  readonly close: () => void;
};

/** How long a process waits for another one's transaction. A batch takes a fraction of a second. */
const BUSY_TIMEOUT_MS = 30_000;

/**
 * Opens the file so that two processes can share it and a killed one loses nothing that was acknowledged: write-ahead log,
 * a sync at every commit. What is deleted is overwritten (`secure_delete`): an erased account is gone from the file.
 */
export function openDatabase(path: string, busyTimeoutMs = BUSY_TIMEOUT_MS): Database {
  const db = openFile(path, { timeout: busyTimeoutMs });
  setUp(db, path);
  return wrap(db, path);
}

/**
 * Opens a file to be looked at, as it is; it has to be there. Not read-only: such a connection cannot clear away the log that it
 * needs beside the file. A file that may only be read is opened so all the same.
 */
export function openAsIs(path: string): Database {
  return wrap(openFile(path, { timeout: BUSY_TIMEOUT_MS }), path);
}

function wrap(db: DatabaseSync, path: string): Database {
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = db.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  return {
    run: (sql, ...values) => Number(prepare(sql).run(...values).changes),
    get: (sql, ...values) => prepare(sql).get(...values),
    all: (sql, ...values) => prepare(sql).all(...values),
    each: (sql, ...values) => prepare(sql).iterate(...values),
    exec: (sql) => db.exec(sql),
    write: (work) => transact(db, 'BEGIN IMMEDIATE', path, work),
    read: (work) => transact(db, 'BEGIN', path, work),
    checkpoint: () => db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy'] === 0,
    close: () => {
      statements.clear();
      db.close();
    },
  };
}

const PRAGMAS = `
  PRAGMA page_size = 8192;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  PRAGMA foreign_keys = ON;
  PRAGMA wal_autocheckpoint = 2000;
  PRAGMA cache_size = -32768;
`;

function openFile(path: string, options: DatabaseSyncOptions): DatabaseSync {
  try {
    return new DatabaseSync(path, options);
  } catch (cause) {
    throw new LockstepError(
      'unreachable',
      `The store ${path} cannot be opened: check that its folder exists and may be written to.`,
      { cause },
    );
  }
}

function setUp(db: DatabaseSync, path: string): void {
  try {
    db.exec(PRAGMAS);
  } catch (error) {
    db.close();
    throw explain(error, path);
  }
}

function transact<T>(db: DatabaseSync, begin: string, path: string, work: () => T): T {
  try {
    db.exec(begin);
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw explain(error, path);
  }
}

/** What SQLite says by number (`errcode`, the low byte), as a sentence with what to do. */
const REASONS: { readonly [code: number]: string } = {
  5: 'another process has been writing to it for half a minute: end that process or try again',
  8: 'it may only be read: change its permissions',
  10: 'reading or writing it failed: check the disk',
  11: 'it is damaged: restore it from a backup',
  13: 'the disk is full: make room, nothing was half written',
  26: 'it is no store of Lockstep: name another file',
};

/** An error of SQLite's as a sentence; any other as it is. */
export function explain(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('errcode' in error)) return error;
  const reason = REASONS[errorNumberOf(error)];
  if (reason === undefined) return error;
  return new LockstepError('unreachable', `The store ${path} cannot be used: ${reason}.`, { cause: error });
}

/** SQLite's number for what went wrong, 0 for an error of others. */
export function errorNumberOf(error: unknown): number {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) % 256 : 0;
}
