import type { Command } from 'commander';
import { restoreStore } from '../../service/restore-store.ts';
import { configOf } from '../config-flags.ts';
import { describeReceipt, printReceipt } from '../print-receipt.ts';
import { count, printJson, say } from '../terminal.ts';

type RestoreFlags = { readonly force?: boolean; readonly json?: boolean; readonly dryRun?: boolean };

const EXAMPLES = `
The backup is checked from end to end before anything is touched, and takes the place of the store in one step. End the workers
before: a store that a process has open is not replaced. Accounts that the store there had erased are erased from the backup's copy.

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
      const { erasedAgain } = receipt;
      if (json === true) printJson({ ...describeReceipt(receipt, !isDry), erased_again: erasedAgain });
      else printReceipt(isDry ? 'Would restore' : 'Restored', receipt);
      if (erasedAgain === null)
        say(
          'The store that was there had erased accounts, under another key: whether the backup holds them nobody can tell.',
        );
      else if (erasedAgain > 0)
        say(`Accounts that were erased since the backup was made, and now from it too: ${count(erasedAgain)}.`);
    });
}
