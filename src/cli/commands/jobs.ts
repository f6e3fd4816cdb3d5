import { userInfo } from 'node:os';
import type { Command } from 'commander';
import type { Config } from '../../config/load-config.ts';
import { LockstepError } from '../../model/errors.ts';
import type { StoredRun } from '../../model/stored-run.ts';
import { findStoredRun } from '../../service/find-stored-run.ts';
import { openConfiguredQueue } from '../../service/open-configured-queue.ts';
import type { CaseStore } from '../../store/case-store.ts';
import { configOf } from '../config-flags.ts';
import { followRun } from '../follow-run.ts';
import { printRuns } from '../print-runs.ts';
import { count, print, say } from '../terminal.ts';
import { useStore } from '../use-store.ts';
import { wakeStoredRun } from '../wake-stored-run.ts';

type JobFlags = { readonly json?: boolean; readonly dryRun?: boolean };

const EXAMPLES = `
Examples:
  lockstep jobs list
  lockstep jobs watch sweep-20261127T093000Z-3fa9c1
  lockstep jobs cancel sweep-2026
  lockstep jobs retry nightly-20261127T020000Z`;

/** `jobs list|watch|cancel|retry`: runs that are not finished, and those that are to be tried again. */
export function addJobs(program: Command): void {
  const command = program
    .command('jobs')
    .summary('what is queued and being worked on: list, watch, cancel, retry')
    .description('Shows, follows, ends and repeats the runs that workers do. "lockstep runs" shows those of the past.')
    .addHelpText('after', EXAMPLES);
  const list = command
    .command('list', { isDefault: true })
    .summary('runs that are not finished, and how deep the queue is')
    .option('--json', 'print one JSON document a run and nothing else')
    .action(async (flags: JobFlags) => {
      await listJobs(list, flags.json === true);
    });
  const watch = command
    .command('watch')
    .argument('<run>', 'its id, or the beginning of it')
    .summary('follow a run to its end; the exit code tells how it ended')
    .option('--json', 'print the run as one JSON document at its end')
    .action(async (name: string, flags: JobFlags) => {
      await useStore(watch, async ({ cases }) => {
        const run = await followRun((await findStoredRun(cases, name)).id, cases, flags);
        if (flags.json === true) print(JSON.stringify(run));
        else printRuns([run]);
      });
    });
  addChange(command, 'cancel', 'end a run; one that is worked on ends within seconds', async (run, _config, cases) => {
    const asked = await cases.askCancel(run.id, userInfo().username);
    if (asked?.state === 'emitted' || asked?.state === 'failed') {
      throw new LockstepError('conflict', `Run ${run.id} is ${asked.state} already: there is nothing to cancel.`);
    }
    print(asked?.state === 'cancelled' ? `Run ${run.id} is cancelled.` : `Run ${run.id} is asked to end.`);
  });
  addChange(command, 'retry', 'queue a failed or cancelled run again', async (run, config, cases) => {
    const queued = await cases.retryRun(run.id, userInfo().username);
    await wakeStoredRun(queued, config);
    print(`Run ${run.id} is queued again.`);
  });
}

type Change = (run: StoredRun, config: Config, cases: CaseStore) => Promise<void>;

function addChange(command: Command, verb: string, summary: string, change: Change): void {
  const added = command
    .command(verb)
    .argument('<run>', 'its id, or the beginning of it')
    .summary(summary)
    .option('--dry-run', 'say which run it would be, change nothing')
    .action(async (name: string, flags: JobFlags) => {
      await useStore(added, async ({ cases }, config) => {
        const run = await findStoredRun(cases, name);
        if (flags.dryRun === true) print(`Would ${verb} run ${run.id}, which is ${run.state}.`);
        else await change(run, config, cases);
      });
    });
}

async function listJobs(command: Command, isJson: boolean): Promise<void> {
  await useStore(command, async ({ cases }) => {
    const runs = await cases.openRuns();
    if (isJson) for (const run of runs) print(JSON.stringify(run));
    else printRuns(runs);
  });
  if (isJson) return;
  const config = configOf(command);
  if (config.queue_url.startsWith('inline:')) return;
  await using queue = await openConfiguredQueue(config);
  const { waiting, active, delayed, failed } = await queue.depth();
  say(
    `Queue: ${count(waiting)} waiting, ${count(active)} active, ${count(delayed)} postponed, ${count(failed)} to be tried again.`,
  );
}
