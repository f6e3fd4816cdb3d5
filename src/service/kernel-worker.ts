/** The entry of a pool's thread: runs the kernels that it is asked for, one after another. */
import { parentPort } from 'node:worker_threads';
import { KERNELS } from '../detect/kernels.ts';

export type KernelRequest = { readonly id: number; readonly kernel: string; readonly input: unknown };
export type KernelAnswer =
  | { readonly id: number; readonly output: unknown }
  | { readonly id: number; readonly failure: string };

parentPort?.on('message', ({ id, kernel, input }: KernelRequest) => {
  parentPort?.postMessage(answer(id, kernel, input));
});

function answer(id: number, kernel: string, input: unknown): KernelAnswer {
  const run = KERNELS.get(kernel);
  if (run === undefined) return { id, failure: `there is no kernel ${kernel}` };
  try {
    return { id, output: run(input as never) };
  } catch (cause) {
    return { id, failure: cause instanceof Error ? cause.message : String(cause) };
  }
}
