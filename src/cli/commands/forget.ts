import type { Command } from 'commander';
import { EXIT_CODE_OF } from '../../model/errors.ts';
import { type Erasure, forgetAccount } from '../../service/forget-account.ts';
import { count, print, printJson, say, shown } from '../terminal.ts';
import { useStore } from '../use-store.ts';
import { userName } from '../user-name.ts';

type ForgetFlags = {
  readonly reason: string;
  readonly actor?: string;
  readonly json?: boolean;
  readonly dryRun?: boolean;
};

const EXAMPLES = `
What goes: its edges, also those of others that lead to it; its place in runs, clusters, decisions and events, where [erased] stands
then; and whole folders of runs that name it. What stays: counts, the clusters without it, and a record that somebody was erased.
Edges of the account that come in again are dropped. Backups hold it until they are thrown away. With several machines, forget on
each that has a data folder.

Examples:
  lockstep forget alice --reason "request 4711" --dry-run
  lockstep forget alice --reason "request 4711"`;

export function addForget(program: Command): void {
  const command = program
    .command('forget')
    .argument('<account>', 'the id of an account')
    .summary('erase one account everywhere')
    .description('Erases one account from all that is stored and written, for good, with a record that it was done.')
    .requiredOption('--reason <text>', 'why; it must not name the account')
    .option('--actor <name>', 'who erases; the user of the operating system without it')
    .option('--json', 'print one JSON document and nothing else')
    .option('--dry-run', 'count what would go, erase nothing')
    .addHelpText('after', EXAMPLES)
    .action(async (id: string, flags: ForgetFlags) => {
      const isDry = flags.dryRun === true;
      const actor = userName('--actor', flags.actor);
      const erasure = await useStore(
        command,
        (store, config) => forgetAccount(store, config, { id, reason: flags.reason, actor, isDry }),
        isDry,
      );
      if (flags.json === true) printJson({ ...erasure, erased: !isDry });
      else printErasure(erasure, isDry);
      for (const path of erasure.left) say(`${shown(path)} is not ours and holds the id: look at it yourself.`);
      for (const name of erasure.at_work)
        say(`${shown(name)} was under way and may name the account when it is done: forget again then.`);
      const isPartial = erasure.left.length + erasure.at_work.length > 0;
      process.exitCode = isPartial && !isDry ? EXIT_CODE_OF['insufficient-data'] : 0;
    });
}

function printErasure({ edges, records, removed }: Erasure, isDry: boolean): void {
  if (edges + records + removed.length === 0) {
    print(`Nothing here names the account${isDry ? '' : '; what comes in of it from now on is dropped'}.`);
    return;
  }
  print(`${isDry ? 'Would erase' : 'Erased'} ${count(edges)} edges and its name in ${count(records)} records.`);
  if (edges + records === 0)
    print(
      'No edge or record is of the account: if what follows holds its id only as a word of a sentence, it may be misspelt.',
    );
  for (const { path, files, bytes } of removed)
    print(`${isDry ? 'Would remove' : 'Removed'} ${shown(path)} (${count(files)} files, ${count(bytes)} bytes).`);
}
