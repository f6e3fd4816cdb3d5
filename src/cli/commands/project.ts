import type { Command } from 'commander';
import { parseDuration } from '../../config/duration.ts';
import type { Config } from '../../config/load-config.ts';
import { EXIT_CODE_OF, LockstepError } from '../../model/errors.ts';
import { PROJECT_FORMATS, PROJECT_RULES, type ProjectRequest } from '../../service/project-request.ts';
import { discardPartialFile } from '../../service/write-whole-file.ts';
import { configOf } from '../config-flags.ts';
import { addInputFlags, type InputFlags, inputSpecOf } from '../input-flags.ts';
import { oneOf } from '../one-of.ts';
import { runWithProgress } from '../run-with-progress.ts';
import { count, printJson, say } from '../terminal.ts';
import { wholeNumber } from '../whole-number.ts';

type ProjectFlags = InputFlags & {
  readonly layer: string;
  readonly span?: string;
  readonly minShared?: string;
  readonly cap?: string;
  readonly rule: string;
  readonly format: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly dryRun?: boolean;
};

const EXAMPLES = `
Rules:
  own       accounts that share at least --min-shared entities within --span, each entity once
  coortweet the rule of the R package CooRTweet: --min-shared is its participation threshold, and no cap applies

Examples:
  lockstep project edges.csv.gz --layer link --span 60s > pairs.csv
  lockstep project retweets.csv.gz --layer retweet --span 10s --rule coortweet --out pairs.csv.gz
  lockstep project signups.csv --layer device --format graphml --out devices.graphml`;

export function addProject(program: Command): void {
  const command = program
    .command('project')
    .argument('[file...]', 'edge files (CSV, NDJSON, Parquet; also gzip), or - for standard input')
    .summary('only the pairs of one layer')
    .description('Projects one layer to pairs of accounts: a,b,weight and what is behind it.')
    .requiredOption('--layer <name>', 'the layer to project')
    .option('--span <duration>', "largest time apart, such as 60s; the default of the layer's type without it")
    .option('--min-shared <n>', 'entities that a pair must share')
    .option('--cap <n>', 'entities with more accounts make no pairs')
    .option('--rule <name>', PROJECT_RULES.join(' or '), 'own')
    .option('--format <name>', PROJECT_FORMATS.join(', '), 'csv')
    .option('--out <file>', 'file to write, packed when it ends in .gz; standard output without it')
    .option('--json', 'with --out: print one JSON document about it and nothing else')
    .option('--dry-run', 'compute everything, write nothing')
    .addHelpText('after', EXAMPLES)
    .action(async (files: readonly string[], flags: ProjectFlags) => {
      process.exitCode = await projectFiles(files, flags, configOf(command));
    });
  addInputFlags(command);
}

async function projectFiles(files: readonly string[], flags: ProjectFlags, config: Config): Promise<number> {
  if (flags.json === true && flags.out === undefined && flags.dryRun !== true) {
    throw new LockstepError(
      'usage',
      'With --json, standard output holds the document: name a file for the pairs with --out.',
    );
  }
  const request: ProjectRequest = {
    input: inputSpecOf(files, flags, config),
    layer: flags.layer,
    choice: {
      ...config.layers.get(flags.layer),
      ...(flags.span === undefined ? {} : { spanMs: parseDuration(flags.span) }),
      ...(flags.minShared === undefined ? {} : { minShared: wholeNumber('--min-shared', flags.minShared) }),
      ...(flags.cap === undefined ? {} : { cap: wholeNumber('--cap', flags.cap) }),
    },
    rule: oneOf('rule', flags.rule, PROJECT_RULES),
    format: oneOf('format', flags.format, PROJECT_FORMATS),
    out: flags.dryRun === true ? null : (flags.out ?? '-'),
    threads: config.threads,
  };
  const outcome = await runWithProgress('project', request, {
    config,
    showsProgress: flags.json !== true,
    readsStdin: files.includes('-'),
    ...(flags.out === undefined ? {} : { cleanUp: () => discardPartialFile(flags.out ?? '') }),
  });
  if (flags.json === true) printJson(outcome);
  else if (flags.out !== undefined || flags.dryRun === true) {
    say(`${count(outcome.pairs)} pairs of ${count(outcome.accounts)} accounts in layer ${flags.layer}.`);
  }
  if (outcome.input.rejected > 0)
    say(`${count(outcome.input.rejected)} rows were rejected; "lockstep sweep --dry-run" says why.`);
  for (const file of outcome.input.truncated)
    say(`${file} ended early: its whole rows were read, the rest is missing.`);
  return outcome.input.truncated.length > 0 ? EXIT_CODE_OF['input-truncated'] : 0;
}
