import { setTimeout as sleep } from 'node:timers/promises';
import { type ErrorCode, EXIT_CODE_OF, LockstepError } from '../model/errors.ts';
import { STAGES } from '../model/progress.ts';
import { isFinished } from '../model/run-state.ts';
import type { StoredRun } from '../model/stored-run.ts';
import type { CaseStore } from '../store/case-store.ts';
import { openProgressLine } from './progress-line.ts';
import { listenForStop, Stopped } from './stop-signals.ts';
import { say } from './terminal.ts';

const LOOK_EVERY_MS = 500;
/** Looks after which a run that nobody has taken up is spoken of: a worker that is there takes it within a second or two. */
const PATIENT_LOOKS = 20;

/** Follows a run that workers do to its end. Ctrl-C ends the following, not the run. */
export async function followRun(
  runId: string,
  cases: Pick<CaseStore, 'getRun'>,
  { json }: { readonly json?: boolean },
  lookEveryMs = LOOK_EVERY_MS,
): Promise<StoredRun> {
  const stop = listenForStop();
  const line = openProgressLine();
  try {
    for (let looks = 1; ; looks++) {
      const run = await cases.getRun(runId);
      if (run === null) throw new LockstepError('conflict', `Run ${runId} is gone: somebody has removed it.`);
      if (isFinished(run.state)) return conclude(run);
      if (looks === PATIENT_LOOKS && run.startedAt === null) {
        say(`No worker has taken up run ${runId} yet: start one by "lockstep worker", or see "lockstep jobs list".`);
      }
      if (json !== true) show(run, line.show);
      await sleep(lookEveryMs, undefined, { signal: stop.signal }).catch(() => undefined);
      if (!stop.signal.aborted) continue;
      line.clear();
      throw new Stopped(
        stop.exitCode() ?? 130,
        `Run ${runId} goes on: "lockstep jobs watch ${runId}" follows it, "lockstep jobs cancel ${runId}" ends it.`,
      );
    }
  } finally {
    line.clear();
    stop.release();
  }
}

function conclude(run: StoredRun): StoredRun {
  if (run.state === 'emitted') return run;
  if (run.state === 'cancelled') throw new LockstepError('conflict', `Run ${run.id} was cancelled.`);
  const { code, message } = run.failure ?? { code: 'internal', message: `Run ${run.id} has failed.` };
  throw new LockstepError(Object.hasOwn(EXIT_CODE_OF, code) ? (code as ErrorCode) : 'internal', message);
}

function show({ progress, state }: StoredRun, draw: ReturnType<typeof openProgressLine>['show']): void {
  const stage = STAGES.find((one) => one === progress?.stage);
  if (progress === null || stage === undefined) return;
  draw({ stage, done: progress.done, total: progress.total, unit: state });
}
