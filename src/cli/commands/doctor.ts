import type { Command } from 'commander';
import { EXIT_CODE_OF } from '../../model/errors.ts';
import { examineMachine } from '../../service/examine-machine.ts';
import { configOf } from '../config-flags.ts';
import { print, printJson } from '../terminal.ts';

const MARKS = { ok: 'ok  ', warning: 'warn', failed: 'FAIL' } as const;

export function addDoctor(program: Command): void {
  const command = program
    .command('doctor')
    .summary('checks what Lockstep needs, each with its fix')
    .description('Checks the runtime, memory, cores and folders that Lockstep needs; says how to mend what is wrong.')
    .option('--json', 'print one JSON document and nothing else')
    .addHelpText('after', '\nExamples:\n  lockstep doctor\n  lockstep doctor --json')
    .action((flags: { readonly json?: boolean }) => {
      const checks = examineMachine(configOf(command));
      if (flags.json === true) printJson(checks);
      else
        for (const { name, state, found, fix } of checks)
          print(`${MARKS[state]}  ${name}: ${found}${fix === null ? '' : `; ${fix}`}`);
      if (checks.some(({ state }) => state === 'failed')) process.exitCode = EXIT_CODE_OF.unreachable;
    });
}
