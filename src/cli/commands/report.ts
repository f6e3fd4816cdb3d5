import type { Command } from 'commander';
import { LockstepError } from '../../model/errors.ts';
import { RENDERERS } from '../../report/renderers.ts';
import { findRun, readFindings } from '../../service/read-run.ts';
import { renderRun } from '../../service/render-run.ts';
import { configOf } from '../config-flags.ts';
import { oneOf } from '../one-of.ts';
import { print, say } from '../terminal.ts';

type ReportFlags = { readonly format: string; readonly out?: string; readonly dryRun?: boolean };

/** `csv` is a way of saying that tables are wanted. */
const CSV = ['clusters', 'accounts'] as const;

const EXAMPLES = `
Formats: ${[...RENDERERS.keys()].join(', ')}, and csv for clusters and accounts.

Examples:
  lockstep report out --format html > report.html
  lockstep report out --format csv,graphml --out tables
  lockstep report 3f2a9c --format gexf > clusters.gexf`;

export function addReport(program: Command): void {
  const command = program
    .command('report')
    .argument('<run>', 'an output folder, or the beginning of the id of a run')
    .summary('render a run again, in other formats')
    .description('Renders what a sweep has found: one format to standard output, several into a folder.')
    .option('--format <names>', 'one or more formats, parted by commas', 'html')
    .option('--out <dir>', 'folder to write; needed for several formats')
    .option('--dry-run', 'say what would be written, write nothing')
    .addHelpText('after', EXAMPLES)
    .action(async (run: string, flags: ReportFlags) => {
      const formats = formatsOf(flags.format, flags.out === undefined);
      const findings = readFindings(findRun(run, configOf(command).data_dir));
      if (flags.dryRun === true) {
        for (const format of formats)
          say(`Would write ${RENDERERS.get(format)?.fileName} to ${flags.out ?? 'standard output'}.`);
        return;
      }
      const path = await renderRun(findings, formats, flags.out ?? null);
      if (path !== null)
        print(`Written to ${path}: ${formats.map((format) => RENDERERS.get(format)?.fileName).join(', ')}`);
    });
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
