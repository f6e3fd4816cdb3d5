import { AUDIT_ROOT, findAuditBreak } from '../model/audit.ts';
import type { CaseStore } from '../store/case-store.ts';
import type { Check } from './examine-machine.ts';
import { sha256 } from './hash.ts';

/** Rows that are in memory at once. */
const PAGE = 1_000;

/** Computes the audit chain again from its first row to its last. */
export async function examineAudit(cases: Pick<CaseStore, 'auditAfter'>): Promise<Check> {
  let last = { number: 0, hash: AUDIT_ROOT };
  for (;;) {
    const rows = await cases.auditAfter(last.number, PAGE);
    const broken = findAuditBreak(sha256, rows, last);
    if (broken !== null) {
      return {
        name: 'audit',
        state: 'failed',
        found: `the chain breaks at row ${broken}: it was changed by something else than Lockstep`,
        fix: 'keep the store as it is for whoever looks into that, and compare it with its last backup',
      };
    }
    const newest = rows.at(-1);
    if (newest !== undefined) last = newest;
    if (rows.length < PAGE) break;
  }
  return { name: 'audit', state: 'ok', found: `${last.number} rows, the chain is whole`, fix: null };
}
