import { statSync } from 'node:fs';
import { findAuditBreak } from '../../../model/audit.ts';
import { LockstepError } from '../../../model/errors.ts';
import type { StoreContents } from '../../../model/store-contents.ts';
import { auditAfter, sha256 } from '../../cases/audit.ts';
import type { RecordKind } from '../../record.ts';
import { runStep } from '../../run-step.ts';
import { type Database, openAsIs } from './database.ts';
import { hasLedger, readSteps } from './migrate.ts';
import { createRecords } from './records.ts';

/**
 * Reads a file from end to end: every page is sound, it is a store of this version or an earlier one, its audit chain is whole.
 * Throws `input-unreadable` for what is no store or damaged, `conflict` for one of a later version.
 */
export function examineFile(path: string): StoreContents {
  const db = openAsIs(path);
  try {
    return db.read(() => examine(db, path));
  } catch (error) {
    // SQLite says by number that a file is none of its own, and then nothing here may be done with it.
    if (error instanceof LockstepError && error.code === 'unreachable') throw sayNoStore(path, error);
    throw error;
  } finally {
    db.close();
  }
}

function examine(db: Database, path: string): StoreContents {
  const [sound] = db.all('PRAGMA integrity_check(1)');
  if (sound?.['integrity_check'] !== 'ok') {
    throw new LockstepError('input-unreadable', `The file ${path} is damaged: take another backup.`);
  }
  const schemaSteps = hasLedger(db) ? readSteps(db, path) : 0;
  if (schemaSteps === 0) throw sayNoStore(path);
  const chain = runStep(auditAfter(0, Number.MAX_SAFE_INTEGER), createRecords(db));
  const broken = findAuditBreak(sha256, chain);
  if (broken !== null) {
    throw new LockstepError(
      'input-unreadable',
      `The audit chain in ${path} breaks at row ${broken}: somebody has changed it, so keep it for them who look into that, and take another backup.`,
    );
  }
  const number = (sql: string, ...values: readonly string[]): number => Number(db.get(sql, ...values)?.['n'] ?? 0);
  const records = (kind: RecordKind): number => number('SELECT count(*) AS n FROM record WHERE kind = ?', kind);
  return {
    bytes: statSync(path).size,
    schemaSteps,
    batches: number('SELECT max(seq) AS n FROM batch'),
    edges: number('SELECT sum(rows - raised) AS n FROM block'),
    runs: records('run'),
    clusters: records('cluster'),
    decisions: records('decision'),
    events: records('event'),
    auditRows: chain.length,
    auditHead: chain.at(-1)?.hash ?? null,
  };
}

function sayNoStore(path: string, cause?: unknown): LockstepError {
  return new LockstepError(
    'input-unreadable',
    `The file ${path} is no store of Lockstep: name one that "lockstep backup" wrote.`,
    {
      cause,
    },
  );
}
