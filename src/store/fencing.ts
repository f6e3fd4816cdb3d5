import { LockstepError } from '../model/errors.ts';
import type { Fence } from '../model/fence.ts';
import type { StoredRun } from '../model/stored-run.ts';
import { get, type Step } from './record.ts';
import { keyOf } from './record-key.ts';

/** A write of a life that is over: the run has been claimed again since. */
export class StaleEpochError extends LockstepError {
  readonly fence: Fence;

  constructor(fence: Fence, epoch: number) {
    super(
      'conflict',
      `Run ${fence.runId} is in epoch ${epoch} and this write comes from epoch ${fence.epoch}: another worker has taken the run over, so stop working on it.`,
    );
    this.fence = fence;
  }
}

/** Another worker holds the run and was heard of lately. */
export class RunHeldError extends LockstepError {
  /** When its lease ends unless it is renewed, ms since 1970. */
  readonly until: number;

  constructor(runId: string, until: number) {
    super('conflict', `Run ${runId} is being worked on by another worker: ask again when its lease has ended.`);
    this.until = until;
  }
}

/** The run of a fence that still holds; throws `StaleEpochError`, or `conflict` when there is no such run. */
export function* checkFence(fence: Fence): Step<StoredRun> {
  const run = yield* get('run', keyOf(fence.runId));
  if (run === null)
    throw new LockstepError('conflict', `There is no run ${fence.runId}: it was never created or has been removed.`);
  if (fence.epoch !== run.epoch) throw new StaleEpochError(fence, run.epoch);
  return run;
}
