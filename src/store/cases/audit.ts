import { createHash } from 'node:crypto';
import { AUDIT_ROOT, type AuditEntry, type AuditRow, chainAuditRow } from '../../model/audit.ts';
import type { Hash } from '../../model/ports.ts';
import { put, type Step, scan } from '../record.ts';
import { keyOf } from '../record-key.ts';

export const sha256: Hash = (chunks) => {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
};

/** Adds a row to the chain. Writers come one after the other, so that the chain never forks. */
export function* addAudit(entry: AuditEntry, at: number): Step<AuditRow> {
  const last = (yield* scan('audit', { limit: 1, isReversed: true }))[0]?.body;
  const row = chainAuditRow(sha256, entry, {
    number: (last?.number ?? 0) + 1,
    at,
    previous: last?.hash ?? AUDIT_ROOT,
  });
  yield* put('audit', keyOf(row.number), row);
  return row;
}

export function* auditAfter(number: number, limit: number): Step<readonly AuditRow[]> {
  return (yield* scan('audit', { from: keyOf(number + 1), limit })).map(({ body }) => body);
}
