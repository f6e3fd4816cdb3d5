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

/** Follows a run that workers do to its end. Ctrl-C ends the following, not the run. */
export async function followRun(
  runId: string,
  cases: Pick<CaseStore, 'getRun'>,
  { json }: { readonly json?: boolean },
): Promise<StoredRun> {
  const stop = listenForStop();
  const line = openProgressLine();
  try {
    for (;;) {
      const run = await cases.getRun(runId);
      if (run === null) throw new LockstepError('conflict', `Run ${runId} is gone: somebody has removed it.`);
      if (isFinished(run.state)) return conclude(run);
      if (json !== true) show(run, line.show);
      await sleep(LOOK_EVERY_MS, undefined, { signal: stop.signal }).catch(() => undefined);
      if (!stop.signal.aborted) continue;
      line.clear();
      say(`Run ${runId} goes on: "lockstep jobs watch ${runId}" follows it, "lockstep jobs cancel ${runId}" ends it.`);
      throw new Stopped(stop.exitCode() ?? 130);
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
