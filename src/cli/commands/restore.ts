import type { Command } from 'commander';
import { restoreStore } from '../../service/restore-store.ts';
import { configOf } from '../config-flags.ts';
import { describeReceipt, printReceipt } from '../print-receipt.ts';
import { printJson } from '../terminal.ts';

type RestoreFlags = { readonly force?: boolean; readonly json?: boolean; readonly dryRun?: boolean };

const EXAMPLES = `
The backup is checked from end to end before anything is touched, and takes the place of the store in one step. End the workers
before: a store that a process has open is not replaced.

Examples:
  lockstep restore lockstep-2026-01-31.db --dry-run
  lockstep restore lockstep-2026-01-31.db --force`;

export function addRestore(program: Command): void {
  const command = program
    .command('restore')
    .argument('<file>', 'a file that "lockstep backup" has written')
    .summary('make a backup the embedded store')
    .description('Puts a backup in the place of the embedded store of the config.')
    .option('--force', 'replace the store that is there')
    .option('--json', 'print one JSON document and nothing else')
    .option('--dry-run', 'check the backup, change nothing')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, { force, json, dryRun }: RestoreFlags) => {
      const isDry = dryRun === true;
      const receipt = await restoreStore(configOf(command), { file, isForced: force === true, isDry });
      if (json === true) printJson(describeReceipt(receipt, !isDry));
      else printReceipt(isDry ? 'Would restore' : 'Restored', receipt);
    });
}
