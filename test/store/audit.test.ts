import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AUDIT_ROOT, type AuditRow, chainAuditRow, findAuditBreak } from '../../src/model/audit.ts';
import { sha256 } from '../../src/store/cases/audit.ts';
import { openStore } from '../../src/store/open-store.ts';

function makeChain(length: number): AuditRow[] {
  const rows: AuditRow[] = [];
  for (let number = 1; number <= length; number++) {
    const previous = rows.at(-1)?.hash ?? AUDIT_ROOT;
    const entry = { actor: 'ann', action: 'decision.recorded', subject: `c${number}`, detail: { version: number } };
    rows.push(chainAuditRow(sha256, entry, { number, at: 1_000 * number, previous }));
  }
  return rows;
}

describe('the audit chain', () => {
  it('follows from its first row to its last', () => {
    expect(findAuditBreak(sha256, makeChain(20))).toBeNull();
    const rows = makeChain(20);
    const tenth = rows[9];
    expect(findAuditBreak(sha256, rows.slice(10), tenth)).toBeNull();
  });

  it('breaks where a row was changed, taken out, put in or moved', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 18 }), fc.integer({ min: 0, max: 6 }), (place, how) => {
        const rows = makeChain(20);
        const row = rows[place] as AuditRow;
        const changes: readonly (() => void)[] = [
          () => rows.splice(place, 1, { ...row, actor: 'eve' }),
          () => rows.splice(place, 1, { ...row, detail: { version: 0 } }),
          () => rows.splice(place, 1, { ...row, at: row.at + 1 }),
          () => rows.splice(place, 1),
          () => rows.splice(place, 0, row),
          () => rows.splice(place, 2, rows[place + 1] as AuditRow, row),
          () => rows.splice(place, 1, chainAuditRow(sha256, { ...row, actor: 'eve' }, row)),
        ];
        changes[how]?.();
        const found = findAuditBreak(sha256, rows);
        // A row that was written anew with a hash that fits is told by the row after it.
        return found !== null && found >= place + 1 && found <= place + 2;
      }),
      { numRuns: 300 },
    );
  });

  it('stays whole when an account is erased', async () => {
    await using store = await openStore('memory:');
    await store.cases.createRun({ id: 'r', kind: 'cluster', params: { seeds: ['account-1'] } });
    await store.cases.askCancel('r', 'ann');
    await store.cases.forgetAccount('account-1', 'dpo');
    const rows = await store.cases.auditAfter(0, 100);
    expect(rows.map(({ action }) => action)).toEqual(['run.cancel', 'account.forgotten']);
    expect(findAuditBreak(sha256, rows)).toBeNull();
    expect(JSON.stringify([rows, await store.cases.getRun('r')])).not.toContain('account-1');
  });
});
