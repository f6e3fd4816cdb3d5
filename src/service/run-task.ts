import { Worker } from 'node:worker_threads';
import { LockstepError } from '../model/errors.ts';
import type { ProgressSink } from '../model/progress.ts';
import type { TaskMessage } from './task-protocol.ts';
import type { Outcome, Request, TaskName } from './tasks.ts';

export type TaskOptions = {
  readonly onProgress: ProgressSink;
  readonly signal: AbortSignal;
  readonly memoryLimitMb: number;
  /** A thread has no standard input of its own: what comes in here is passed on to it. */
  readonly stdin: NodeJS.ReadStream | null;
};

/** Thrown when `signal` has stopped a task; whoever aborted knows why. */
export class TaskStopped extends Error {
  override readonly name = 'TaskStopped';
}

/** Runs a task in a thread of its own. On an abort the thread is ended at once, wherever it is. */
export function runTask<Name extends TaskName>(
  name: Name,
  request: Request<Name>,
  options: TaskOptions,
): Promise<Outcome<Name>> {
  const { onProgress, signal, memoryLimitMb, stdin } = options;
  // Sources run as they are in a checkout and compiled when installed: the thread's entry has our own extension.
  const entry = new URL(`./task-worker${import.meta.url.slice(-3)}`, import.meta.url);
  const worker = new Worker(entry, {
    workerData: { name, request },
    resourceLimits: { maxOldGenerationSizeMb: memoryLimitMb },
    stdin: stdin !== null,
  });
  if (stdin !== null && worker.stdin !== null) stdin.pipe(worker.stdin);
  const { promise, resolve, reject } = Promise.withResolvers<Outcome<Name>>();
  const stop = (): void => void worker.terminate();
  signal.addEventListener('abort', stop);
  worker.on('message', (message: TaskMessage) => {
    if (message.kind === 'progress') onProgress(message.event);
    else if (message.kind === 'done') resolve(message.outcome as Outcome<Name>);
    else reject(revive(message));
  });
  worker.on('error', (cause) => reject(explainDeath(cause, memoryLimitMb)));
  worker.on('exit', () => {
    signal.removeEventListener('abort', stop);
    stdin?.destroy();
    reject(
      signal.aborted
        ? new TaskStopped()
        : new LockstepError('internal', `The thread of ${name} ended without an answer.`),
    );
  });
  if (signal.aborted) stop();
  return promise;
}

function revive({ code, message, stack }: TaskMessage & { readonly kind: 'failed' }): Error {
  const error = code === null ? new Error(message) : new LockstepError(code, message);
  error.stack = stack;
  return error;
}

function explainDeath(cause: Error & { readonly code?: string }, memoryLimitMb: number): Error {
  if (cause.code !== 'ERR_WORKER_OUT_OF_MEMORY') return cause;
  return new LockstepError(
    'over-limit',
    `The work needs more than the ${memoryLimitMb} MB that memory_limit_mb allows: raise it, or sweep a shorter window with --from and --to.`,
    { cause },
  );
}
