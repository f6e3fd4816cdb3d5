import { enableCompileCache } from 'node:module';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { LockstepError } from '../model/errors.ts';
import type { ProgressEvent, Stage } from '../model/progress.ts';
import type { TaskMessage } from './task-protocol.ts';
import { performTask, type TaskName } from './tasks.ts';

/** Messages cost more than the work they tell of: at most twenty a second, and each stage's first. */
const TELL_EVERY_MS = 50;

function tellProgress(post: (message: TaskMessage) => void): (event: ProgressEvent) => void {
  let stage: Stage | null = null;
  let toldAt = 0;
  return (event) => {
    const now = performance.now();
    if (event.stage === stage && now - toldAt < TELL_EVERY_MS) return;
    stage = event.stage;
    toldAt = now;
    post({ kind: 'progress', event });
  };
}

/** The entry of the thread that a whole task runs in, so that the main thread stays free for signals and progress. */
if (!isMainThread && parentPort !== null) {
  // Before the task is loaded: code that was compiled by an earlier run is taken from the temporary folder.
  enableCompileCache();
  const port = parentPort;
  const post = (message: TaskMessage): void => port.postMessage(message);
  const { name, request } = workerData as { readonly name: TaskName; readonly request: unknown };
  try {
    post({ kind: 'done', outcome: await performTask(name, request, { progress: tellProgress(post) }) });
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    post({
      kind: 'failed',
      code: error instanceof LockstepError ? error.code : null,
      message,
      stack: stack ?? message,
    });
  }
}
