import type { Command } from 'commander';
import type { Config } from '../../config/load-config.ts';
import { EXIT_CODE_OF } from '../../model/errors.ts';
import type { Band } from '../../model/report.ts';
import { discardPartial, refuseForeign } from '../../service/output-folder.ts';
import type { RunSummary } from '../../service/summarize-run.ts';
import type { Survey } from '../../service/survey.ts';
import { targetOf } from '../../service/target.ts';
import { configOf } from '../config-flags.ts';
import { addInputFlags, gather } from '../input-flags.ts';
import { oneOf } from '../one-of.ts';
import { caveatsOf, printSummary } from '../print-summary.ts';
import { printSurvey } from '../print-survey.ts';
import { runWithProgress } from '../run-with-progress.ts';
import { type SweepInputFlags, sweepRequestOf } from '../sweep-request.ts';
import { printJson, say } from '../terminal.ts';

const BANDS: readonly Band[] = ['high', 'medium', 'low'];

type SweepFlags = SweepInputFlags & { readonly failOn?: string; readonly json?: boolean; readonly dryRun?: boolean };

const EXAMPLES = `
Examples:
  lockstep sweep edges.csv.gz --out out
  lockstep sweep day1.ndjson day2.parquet --from 2026-01-01 --to 2026-02-01 --out january
  lockstep sweep signups.csv --map account=user_id,at=created_at --layer-of device=device_id,ip=ip_addr --out signups
  lockstep sweep edges.csv --layer retweet:type=action,span=10s --fail-on high --json
  zcat edges.csv.gz | lockstep sweep - --previous out --out out-today`;

export function addSweep(program: Command): void {
  const command = program
    .command('sweep')
    .argument('[file...]', 'edge files (CSV, NDJSON, Parquet; also gzip), or - for standard input')
    .summary('full detection over edge files')
    .description('Reads edges, finds accounts that move in lockstep, and writes ranked clusters with their evidence.')
    .option('--out <dir>', 'folder to write; an earlier run in it is replaced')
    .option('--from <time>', 'leave out edges before this time')
    .option('--to <time>', 'leave out edges at or after this time')
    .option(
      '--layer <name:settings>',
      'settings of a layer, such as retweet:type=action,span=60s,cap=1000,min_shared=2',
      gather,
    )
    .option('--allowlist <file>', 'accounts and entities known to be innocent (YAML, CSV or NDJSON)')
    .option('--previous <run>', 'an earlier run, to tell what is new, grown or gone')
    .option('--fail-on <band>', 'exit with 1 when a cluster is in this band or above: high, medium, low')
    .option('--json', 'print one JSON document and nothing else')
    .option('--dry-run', 'read and check everything, write nothing')
    .addHelpText('after', EXAMPLES)
    .action(async (files: readonly string[], flags: SweepFlags) => {
      process.exitCode = await sweepFiles(files, flags, configOf(command, flags.layer));
    });
  addInputFlags(command);
}

async function sweepFiles(files: readonly string[], flags: SweepFlags, config: Config): Promise<number> {
  const request = sweepRequestOf(files, flags, config);
  const failOn = flags.failOn === undefined ? null : oneOf('band', flags.failOn, BANDS);
  if (request.out !== null) refuseForeign(request.out);
  const running = {
    config,
    showsProgress: flags.json !== true,
    readsStdin: files.includes('-'),
    cleanUp: () => discardPartial(targetOf(request.out, request.dataDir)),
  };
  if (flags.dryRun === true)
    return answerSurvey(await runWithProgress('survey', request, running), flags.json === true);
  const summary = await runWithProgress('sweep', request, running);
  if (flags.json === true) printJson(summary);
  else printSummary(summary);
  for (const caveat of caveatsOf(summary, config)) say(caveat);
  return exitCodeOf(summary, failOn);
}

function answerSurvey(survey: Survey, isJson: boolean): number {
  if (isJson) printJson(survey);
  else printSurvey(survey);
  return survey.input.truncated.length > 0 ? EXIT_CODE_OF['input-truncated'] : 0;
}

/** Findings come before caveats: who gates on them has asked for exactly that. */
function exitCodeOf({ totals, input, layers }: RunSummary, failOn: Band | null): number {
  const failing = failOn === null ? [] : BANDS.slice(0, BANDS.indexOf(failOn) + 1);
  if (failing.some((band) => totals.bands[band].clusters > 0)) return 1;
  if (input.truncated.length > 0) return EXIT_CODE_OF['input-truncated'];
  return layers.some(({ status }) => status === 'ok') ? 0 : EXIT_CODE_OF['insufficient-data'];
}
