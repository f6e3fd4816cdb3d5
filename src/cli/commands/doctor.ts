import type { Command } from 'commander';
import { EXIT_CODE_OF } from '../../model/errors.ts';
import { examineDependencies } from '../../service/examine-dependencies.ts';
import { type Check, examineMachine } from '../../service/examine-machine.ts';
import { configOf } from '../config-flags.ts';
import { print, printJson, shown } from '../terminal.ts';

const MARKS = { ok: 'ok  ', warning: 'warn', failed: 'FAIL' } as const;

const EXAMPLES = `
Exit code 4 when something does not answer or is not fit to be used, 3 when only data is missing or an alarm stands.

Examples:
  lockstep doctor
  lockstep doctor --json`;

export function addDoctor(program: Command): void {
  const command = program
    .command('doctor')
    .summary('checks what Lockstep needs, each with its fix')
    .description(
      'Checks what Lockstep needs: the machine, the store with its schema and audit, the queue, the sources, and whether nightly runs come to their end. Says how to mend what is wrong, and changes nothing.',
    )
    .option('--json', 'print one JSON document and nothing else')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: { readonly json?: boolean }) => {
      const config = configOf(command);
      const { services, data } = await examineDependencies(config, Date.now());
      const checks = [...examineMachine(config), ...services, ...data];
      if (flags.json === true) printJson(checks);
      else for (const check of checks) print(sayCheck(check));
      process.exitCode = exitCodeOf(checks, data);
    });
}

function sayCheck({ name, state, found, fix }: Check): string {
  const told = fix === null ? found : `${found.replace(/\.$/, '')}; ${fix}`;
  return `${MARKS[state]}  ${shown(name)}: ${shown(told)}`;
}

function exitCodeOf(checks: readonly Check[], data: readonly Check[]): number {
  if (checks.some(({ state }) => state === 'failed')) return EXIT_CODE_OF.unreachable;
  return data.some(({ state }) => state === 'warning') ? EXIT_CODE_OF['insufficient-data'] : 0;
}
