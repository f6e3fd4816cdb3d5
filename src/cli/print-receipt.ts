import type { BackupReceipt } from '../service/backup-store.ts';
import { count, print, shown, table } from './terminal.ts';

export function printReceipt(done: string, { from, to, sha256, contents }: BackupReceipt): void {
  const { bytes, schemaSteps, batches, edges, runs, clusters, decisions, events, auditRows } = contents;
  print(`${done} ${shown(from)} to ${shown(to)}.`);
  print(
    table([
      ['bytes', count(bytes)],
      ['sha256', sha256],
      ['schema', `step ${schemaSteps}`],
      ['edges', `${count(edges)} in batches up to ${count(batches)}`],
      [
        'records',
        `${count(runs)} runs, ${count(clusters)} clusters, ${count(decisions)} decisions, ${count(events)} events`,
      ],
      ['audit', `${count(auditRows)} rows, the chain is whole`],
    ]),
  );
}

/** The same as it leaves Lockstep as JSON. */
export function describeReceipt({ from, to, sha256, contents }: BackupReceipt, written: boolean) {
  const { schemaSteps, auditRows, auditHead, ...counts } = contents;
  return {
    from,
    to,
    sha256,
    ...counts,
    schema_steps: schemaSteps,
    audit_rows: auditRows,
    audit_head: auditHead,
    written,
  };
}
