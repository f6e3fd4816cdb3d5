import { Worker } from 'node:worker_threads';
import { LockstepError } from '../model/errors.ts';
import type { KernelAnswer, KernelRequest } from './kernel-worker.ts';

export type PoolThread = {
  /** Runs the kernel of that name; a thread that has ended refuses. */
  readonly ask: (kernel: string, input: unknown) => Promise<unknown>;
  readonly stop: () => Promise<unknown>;
};

type Waiting = { readonly resolve: (output: unknown) => void; readonly reject: (cause: LockstepError) => void };

/** A thread of its own, waiting for kernels to run. */
export function startPoolThread(): PoolThread {
  // Sources run as they are in a checkout and compiled when installed: the thread's entry has our own extension.
  const worker = new Worker(new URL(`./kernel-worker${import.meta.url.slice(-3)}`, import.meta.url));
  const waiting = new Map<number, Waiting>();
  let next = 0;
  let end: LockstepError | null = null;
  const finish = (cause: LockstepError): void => {
    end ??= cause;
    for (const { reject } of waiting.values()) reject(end);
    waiting.clear();
  };
  worker.on('message', (answer: KernelAnswer) => {
    const caller = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('output' in answer) caller?.resolve(answer.output);
    else caller?.reject(revive(answer.failure));
  });
  worker.on('error', (cause) => finish(explainEnd(cause.message, cause)));
  worker.on('exit', (code) => finish(explainEnd(`it left with code ${code}`)));
  return {
    ask: (kernel, input) => {
      if (end !== null) return Promise.reject(end);
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      const id = next++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, kernel, input } satisfies KernelRequest);
      return promise;
    },
    stop: () => worker.terminate(),
  };
}

function revive({ code, message, stack }: Extract<KernelAnswer, { failure: unknown }>['failure']): LockstepError {
  const error = new LockstepError(code, message);
  error.stack = stack;
  return error;
}

function explainEnd(why: string, cause?: Error): LockstepError {
  return new LockstepError('internal', `A thread of the detection ended: ${why}; report this as a bug.`, { cause });
}
