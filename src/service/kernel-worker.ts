/** The entry of a pool's thread: runs the kernels that it is asked for, one after another. */
import { parentPort } from 'node:worker_threads';
import { KERNELS } from '../detect/kernels.ts';
import { type ErrorCode, LockstepError } from '../model/errors.ts';

export type KernelRequest = { readonly id: number; readonly kernel: string; readonly input: unknown };
/** Errors lose their class on the way, so their code goes along. */
export type KernelAnswer =
  | { readonly id: number; readonly output: unknown }
  | {
      readonly id: number;
      readonly failure: { readonly code: ErrorCode; readonly message: string; readonly stack: string };
    };

parentPort?.on('message', (request: KernelRequest) => {
  const answer = answerTo(request);
  // memory that only the answer holds changes hands; what threads share is shared on
  parentPort?.postMessage(answer, 'output' in answer ? [...buffersOf(answer.output)] : []);
});

function answerTo({ id, kernel, input }: KernelRequest): KernelAnswer {
  try {
    const run = KERNELS.get(kernel);
    if (run === undefined) throw new Error(`there is no kernel ${kernel}`);
    return { id, output: run(input as never) };
  } catch (cause) {
    const { message, stack = '' } = cause instanceof Error ? cause : new Error(String(cause));
    if (cause instanceof LockstepError) return { id, failure: { code: cause.code, message, stack } };
    return { id, failure: { code: 'internal', message: `A kernel failed: ${message}; report this as a bug.`, stack } };
  }
}

function buffersOf(value: unknown, found = new Set<ArrayBuffer>()): ReadonlySet<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) buffersOf(part, found);
  }
  return found;
}
