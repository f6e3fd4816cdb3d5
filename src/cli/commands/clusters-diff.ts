import type { Command } from 'commander';
import { LockstepError } from '../../model/errors.ts';
import { compareRuns } from '../../service/compare-runs.ts';
import { findEmittedRun, findLastSweep } from '../../service/find-stored-run.ts';
import { printComparison } from '../print-comparison.ts';
import { printJson } from '../terminal.ts';
import { useStore } from '../use-store.ts';
import { wholeNumber } from '../whole-number.ts';

type DiffFlags = { readonly against?: string; readonly members: string; readonly json?: boolean };

export function addClustersDiff(clusters: Command): void {
  const command = clusters
    .command('diff')
    .argument('[run]', 'the newer run; the last sweep without it')
    .summary('what changed between two runs')
    .description(
      'Tells which clusters are new, grew, shrank, merged, split, came back or are gone, and whom that concerns.',
    )
    .option('--against <run>', 'the older run; the sweep before the newer one without it')
    .option('--members <n>', 'accounts listed of each change, at most', '20')
    .option('--json', 'print one JSON document and nothing else')
    .action(async (name: string | undefined, flags: DiffFlags) => {
      const membersListed = wholeNumber('--members', flags.members);
      const comparison = await useStore(command, async ({ cases }) => {
        const run = await findEmittedRun(cases, name);
        const before =
          flags.against === undefined
            ? await findLastSweep(cases, run.number)
            : await findEmittedRun(cases, flags.against);
        if (before !== null && before.number >= run.number) {
          throw new LockstepError(
            'usage',
            `Run ${before.id} is not older than ${run.id}: name them the other way round.`,
          );
        }
        return await compareRuns(cases, run, before, membersListed);
      });
      if (flags.json === true) printJson(comparison);
      else printComparison(comparison);
    });
}
