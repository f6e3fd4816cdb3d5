import type { Command } from 'commander';
import { sweepResultOf } from '../../model/run-result.ts';
import { RUN_STATES } from '../../model/run-state.ts';
import type { RunKind, StoredRun } from '../../model/stored-run.ts';
import { compareRuns, type RunComparison } from '../../service/compare-runs.ts';
import { describeStoredRun } from '../../service/describe-stored-run.ts';
import { findLastSweep, findStoredRun } from '../../service/find-stored-run.ts';
import type { CaseStore } from '../../store/case-store.ts';
import { oneOf } from '../one-of.ts';
import { printRun, printRuns } from '../print-runs.ts';
import { printJson, printJsonLines } from '../terminal.ts';
import { useStore } from '../use-store.ts';
import { wholeNumber } from '../whole-number.ts';

type ListFlags = { readonly kind?: string; readonly state?: string; readonly limit: string; readonly json?: boolean };

const KINDS: readonly RunKind[] = ['sweep', 'cluster', 'ingest', 'expire'];

const EXAMPLES = `
Examples:
  lockstep runs
  lockstep runs list --kind sweep --state failed --json
  lockstep runs show 3f2a9c`;

export function addRuns(program: Command): void {
  const runs = program
    .command('runs')
    .summary('runs that are stored')
    .description('Lists the runs of the store, newest first, or shows one.')
    .addHelpText('after', EXAMPLES);
  addList(runs);
  addShow(runs);
}

function addList(runs: Command): void {
  const command = runs
    .command('list', { isDefault: true })
    .summary('list runs, newest first')
    .description('Lists runs, newest first.')
    .option('--kind <kind>', `only of this kind: ${KINDS.join(', ')}`)
    .option('--state <state>', `only in this state: ${RUN_STATES.join(', ')}`)
    .option('--limit <n>', 'at most so many', '20')
    .option('--json', 'print one JSON document a line and nothing else')
    .action(async (flags: ListFlags) => {
      const choice = {
        ...(flags.kind === undefined ? {} : { kind: oneOf('kind', flags.kind, KINDS) }),
        ...(flags.state === undefined ? {} : { state: oneOf('state', flags.state, RUN_STATES) }),
        limit: wholeNumber('--limit', flags.limit),
      };
      const found = await useStore(command, ({ cases }) => cases.listRuns(choice));
      if (flags.json === true) printJsonLines(found.map(describeStoredRun));
      else printRuns(found);
    });
}

function addShow(runs: Command): void {
  const command = runs
    .command('show')
    .argument('<run>', 'the id of a run, or its beginning')
    .summary('show one run')
    .description('Shows what a run is at or came to, and what changed since the sweep before it.')
    .option('--json', 'print one JSON document and nothing else')
    .action(async (name: string, flags: { readonly json?: boolean }) => {
      const { run, comparison } = await useStore(command, async ({ cases }) => {
        const found = await findStoredRun(cases, name);
        return { run: found, comparison: await compareWithLast(cases, found) };
      });
      if (flags.json === true) {
        const changes = comparison === null ? null : { against: comparison.against, ...comparison.events };
        printJson({ ...describeStoredRun(run), changes });
      } else printRun(run, comparison);
    });
}

/** What changed since the sweep before it. An ad-hoc job sees a part: what it did not look at is not gone. */
async function compareWithLast(cases: CaseStore, run: StoredRun): Promise<RunComparison | null> {
  if (run.kind !== 'sweep' || sweepResultOf(run) === null) return null;
  return await compareRuns(cases, run, await findLastSweep(cases, run.number), 0);
}
