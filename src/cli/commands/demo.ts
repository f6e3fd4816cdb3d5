import { join } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../../config/load-config.ts';
import { evaluateRun } from '../../report/evaluate-run.ts';
import { readLabels } from '../../report/evaluation/tables.ts';
import { discardPartial, refuseForeign } from '../../service/output-folder.ts';
import { readReport } from '../../service/read-run.ts';
import { readTable } from '../../service/read-table.ts';
import { tallyRings } from '../../service/tally-rings.ts';
import { configOf } from '../config-flags.ts';
import { printCircles, printRings } from '../print-evaluation.ts';
import { runWithProgress } from '../run-with-progress.ts';
import { sweepRequestOf } from '../sweep-request.ts';
import { count, print, printJson, say, strong } from '../terminal.ts';

type DemoFlags = { readonly out: string; readonly json?: boolean };

const EXAMPLES = `
Examples:
  lockstep demo
  lockstep demo --seed 7 --out elsewhere`;

export function addDemo(program: Command): void {
  const command = program
    .command('demo')
    .summary('a made-up campaign from end to end')
    .description(
      'Makes a world with planted rings and innocent look-alikes, sweeps it, and compares what was found with what was planted.',
    )
    .option('--out <dir>', 'folder for the world and the run', 'lockstep-demo')
    .option('--json', 'print one JSON document and nothing else')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: DemoFlags) => {
      await showDemo(configOf(command), flags);
    });
}

async function showDemo(config: Config, { out, json }: DemoFlags): Promise<void> {
  const [world, run] = [join(out, 'world'), join(out, 'run')];
  for (const folder of [world, run]) refuseForeign(folder);
  const running = { config, showsProgress: json !== true };
  if (json !== true) say(`Making a world in ${world} …`);
  const request = { preset: 'demo', seed: config.seed, edges: null, out: world };
  const made = await runWithProgress('generate', request, { ...running, cleanUp: () => discardPartial(world) });
  if (json !== true) say(`Sweeping its ${count(made.edges)} edges …`);
  const sweep = sweepRequestOf([join(world, 'edges.csv.gz')], { out: run }, config);
  const summary = await runWithProgress('sweep', sweep, { ...running, cleanUp: () => discardPartial(run) });
  const labels = join(world, 'labels.csv.gz');
  const rings = tallyRings(readLabels(readTable(labels)), readReport(run));
  const evaluation = evaluateRun(readTable(join(run, 'accounts.csv')), readTable(labels), made.accounts);
  const report = join(run, 'report.html');
  if (json === true) return printJson({ report, rings, evaluation, summary });
  printRings(rings);
  const { genuine, circles } = evaluation;
  print('');
  print(
    strong(
      `Innocent look-alikes: ${count(genuine.flagged_high)} of ${count(genuine.accounts)} genuine accounts in the high band`,
    ),
  );
  printCircles(circles);
  print('');
  print(`Swept in ${(summary.timings.total_ms / 1000).toFixed(1)} s. Open the report: ${strong(report)}`);
}
