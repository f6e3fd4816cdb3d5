import { jobOf } from '../../jobs/registry.ts';
import { type ConfigFlags, loadConfig } from '../config/load-config.ts';
import type { RunRef } from '../model/job.ts';
import { StaleEpochError } from '../store/fencing.ts';
import { sha256 } from './hash.ts';
import type { Timings } from './manifest.ts';
import { holdToLimit } from './memory-limit.ts';
import { openConfiguredStore } from './open-configured-store.ts';
import { openRejects } from './rejects.ts';
import { createRunner } from './runner.ts';
import { startStageClock } from './stage-clock.ts';
import type { TaskContext } from './task-protocol.ts';

export type PerformRequest = RunRef & { readonly flags: ConfigFlags };

/** How long each stage took, for those kinds that detect. */
export type Performed = { readonly timings: Timings | null };

/** One life of a run, in a thread of its own: opens the store, hands the run to the handler of its kind. */
export async function performRun({ runId, epoch, flags }: PerformRequest, context: TaskContext): Promise<Performed> {
  const config = loadConfig(flags);
  await using store = await openConfiguredStore(config, { migrate: false });
  const run = await store.cases.getRun(runId);
  if (run === null || run.epoch !== epoch) throw new StaleEpochError({ runId, epoch }, run?.epoch ?? 0);
  const clock = startStageClock(holdToLimit(config.memory_limit_mb, context.progress));
  let timings: Timings | null = null;
  const fence = { runId, epoch };
  const runner = createRunner({
    run,
    config,
    clock,
    onTimings: (found) => {
      timings = found;
    },
    // Files have no fence of their own: a note that is refused as any late write keeps them back.
    checkOwner: async () => {
      await store.cases.noteProgress(fence, null);
    },
  });
  using rejects = openRejects(config.data_dir, `${runId}.${epoch}`);
  await jobOf(run.kind).performStored(run.params, {
    store,
    config,
    hash: sha256,
    now: Date.now,
    // An end that is asked for from outside ends this thread as it is.
    signal: new AbortController().signal,
    run,
    fence,
    progress: clock.sink,
    runner,
    reject: rejects.append,
    rejectsFile: rejects.file,
  });
  return { timings };
}
