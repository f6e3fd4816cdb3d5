import { fireSchedule } from '../../jobs/fire.ts';
import { publishEvents, type SinkCounts } from '../../jobs/publish.ts';
import { JOBS } from '../../jobs/registry.ts';
import type { Stage } from '../model/progress.ts';
import type { IngestResult } from '../model/run-result.ts';
import { type Job, type JobHandler, JobPostponed } from '../queue/job-queue.ts';
import type { Context } from '../service/context.ts';
import { type Ending, executeRun } from '../service/execute-run.ts';
import { RunHeldError } from '../store/fencing.ts';
import type { Liveness } from './liveness.ts';
import { createPublishTeller } from './tell-published.ts';
import { wakeRun } from './wake-runs.ts';

/** Jobs that are no runs: a slot that has come, the outbox to empty, a sign of life. */
export const CHORES = { fire: 'fire', publish: 'publish', canary: 'canary' } as const;

/** Does what a job names. All that it knows of the work it reads from the case store. */
export function createJobHandler(context: Context, liveness: Liveness): JobHandler {
  const tellPublished = createPublishTeller(context.log);
  return async (job, signal) => {
    liveness.jobTaken();
    switch (job.name) {
      case CHORES.canary:
        return;
      case CHORES.fire:
        return await fire(job, context);
      case CHORES.publish:
        return tellPublished(await publish(context, signal));
      default:
        if (!Object.hasOwn(JOBS, job.name)) {
          // Of a newer version, say: the run is on record, and who knows the name will be woken for it.
          context.log.warn('A job has a name that this version does not know: it is left alone.');
          return;
        }
        liveness.runBegun();
        try {
          await perform(job, context, signal);
        } finally {
          liveness.runEnded();
        }
    }
  };
}

async function fire({ payload, slot }: Job, context: Context): Promise<void> {
  const scheduleId = String(payload['scheduleId']);
  const run = await fireSchedule(context, scheduleId, slot ?? context.now());
  if (run === null) return;
  context.log.info('A slot has come.', { schedule: scheduleId, run_id: run.id, kind: run.kind });
  await wakeRun(context.queue, run);
}

async function publish(context: Context, signal: AbortSignal): Promise<readonly SinkCounts[]> {
  const { store, config, hash, now, sinks } = context;
  return await publishEvents({ store, config, hash, now, signal, sinks });
}

async function perform({ payload }: Job, context: Context, signal: AbortSignal): Promise<void> {
  const { store, config, flags, holder, log, metrics } = context;
  const runId = String(payload['runId']);
  const ref = { runId, epoch: Number(payload['epoch']) };
  const line = log.with({ run_id: runId });
  let ending: Ending;
  try {
    line.info('A run is taken up.');
    ending = await executeRun(ref, { store, config, flags, holder, onProgress: () => {}, signal, triesAgain: true });
  } catch (error) {
    if (error instanceof RunHeldError) throw new JobPostponed(Math.max(500, error.until - context.now()));
    throw error;
  }
  if ('run' in ending) metrics.runFinished(ending.run);
  if (ending.ending === 'emitted') countWork(ending, metrics);
  tell(ending, line);
  if (ending.ending === 'released') throw new JobPostponed(ending.pauseMs);
}

function tell(ending: Ending, log: Context['log']): void {
  if (ending.ending === 'emitted') log.info('A run is emitted.', { kind: ending.run.kind });
  else if (ending.ending === 'failed') {
    log.error('A run has failed for good.', { kind: ending.run.kind, error: ending.error });
  } else if (ending.ending === 'released' && ending.error !== null) {
    log.warn('A life of a run has failed: it is tried again.', { error: ending.error });
  } else log.info(WORDS[ending.ending]);
}

const WORDS: { readonly [ending in Exclude<Ending['ending'], 'emitted' | 'failed'>]: string } = {
  released: 'A run is let go, as this worker ends.',
  cancelled: 'A run is cancelled.',
  lost: 'Another worker has taken a run over: nothing that was done here counts.',
  over: 'A run was finished before.',
};

function countWork({ run, performed }: Extract<Ending, { ending: 'emitted' }>, metrics: Context['metrics']): void {
  for (const [stage, ms] of Object.entries(performed?.timings?.stages_ms ?? {})) metrics.stageDone(stage as Stage, ms);
  if (run.kind !== 'ingest') return;
  // An emitted ingest has left what its job says it leaves.
  for (const { source, ...counts } of (run.result as IngestResult).sources) metrics.edgesTaken(source, counts);
}
