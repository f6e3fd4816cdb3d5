import type { Command } from 'commander';
import type { Config } from '../../config/load-config.ts';
import { EXIT_CODE_OF, LockstepError } from '../../model/errors.ts';
import { discardPartial, refuseForeign } from '../../service/output-folder.ts';
import type { Survey } from '../../service/survey.ts';
import { targetOf } from '../../service/target.ts';
import type { RunFlags } from '../ask-for-run.ts';
import { configOf, flagsOf } from '../config-flags.ts';
import { bandOf, exitCodeOf } from '../fail-on.ts';
import { addInputFlags, gather } from '../input-flags.ts';
import { caveatsOf, printSummary } from '../print-summary.ts';
import { printSurvey } from '../print-survey.ts';
import { runWithProgress } from '../run-with-progress.ts';
import { type SweepInputFlags, sweepRequestOf } from '../sweep-request.ts';
import { sweepStore } from '../sweep-store.ts';
import { printJson, say } from '../terminal.ts';

type SweepFlags = SweepInputFlags & RunFlags & { readonly failOn?: string };

const EXAMPLES = `
Examples:
  lockstep sweep edges.csv.gz --out out
  lockstep sweep day1.ndjson day2.parquet --from 2026-01-01 --to 2026-02-01 --out january
  lockstep sweep signups.csv --map account=user_id,at=created_at --layer-of device=device_id,ip=ip_addr --out signups
  lockstep sweep edges.csv --layer retweet:type=action,span=10s --fail-on high --json
  zcat edges.csv.gz | lockstep sweep - --previous out --out out-today
  lockstep sweep --from 2026-01-01 --out january          (over the store: see "lockstep ingest")
  lockstep sweep --queue --wait                           (the same, done by a worker)`;

export function addSweep(program: Command): void {
  const command = program
    .command('sweep')
    .argument('[file...]', 'edge files (CSV, NDJSON, Parquet; also gzip), or - for standard input')
    .summary('full detection over edge files, or over the store')
    .description(
      'Reads edges from files, or without any from the store, finds accounts that move in lockstep, and writes ranked clusters with their evidence.',
    )
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
    .option('--queue', 'over the store: hand the sweep to the workers and print the id of its run')
    .option('--wait', 'with --queue: follow it to its end')
    .option('--json', 'print one JSON document and nothing else')
    .option('--dry-run', 'read and check everything, write nothing')
    .addHelpText('after', EXAMPLES)
    .action(async (files: readonly string[], flags: SweepFlags) => {
      const config = configOf(command, flags.layer);
      process.exitCode =
        files.length > 0
          ? await sweepFiles(files, flags, config)
          : await sweepStore(flags, config, flagsOf(command, flags.layer));
    });
  addInputFlags(command);
}

async function sweepFiles(files: readonly string[], flags: SweepFlags, config: Config): Promise<number> {
  if (flags.queue === true || flags.wait === true) {
    throw new LockstepError('usage', 'Files are swept here: --queue is for sweeps over the store, which name no file.');
  }
  const request = sweepRequestOf(files, flags, config);
  const failOn = bandOf(flags.failOn);
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
  const { totals, input, layers } = summary;
  return exitCodeOf({ bands: totals.bands, isTruncated: input.truncated.length > 0, layers }, failOn);
}

function answerSurvey(survey: Survey, isJson: boolean): number {
  if (isJson) printJson(survey);
  else printSurvey(survey);
  return survey.input.truncated.length > 0 ? EXIT_CODE_OF['input-truncated'] : 0;
}
