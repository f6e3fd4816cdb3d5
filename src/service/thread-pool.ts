/** Threads that run kernels side by side. With one thread everything runs here, in turn. */
import { Worker } from 'node:worker_threads';
import { LockstepError } from '../model/errors.ts';
import { inTurn, type Kernel, type Parallel } from '../model/ports.ts';
import type { KernelAnswer, KernelRequest } from './kernel-worker.ts';

export type ThreadPool = Parallel & AsyncDisposable;

type Waiting = { readonly resolve: (output: unknown) => void; readonly reject: (cause: LockstepError) => void };

export async function openThreadPool({ threads }: { readonly threads: number }): Promise<ThreadPool> {
  if (threads < 2) return { ...inTurn, [Symbol.asyncDispose]: async () => {} };
  // Sources run as they are in a checkout and compiled when installed: the thread's entry has our own extension.
  const entry = new URL(`./kernel-worker${import.meta.url.slice(-3)}`, import.meta.url);
  const waiting = new Map<number, Waiting>();
  const workers = Array.from({ length: threads }, () => startWorker(entry, waiting));
  let next = 0;
  const ask = (worker: Worker, kernel: string, input: unknown): Promise<unknown> => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const id = next++;
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, kernel, input } satisfies KernelRequest);
    return promise;
  };
  return {
    threads,
    run: (kernel, inputs) => runAll(kernel, inputs, workers, ask),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/** Each thread takes the next input when it is free; outputs stand in the order of the inputs. */
async function runAll<Input, Output>(
  kernel: Kernel<Input, Output>,
  inputs: readonly Input[],
  workers: readonly Worker[],
  ask: (worker: Worker, kernel: string, input: unknown) => Promise<unknown>,
): Promise<readonly Output[]> {
  const outputs: Output[] = [];
  let taken = 0;
  const drain = async (worker: Worker): Promise<void> => {
    while (taken < inputs.length) {
      const place = taken++;
      outputs[place] = (await ask(worker, kernel.name, inputs[place])) as Output;
    }
  };
  await Promise.all(workers.map(drain));
  return outputs;
}

function startWorker(entry: URL, waiting: Map<number, Waiting>): Worker {
  const worker = new Worker(entry);
  worker.on('message', (answer: KernelAnswer) => {
    const caller = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('failure' in answer)
      caller?.reject(new LockstepError('internal', `A kernel failed: ${answer.failure}; report this as a bug.`));
    else caller?.resolve(answer.output);
  });
  worker.on('error', (cause) => {
    for (const { reject } of waiting.values()) {
      reject(
        new LockstepError(
          'internal',
          `A thread of the detection ended: ${cause instanceof Error ? cause.message : cause}`,
          { cause },
        ),
      );
    }
    waiting.clear();
  });
  return worker;
}
