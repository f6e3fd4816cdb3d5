import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { AskedSource } from '../../../jobs/ingest/ingest-params.ts';
import type { Config } from '../../config/load-config.ts';
import { EXIT_CODE_OF, LockstepError } from '../../model/errors.ts';
import type { IngestResult } from '../../model/run-result.ts';
import type { StoredRun } from '../../model/stored-run.ts';
import { openInput } from '../../source/open-input.ts';
import { askForRun, type RunFlags } from '../ask-for-run.ts';
import { configOf, flagsOf } from '../config-flags.ts';
import { columnPairs, gather } from '../input-flags.ts';
import { parsePairs } from '../parse-pairs.ts';
import { count, print, printJson, say, shown, table } from '../terminal.ts';

type IngestFlags = RunFlags & {
  readonly map?: readonly string[];
  readonly layerOf?: readonly string[];
  readonly set?: readonly string[];
  readonly keepRejectedRows?: boolean;
};

const EXAMPLES = `
Examples:
  lockstep ingest edges.csv.gz
  lockstep ingest logins                        (a source named in the config)
  lockstep ingest                               (all sources of the config)
  lockstep ingest signups.csv --map account=user_id,at=created_at --layer-of device=device_id,ip=ip_addr
  lockstep ingest logins shares --queue --wait`;

export function addIngest(program: Command): void {
  const command = program
    .command('ingest')
    .argument('[source...]', 'sources named in the config, or edge files; without any all sources of the config')
    .summary('pull edges into the store')
    .description(
      'Pulls edges into the store. What was taken in before changes nothing, so a source may be pulled, and a file ingested, as often as one likes.',
    )
    .option('--map <column=name>', 'name of a column in the files, such as account=user_id', gather)
    .option('--layer-of <layer=column>', 'read wide tables, a layer a column, such as device=device_id', gather)
    .option('--set <column=value>', 'give every row the same value, such as layer=retweet', gather)
    .option('--keep-rejected-rows', 'write rejected rows with their values, not only where they stand')
    .option('--queue', 'hand it to the workers and print the id of its run')
    .option('--wait', 'with --queue: follow it to its end')
    .option('--json', 'print one JSON document and nothing else')
    .option('--dry-run', 'say what would be pulled, change nothing')
    .addHelpText('after', EXAMPLES)
    .action(async (names: readonly string[], flags: IngestFlags) => {
      const config = configOf(command);
      const params = {
        sources: await sourcesOf(names, flags, config),
        keep_rejected_rows: flags.keepRejectedRows ?? false,
      };
      const asking = { config, configFlags: flagsOf(command), flags, mustExist: false };
      process.exitCode = (await askForRun('ingest', params, asking, async (run) => conclude(run, flags))) ?? 0;
    });
}

/** Names that the config knows are sources; the others are files, all read the same way. */
async function sourcesOf(names: readonly string[], flags: IngestFlags, config: Config): Promise<AskedSource[]> {
  const asked: AskedSource[] = (names.length === 0 ? [...config.sources.keys()] : names)
    .filter((name) => config.sources.has(name))
    .map((name) => ({ name }));
  const files = names.filter((name) => !config.sources.has(name));
  if (asked.length === 0 && files.length === 0) {
    throw new LockstepError('usage', 'The config names no source: give files, or add sources to the config file.');
  }
  if (files.includes('-')) {
    throw new LockstepError(
      'usage',
      'Standard input (-) cannot be read again after a fault: write it to a file and name that.',
    );
  }
  // A name that is neither is told before anything is put on record.
  for (const file of files) await openInput(file);
  if (files.length === 0) return asked;
  const spec = {
    files: files.map((file) => resolve(file)),
    map: Object.fromEntries(columnPairs('--map', flags.map)),
    layer_of: Object.fromEntries(parsePairs('--layer-of', flags.layerOf ?? [])),
    set: Object.fromEntries(columnPairs('--set', flags.set)),
  };
  return [...asked, spec];
}

function conclude(run: StoredRun, { json }: IngestFlags): number {
  // An emitted ingest has left what its job says it leaves.
  const result = run.result as IngestResult;
  if (json === true) printJson({ run_id: run.id, state: run.state, ...result });
  else printIngest(result);
  const truncated = result.sources.flatMap((source) => source.truncated);
  for (const name of truncated) say(`${shown(name)} ended early: its whole rows were taken in, the rest is missing.`);
  if (result.rejects !== null) say(`Rejected rows stand in ${result.rejects}, each with its line and reason.`);
  return truncated.length > 0 ? EXIT_CODE_OF['input-truncated'] : 0;
}

function printIngest({ sources }: IngestResult): void {
  const rows = sources.map(({ source, rows, added, raised, duplicates, rejected, parts, skipped }) => [
    shown(source),
    count(rows),
    count(added),
    count(duplicates),
    count(raised),
    count(rejected),
    `${count(parts)} read${skipped > 0 ? `, ${count(skipped)} unchanged since the last time` : ''}`,
  ]);
  print(table([['source', 'rows', 'new', 'known', 'raised', 'rejected', 'parts'], ...rows]));
}
