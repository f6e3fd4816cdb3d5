import type { Config, ConfigFlags } from '../config/load-config.ts';
import { type ErrorCode, LockstepError } from '../model/errors.ts';
import type { Fence } from '../model/fence.ts';
import type { RunRef } from '../model/job.ts';
import type { ProgressEvent, ProgressSink } from '../model/progress.ts';
import type { RunLease, StoredRun } from '../model/stored-run.ts';
import { runFailed } from '../report/events/run-events.ts';
import { StaleEpochError } from '../store/fencing.ts';
import type { Store } from '../store/store.ts';
import { sha256 } from './hash.ts';
import { holdLease } from './hold-lease.ts';
import { discardPartial } from './output-folder.ts';
import type { Performed } from './perform-run.ts';
import { runTask } from './run-task.ts';
import { targetOfRun } from './target.ts';

export type ExecuteTools = {
  readonly store: Store;
  readonly config: Config;
  /** What the thread loads the config from. */
  readonly flags: ConfigFlags;
  /** Names this process among all that work on the store. */
  readonly holder: string;
  readonly onProgress: ProgressSink;
  /** The process is to end: the run is let go, for another to go on with. */
  readonly signal: AbortSignal;
  /** False where nobody would try again: the first failure is the last. */
  readonly triesAgain: boolean;
};

/** How a life of a run ended. `released`: it goes on in another life; `lost`: another worker has it. */
export type Ending =
  | { readonly ending: 'emitted'; readonly run: StoredRun; readonly performed: Performed | null }
  | { readonly ending: 'failed'; readonly run: StoredRun; readonly error: unknown }
  | { readonly ending: 'cancelled'; readonly run: StoredRun }
  | { readonly ending: 'released'; readonly error: unknown; readonly pauseMs: number }
  | { readonly ending: 'lost' }
  | { readonly ending: 'over' };

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 300_000;
/** Failures of the moment: the same work may go well next time. `internal` is what nobody has foreseen. */
const PASSING: readonly ErrorCode[] = ['unreachable', 'internal'];

/**
 * One life of a run: claims it, has its handler work in a thread of its own, keeps the lease meanwhile, and puts on record how
 * it ended. Throws `RunHeldError` when another worker has it, and `unreachable` when the store cannot be asked.
 */
export async function executeRun({ runId }: RunRef, tools: ExecuteTools): Promise<Ending> {
  const { store, config, holder } = tools;
  const lease: RunLease = { holder, leaseMs: config.run_lease };
  const run = await store.cases.claimRun(runId, lease);
  if (run === null) return { ending: 'over' };
  const fence: Fence = { runId, epoch: run.epoch };
  if (run.cancelAsked) return await cancel(store, fence);
  if (run.attempts > config.run_attempts) {
    const message = `Run ${runId} has ended ${run.attempts - 1} times without a result: look into the log of the workers, then "lockstep jobs retry ${runId}".`;
    return await fail(store, run, new LockstepError('internal', message));
  }
  const outcome = await work(fence, lease, tools);
  // A thread that is ended cannot clear away what it was writing.
  if (outcome.how !== 'done') await discardPartial(targetOfRun(run, config.data_dir), run.epoch);
  switch (outcome.how) {
    case 'done':
      return { ending: 'emitted', run: await finished(store, runId), performed: outcome.performed };
    case 'cancelled':
      return await cancel(store, fence);
    case 'lost':
      return { ending: 'lost' };
    case 'drained':
      await store.cases.releaseRun(fence, { isFault: false, pauseMs: 0 });
      return { ending: 'released', error: null, pauseMs: 0 };
    case 'failed':
      return await settleFailure(outcome.error, run, fence, tools);
  }
}

type Outcome =
  | { readonly how: 'done'; readonly performed: Performed }
  | { readonly how: 'cancelled' | 'lost' | 'drained' }
  | { readonly how: 'failed'; readonly error: unknown };

/** The thread at work, and beside it the lease, which may end it. */
async function work(
  fence: Fence,
  lease: RunLease,
  { store, config, flags, onProgress, signal }: ExecuteTools,
): Promise<Outcome> {
  const stop = new AbortController();
  let latest: ProgressEvent | null = null;
  await using held = holdLease({
    cases: store.cases,
    fence,
    lease,
    progress: () => latest,
    onEnd: () => stop.abort(),
  });
  try {
    const performed = await runTask(
      'run',
      { ...fence, flags },
      {
        onProgress: (event) => {
          latest = event;
          onProgress(event);
        },
        signal: AbortSignal.any([signal, stop.signal]),
        memoryLimitMb: config.memory_limit_mb,
        stdin: null,
      },
    );
    return { how: 'done', performed };
  } catch (error) {
    if (held.reason() !== null) return { how: held.reason() === 'cancelled' ? 'cancelled' : 'lost' };
    return signal.aborted ? { how: 'drained' } : { how: 'failed', error };
  }
}

async function settleFailure(error: unknown, run: StoredRun, fence: Fence, tools: ExecuteTools): Promise<Ending> {
  const { store, config, triesAgain } = tools;
  const now = await store.cases.getRun(run.id);
  if (now === null || now.epoch !== fence.epoch) return { ending: 'lost' };
  // The thread may have been ended after its last write.
  if (now.state === 'emitted') return { ending: 'emitted', run: now, performed: null };
  const code = error instanceof LockstepError ? error.code : 'internal';
  if (triesAgain && PASSING.includes(code) && run.attempts < config.run_attempts) {
    const pauseMs = pauseAfter(run.attempts);
    await store.cases.releaseRun(fence, { isFault: true, pauseMs });
    return { ending: 'released', error, pauseMs };
  }
  return await fail(store, run, error);
}

/** Doubles with each life, from a second to five minutes; half of it by chance, so that many do not come back at once. */
function pauseAfter(attempts: number): number {
  const whole = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1));
  return Math.round(whole * (0.5 + Math.random() / 2));
}

async function fail(store: Store, claimed: StoredRun, error: unknown): Promise<Ending> {
  const failure = failureOf(error);
  const fence = { runId: claimed.id, epoch: claimed.epoch };
  try {
    const patch = { failure, events: [runFailed(claimed, failure, sha256)] };
    const run = await store.cases.advanceRun(fence, 'fail', patch);
    return { ending: 'failed', run, error };
  } catch (cause) {
    if (cause instanceof StaleEpochError) return { ending: 'lost' };
    throw cause;
  }
}

/** What nobody has foreseen may name anything, so of that only its kind is kept. */
function failureOf(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof LockstepError) return { code: error.code, message: error.message };
  const kind = error instanceof Error ? error.name : typeof error;
  return {
    code: 'internal',
    message: `An error that nobody has foreseen (${kind}): the log of the worker has it whole.`,
  };
}

async function cancel(store: Store, fence: Fence): Promise<Ending> {
  return { ending: 'cancelled', run: await store.cases.advanceRun(fence, 'cancel') };
}

async function finished(store: Store, runId: string): Promise<StoredRun> {
  const run = await store.cases.getRun(runId);
  if (run === null) throw new LockstepError('conflict', `Run ${runId} was removed while it was worked on.`);
  return run;
}
