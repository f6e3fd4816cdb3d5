import { JOBS, type JobKind, type ParamsOf } from '../../jobs/registry.ts';
import type { Config, ConfigFlags } from '../config/load-config.ts';
import { LockstepError } from '../model/errors.ts';
import type { Json, StoredRun } from '../model/stored-run.ts';
import { newRunId } from '../service/new-run-id.ts';
import { openConfiguredStore } from '../service/open-configured-store.ts';
import type { Store } from '../store/store.ts';
import { followRun } from './follow-run.ts';
import { runHere } from './run-here.ts';
import { print, printJson, say } from './terminal.ts';
import { wakeStoredRun } from './wake-stored-run.ts';

export type RunFlags = {
  readonly queue?: boolean;
  readonly wait?: boolean;
  readonly json?: boolean;
  readonly dryRun?: boolean;
};

export type Asking = {
  readonly config: Config;
  readonly configFlags: ConfigFlags;
  readonly flags: RunFlags;
  /** False for a verb that may be the first to write to the store. */
  readonly mustExist: boolean;
};

/**
 * Puts a run on record and has it done: here, or with `--queue` by a worker, followed to its end with `--wait`. Returns the run
 * as it ended, and the store that it is in; `null` when nothing more is to be told here.
 */
export async function askForRun<Kind extends JobKind, Result>(
  kind: Kind,
  params: ParamsOf<Kind>,
  { config, configFlags, flags, mustExist }: Asking,
  conclude: (run: StoredRun, store: Store) => Promise<Result>,
): Promise<Result | null> {
  // What is kept is what is read back: a run that its handler would refuse is never put on record.
  const stored = JOBS[kind].params.parse(params) as Json;
  if (flags.wait === true && flags.queue !== true) {
    throw new LockstepError('usage', '--wait follows a run that workers do: it goes with --queue.');
  }
  if (flags.dryRun === true) {
    say(`Would ${flags.queue === true ? 'queue' : 'do'} a run of the kind ${kind} with ${JSON.stringify(stored)}.`);
    return null;
  }
  await using store = await openConfiguredStore(config, { mustExist });
  const { run } = await store.cases.createRun({ id: newRunId(kind), kind, params: stored });
  if (flags.queue !== true) return await conclude(await runHere(run, store, config, configFlags, flags), store);
  await wakeStoredRun(run, config);
  if (flags.wait === true) return await conclude(await followRun(run.id, store.cases, flags), store);
  if (flags.json === true) printJson({ run_id: run.id, state: run.state });
  else print(run.id);
  return null;
}
