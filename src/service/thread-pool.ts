/** Threads that run kernels side by side. With one thread everything runs here, in turn. */
import { inTurn, type Kernel, type Parallel } from '../model/ports.ts';
import { type PoolThread, startPoolThread } from './pool-thread.ts';

export type ThreadPool = Parallel & AsyncDisposable;

export async function openThreadPool({ threads }: { readonly threads: number }): Promise<ThreadPool> {
  if (threads < 2) return { ...inTurn, [Symbol.asyncDispose]: async () => {} };
  const started = Array.from({ length: threads }, startPoolThread);
  return {
    threads,
    run: (kernel, inputs) => runAll(kernel, inputs, started),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(started.map((thread) => thread.stop()));
    },
  };
}

/** Each thread takes the next input when it is free; outputs stand in the order of the inputs. After a failure none is begun. */
async function runAll<Input, Output>(
  kernel: Kernel<Input, Output>,
  inputs: readonly Input[],
  threads: readonly PoolThread[],
): Promise<readonly Output[]> {
  const outputs = new Array<Output>(inputs.length);
  let taken = 0;
  const drain = async (thread: PoolThread): Promise<void> => {
    while (taken < inputs.length) {
      const place = taken++;
      try {
        outputs[place] = (await thread.ask(kernel.name, inputs[place])) as Output;
      } catch (error) {
        taken = inputs.length;
        throw error;
      }
    }
  };
  await Promise.all(threads.map(drain));
  return outputs;
}
