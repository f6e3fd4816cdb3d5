import type { Command } from 'commander';
import { backupStore } from '../../service/backup-store.ts';
import { configOf } from '../config-flags.ts';
import { describeReceipt, printReceipt } from '../print-receipt.ts';
import { printJson } from '../terminal.ts';

type BackupFlags = { readonly force?: boolean; readonly json?: boolean; readonly dryRun?: boolean };

const EXAMPLES = `
The copy is one state of the store, whoever writes meanwhile; it is checked from end to end before it gets its name. Output folders
and the pseudonym key are not in it. Accounts that are forgotten later stay in it: throw it away in time.

Examples:
  lockstep backup lockstep-2026-01-31.db
  lockstep backup latest.db --force --json`;

export function addBackup(program: Command): void {
  const command = program
    .command('backup')
    .argument('<file>', 'the file to write')
    .summary('copy the embedded store into a file')
    .description('Copies the embedded store into a file while others work on it, and checks the copy.')
    .option('--force', 'replace the file if it is there')
    .option('--json', 'print one JSON document and nothing else')
    .option('--dry-run', 'copy and check, then leave nothing')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, { force, json, dryRun }: BackupFlags) => {
      const isDry = dryRun === true;
      const receipt = await backupStore(configOf(command), { file, isForced: force === true, isDry });
      if (json === true) printJson(describeReceipt(receipt, !isDry));
      else printReceipt(isDry ? 'Would copy' : 'Copied', receipt);
    });
}
