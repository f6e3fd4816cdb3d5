import { join } from 'node:path';
import type { Command } from 'commander';
import { LockstepError } from '../../model/errors.ts';
import { evaluateRun } from '../../report/evaluate-run.ts';
import { findFound } from '../../service/find-found.ts';
import { readReport } from '../../service/read-run.ts';
import { readTable } from '../../service/read-table.ts';
import { requireFolderOf } from '../../service/run-folder.ts';
import { configOf } from '../config-flags.ts';
import { printEvaluation } from '../print-evaluation.ts';
import { printJson } from '../terminal.ts';

type EvaluateFlags = { readonly labels: string; readonly json?: boolean };

const EXAMPLES = `
Labels are CSV, plain or packed: account,label,group, where label is 1 (inauthentic), 0 (genuine) or empty (unknown), and
group the true operation where it is known.

Examples:
  lockstep evaluate out --labels labels.csv.gz
  lockstep evaluate out --labels labels.csv --json`;

export function addEvaluate(program: Command): void {
  const command = program
    .command('evaluate')
    .argument('<run>', 'an output folder, or the beginning of the id of a run, also of a stored one')
    .summary('figures of a run against labels')
    .description(
      'Holds a run against the truth: how it ranks, how pure its clusters are, which groups it tells apart, whom it accuses.',
    )
    .requiredOption('--labels <file>', 'who is inauthentic, and of which group')
    .option('--json', 'print one JSON document and nothing else')
    .addHelpText('after', EXAMPLES)
    .action(async (run: string, { labels, json }: EvaluateFlags) => {
      const found = await findFound(run, configOf(command));
      if (found.clusterId !== null) throw new LockstepError('usage', `${run} is a cluster: name a run to evaluate.`);
      const instead = 'evaluate where its files are';
      const folder = found.at === 'folder' ? found.folder : requireFolderOf(found.run, instead);
      const population = readReport(folder).totals.accounts;
      const evaluation = evaluateRun(readTable(join(folder, 'accounts.csv')), readTable(labels), population);
      if (json === true) printJson(evaluation);
      else printEvaluation(evaluation);
    });
}
