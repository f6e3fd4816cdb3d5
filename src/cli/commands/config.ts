import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { describeConfig } from '../../config/describe-config.ts';
import { parsePseudonymKeys } from '../../source/pseudonym-keys.ts';
import { configOf } from '../config-flags.ts';
import { print, printJson, table } from '../terminal.ts';

const EXAMPLES = `
Examples:
  lockstep config
  LOCKSTEP_THREADS=1 lockstep config --json
  lockstep config new-key > key && LOCKSTEP_PSEUDONYM_KEY_FILE=key lockstep sweep edges.csv.gz --out out`;

export function addConfig(program: Command): void {
  const command = program
    .command('config')
    .summary('every setting with its value and origin, secrets left out')
    .description('Shows every setting with its value and where that came from: flags > environment > file > default.')
    .option('--json', 'print one JSON document and nothing else')
    .addHelpText('after', EXAMPLES)
    .action((flags: { readonly json?: boolean }) => {
      const config = configOf(command);
      if (config.pseudonym_key !== null) parsePseudonymKeys(config.pseudonym_key.reveal());
      const lines = describeConfig(config);
      if (flags.json === true) printJson(lines);
      else
        print(
          table([
            ['key', 'value', 'from', 'what it does'],
            ...lines.map(({ key, value, from, about }) => [key, value, from, about]),
          ]),
        );
    });
  command
    .command('new-key')
    .summary('make a pseudonym key')
    .description('Prints a new random key for LOCKSTEP_PSEUDONYM_KEY: 32 bytes in hex. Keep it as you keep a password.')
    .action(() => print(randomBytes(32).toString('hex')));
}
