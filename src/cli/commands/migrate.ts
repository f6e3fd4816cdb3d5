import type { Command } from 'commander';
import { LockstepError } from '../../model/errors.ts';
import { openConfiguredStore } from '../../service/open-configured-store.ts';
import { storeOptionsOf } from '../../service/store-options.ts';
import { openSchema } from '../../store/open-schema.ts';
import { configOf } from '../config-flags.ts';
import { count, print, printJson, shown } from '../terminal.ts';

type MigrateFlags = { readonly json?: boolean; readonly dryRun?: boolean };

const EXAMPLES = `
Examples:
  lockstep migrate --dry-run
  LOCKSTEP_STORE_URL=neo4j://localhost:7687 lockstep migrate`;

export function addMigrate(program: Command): void {
  const command = program
    .command('migrate')
    .summary('bring the schema of the store up to date')
    .description('Makes the store of the config if it is not there, and brings its schema up to this version.')
    .option('--json', 'print one JSON document and nothing else')
    .option('--dry-run', 'say which steps are in and which are missing, change nothing')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: MigrateFlags) => {
      const config = configOf(command);
      const { driver, location, steps } = await openSchema(config.store_url, storeOptionsOf(config));
      if (driver === 'memory') {
        throw new LockstepError(
          'usage',
          'The store memory: has no schema: set LOCKSTEP_STORE_URL to a store that lasts.',
        );
      }
      const isDry = flags.dryRun === true;
      if (!isDry) await (await openConfiguredStore(config)).close();
      const missing = isDry ? 'missing' : 'done';
      const lines = steps.map(({ name, isIn }) => ({ name, state: isIn ? 'in' : missing }));
      if (flags.json === true) printJson({ driver, location, steps: lines, migrated: !isDry });
      else printSteps(`${driver} ${shown(location)}`, lines, missing);
    });
}

function printSteps(
  store: string,
  lines: readonly { readonly name: string; readonly state: string }[],
  missing: string,
): void {
  for (const { name, state } of lines) print(`${state.padEnd(8)}${name}`);
  const steps = lines.filter(({ state }) => state === missing).length;
  if (steps === 0) print(`The schema of ${store} is up to date.`);
  else
    print(`${count(steps)} steps of the schema of ${store} ${missing === 'done' ? 'were brought in' : 'are missing'}.`);
}
