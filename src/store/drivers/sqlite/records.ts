import type { RecordAnswer, RecordRequest } from '../../record.ts';
import type { Database } from './database.ts';

const UPWARDS = 'SELECT key, body FROM record WHERE kind = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?';
const DOWNWARDS = 'SELECT key, body FROM record WHERE kind = ? AND key >= ? AND key < ? ORDER BY key DESC LIMIT ?';

/** Answers requests for records; writes belong in a transaction. */
export function createRecords(db: Database): (request: RecordRequest) => RecordAnswer {
  return (request) => {
    switch (request.op) {
      case 'get': {
        const row = db.get('SELECT body FROM record WHERE kind = ? AND key = ?', request.kind, request.key);
        return row === undefined ? null : (row['body'] as string);
      }
      case 'scan': {
        const { from, below, limit, isReversed } = request.span;
        return db
          .all(isReversed === true ? DOWNWARDS : UPWARDS, request.kind, from, below, limit)
          .map((row) => [row['key'] as string, row['body'] as string] as const);
      }
      case 'put': {
        const sql = `INSERT INTO record (kind, key, body) VALUES (?, ?, ?)
          ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body`;
        for (const row of request.rows) db.run(sql, row.kind, row.key, row.body);
        return null;
      }
      case 'remove': {
        for (const key of request.keys) db.run('DELETE FROM record WHERE kind = ? AND key = ?', request.kind, key);
        return null;
      }
    }
  };
}
