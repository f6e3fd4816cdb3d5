import { existsSync, realpathSync } from 'node:fs';
import type { Command } from 'commander';
import { LockstepError } from '../../model/errors.ts';
import { RENDERERS } from '../../report/renderers.ts';
import { type Found, findFound } from '../../service/find-found.ts';
import { pickCluster } from '../../service/pick-cluster.ts';
import { readFindings } from '../../service/read-run.ts';
import { renderRun } from '../../service/render-run.ts';
import { renderStoredRun, storedFileNames } from '../../service/render-stored-run.ts';
import { configOf } from '../config-flags.ts';
import { oneOf } from '../one-of.ts';
import { print, say } from '../terminal.ts';

type ReportFlags = {
  readonly format: string;
  readonly run?: string;
  readonly out?: string;
  readonly dryRun?: boolean;
};

/** `csv` is a way of saying that tables are wanted. */
const CSV = ['clusters', 'accounts'] as const;

const EXAMPLES = `
RUN is an output folder, or the id of a run or its beginning; CLUSTER is the id of a stored cluster or its beginning, or with --run
its rank. Formats: ${[...RENDERERS.keys()].join(', ')}, and csv for clusters and accounts. Of a run whose files
are not on this machine the store has json, clusters and accounts.

Examples:
  lockstep report out --format html > report.html
  lockstep report out --format csv,graphml --out tables
  lockstep report 3f2a9c --format gexf > clusters.gexf
  lockstep report 1 --run nightly --format html > cluster.html`;

export function addReport(program: Command): void {
  const command = program
    .command('report')
    .argument('<what>', 'a run or a cluster')
    .summary('render a run or a cluster again, in other formats')
    .description('Renders what a sweep has found: one format to standard output, several into a folder.')
    .option('--run <run>', 'the stored run that a cluster is one of')
    .option('--format <names>', 'one or more formats, parted by commas', 'html')
    .option('--out <dir>', 'folder to write; needed for several formats')
    .option('--dry-run', 'say what would be written, write nothing')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, flags: ReportFlags) => {
      const formats = formatsOf(flags.format, flags.out === undefined);
      const found = await findFound(name, configOf(command), flags.run);
      if (found.at !== 'store' && flags.out !== undefined) refuseItself(found.folder, flags.out);
      const files = fileNamesOf(found, formats);
      if (flags.dryRun === true) {
        for (const file of files) say(`Would write ${file} to ${flags.out ?? 'standard output'}.`);
        return;
      }
      const path = await render(found, formats, flags.out ?? null);
      if (path !== null) print(`Written to ${path}: ${files.join(', ')}`);
    });
}

/** The folder that is written takes the place of what was there, which would be the run. */
function refuseItself(folder: string, out: string): void {
  if (!existsSync(out) || realpathSync(out) !== realpathSync(folder)) return;
  throw new LockstepError(
    'conflict',
    `The folder ${out} is the run itself, which would be gone: choose another --out.`,
  );
}

function fileNamesOf(found: Found, formats: readonly string[]): readonly string[] {
  if (found.at === 'store') return storedFileNames(found.run, formats);
  return formats.flatMap((format) => RENDERERS.get(format)?.fileName ?? []);
}

async function render(found: Found, formats: readonly string[], out: string | null): Promise<string | null> {
  if (found.at === 'store') return await renderStoredRun(found.run, found.clusters, formats, out);
  const findings = readFindings(found.folder);
  const meant = found.clusterId === null ? findings : pickCluster(findings, found.clusterId);
  return await renderRun(meant, formats, out);
}

function formatsOf(text: string, isForStandardOutput: boolean): readonly string[] {
  const known = ['csv', ...RENDERERS.keys()];
  const words = text.split(',').map((word) => oneOf('format', word.trim(), known));
  const formats = words.flatMap((word): readonly string[] =>
    word === 'csv' ? (isForStandardOutput ? CSV.slice(0, 1) : CSV) : [word],
  );
  const unique = [...new Set(formats)];
  if (isForStandardOutput && unique.length > 1) {
    throw new LockstepError(
      'usage',
      `Several formats do not fit into standard output: name a folder with --out, or one format.`,
    );
  }
  return unique;
}
