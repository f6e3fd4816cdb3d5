import { LockstepError } from '../../model/errors.ts';
import type { Fence } from '../../model/fence.ts';
import type { NewEvent } from '../../model/outbox.ts';
import { isFinished, nextState, type RunEvent, type RunState } from '../../model/run-state.ts';
import type { NewRun, RunLease, RunProgress, StoredRun } from '../../model/stored-run.ts';
import type { Release, RunChoice, RunPatch } from '../case-store.ts';
import { checkFence, RunHeldError } from '../fencing.ts';
import { pinOfRun, unpin } from '../pins.ts';
import { countUp, get, put, remove, type Step, scan } from '../record.ts';
import { keyOf } from '../record-key.ts';
import { addAudit } from './audit.ts';
import { findRun } from './find-run.ts';
import { addEvents } from './outbox.ts';

export function* createRun(
  asked: NewRun,
  events: readonly NewEvent[],
  now: number,
): Step<{ readonly run: StoredRun; readonly isNew: boolean }> {
  const known = yield* get('run', keyOf(asked.id));
  if (known !== null) return { run: known, isNew: false };
  const number = yield* countUp('run');
  const run: StoredRun = {
    id: asked.id,
    number,
    kind: asked.kind,
    params: asked.params,
    priority: asked.priority ?? 'ad-hoc',
    scheduleId: asked.scheduleId ?? null,
    slot: asked.slot ?? null,
    state: 'queued',
    epoch: 0,
    attempts: 0,
    cancelAsked: false,
    holder: null,
    heldUntil: null,
    progress: null,
    snapshotSeq: null,
    failure: null,
    result: null,
    createdAt: now,
    updatedAt: now,
    startedAt: null,
    finishedAt: null,
  };
  yield* put('run-by-number', keyOf(number), { id: run.id, kind: run.kind, scheduleId: run.scheduleId });
  yield* saveRun(run);
  yield* addEvents(events, now);
  return { run, isNew: true };
}

/** Keeps the list of unfinished runs in step with the run; one that ends lets go of its snapshot. */
function* saveRun(run: StoredRun): Step<void> {
  yield* put('run', keyOf(run.id), run);
  const place = keyOf(run.number);
  if (isFinished(run.state)) {
    yield* remove('open-run', place);
    yield* unpin(pinOfRun(run.id));
  } else yield* put('open-run', place, { id: run.id });
}

export function* claimRun(id: string, lease: RunLease | null, now: number): Step<StoredRun | null> {
  const run = yield* get('run', keyOf(id));
  if (run === null || isFinished(run.state)) return null;
  if (lease !== null && run.heldUntil !== null && run.heldUntil > now) {
    throw new RunHeldError(id, run.heldUntil);
  }
  const claimed: StoredRun = {
    ...run,
    epoch: run.epoch + 1,
    attempts: run.attempts + 1,
    startedAt: run.startedAt ?? now,
    updatedAt: now,
    ...held(lease, now),
  };
  yield* saveRun(claimed);
  return claimed;
}

function held(lease: RunLease | null, now: number): Pick<StoredRun, 'holder' | 'heldUntil'> {
  return lease === null ? { holder: null, heldUntil: null } : { holder: lease.holder, heldUntil: now + lease.leaseMs };
}

export function* releaseRun(fence: Fence, { isFault, pauseMs }: Release, now: number): Step<void> {
  const run = yield* checkFence(fence);
  if (isFinished(run.state)) return;
  const attempts = isFault ? run.attempts : Math.max(0, run.attempts - 1);
  yield* saveRun({ ...run, attempts, holder: null, heldUntil: now + pauseMs, updatedAt: now });
}

function follow(run: StoredRun, event: RunEvent): RunState {
  const state = nextState(run.state, event);
  if (state === null) {
    throw new LockstepError(
      'conflict',
      `Run ${run.id} is ${run.state}, where "${event}" has no place: read the run again before you go on.`,
    );
  }
  return state;
}

export function* advanceRun(fence: Fence, event: RunEvent, patch: RunPatch, now: number): Step<StoredRun> {
  const run = yield* checkFence(fence);
  const state = follow(run, event);
  const advanced: StoredRun = {
    ...run,
    state,
    snapshotSeq: patch.snapshotSeq ?? run.snapshotSeq,
    progress: patch.progress ?? run.progress,
    failure: patch.failure ?? run.failure,
    result: patch.result ?? run.result,
    updatedAt: now,
    finishedAt: isFinished(state) ? now : null,
  };
  yield* saveRun(advanced);
  yield* addEvents(patch.events ?? [], now);
  return advanced;
}

export function* noteProgress(
  fence: Fence,
  progress: RunProgress | null,
  lease: RunLease | null,
  now: number,
): Step<{ readonly cancelAsked: boolean }> {
  const run = yield* checkFence(fence);
  if (!isFinished(run.state)) {
    const renewed = lease === null ? {} : held(lease, now);
    yield* put('run', keyOf(run.id), { ...run, progress: progress ?? run.progress, updatedAt: now, ...renewed });
  }
  return { cancelAsked: run.cancelAsked };
}

export function* askCancel(id: string, actor: string, now: number): Step<StoredRun | null> {
  const run = yield* get('run', keyOf(id));
  if (run === null || isFinished(run.state)) return run;
  // Nobody works on it, so nobody would see the flag; a worker that is only thought dead is shut out.
  const isIdle = run.epoch === 0 || (run.heldUntil !== null && (run.holder === null || run.heldUntil <= now));
  const asked: StoredRun = {
    ...run,
    cancelAsked: true,
    epoch: isIdle && run.epoch > 0 ? run.epoch + 1 : run.epoch,
    state: isIdle ? follow(run, 'cancel') : run.state,
    finishedAt: isIdle ? now : null,
    updatedAt: now,
  };
  yield* saveRun(asked);
  yield* addAudit({ actor, action: 'run.cancel', subject: id, detail: null }, now);
  return asked;
}

export function* retryRun(id: string, actor: string, now: number): Step<StoredRun> {
  const run = yield* findRun(id);
  const queued: StoredRun = {
    ...run,
    state: follow(run, 'retry'),
    cancelAsked: false,
    holder: null,
    heldUntil: null,
    attempts: 0,
    failure: null,
    // A new try reads what is there now, under the decisions of now.
    progress: null,
    snapshotSeq: null,
    result: null,
    startedAt: null,
    finishedAt: null,
    // Whoever still works on the failed life is shut out at once.
    epoch: run.epoch + 1,
    updatedAt: now,
  };
  yield* saveRun(queued);
  yield* addAudit({ actor, action: 'run.retry', subject: id, detail: null }, now);
  return queued;
}

/** Runs read at once while looking for those that fit. */
const PAGE = 200;

export function* listRuns(choice: RunChoice): Step<readonly StoredRun[]> {
  const { kind, state, scheduleId, limit = 50 } = choice;
  const found: StoredRun[] = [];
  let below = choice.before === undefined ? undefined : keyOf(choice.before);
  while (found.length < limit) {
    const places = yield* scan('run-by-number', {
      ...(below === undefined ? {} : { below }),
      limit: PAGE,
      isReversed: true,
    });
    for (const { body } of places) {
      // The list says what never changes, so that a nightly sweep among a thousand ingests costs no thousand reads.
      const mayFit =
        (kind === undefined || body.kind === kind) && (scheduleId === undefined || body.scheduleId === scheduleId);
      if (!mayFit || found.length >= limit) continue;
      const run = yield* get('run', keyOf(body.id));
      if (run !== null && (state === undefined || run.state === state)) found.push(run);
    }
    if (places.length < PAGE) break;
    below = places.at(-1)?.key;
  }
  return found;
}

export function* openRuns(): Step<readonly StoredRun[]> {
  const runs: StoredRun[] = [];
  for (const { body } of yield* scan('open-run')) {
    const run = yield* get('run', keyOf(body.id));
    if (run !== null) runs.push(run);
  }
  return runs;
}
