import type { Config } from '../config/load-config.ts';
import { runTask, TaskStopped } from '../service/run-task.ts';
import type { Outcome, Request, TaskName } from '../service/tasks.ts';
import { openProgressLine } from './progress-line.ts';
import { listenForStop, Stopped } from './stop-signals.ts';

export type Running = {
  readonly config: Config;
  /** False under `--json` and wherever words would be in the way. */
  readonly showsProgress: boolean;
  readonly readsStdin?: boolean;
  /** Removes what a stopped task has left behind. */
  readonly cleanUp?: () => Promise<void>;
};

/** Runs a task in its thread, draws its progress, and ends it cleanly on Ctrl-C or SIGTERM. */
export async function runWithProgress<Name extends TaskName>(
  name: Name,
  request: Request<Name>,
  { config, showsProgress, readsStdin = false, cleanUp }: Running,
): Promise<Outcome<Name>> {
  const stop = listenForStop();
  const line = openProgressLine();
  try {
    return await runTask(name, request, {
      onProgress: showsProgress ? line.show : () => {},
      signal: stop.signal,
      memoryLimitMb: config.memory_limit_mb,
      stdin: readsStdin ? process.stdin : null,
    });
  } catch (error) {
    if (!(error instanceof TaskStopped)) throw error;
    await cleanUp?.();
    throw new Stopped(stop.exitCode() ?? 130);
  } finally {
    line.clear();
    stop.release();
  }
}
