/** Every kernel by its name, so that a thread finds the one it is asked to run. */
import { staticRows } from './pair-rows.ts';
import { timedKernel } from './timed-kernel.ts';

export const KERNELS = new Map<string, (input: never) => unknown>([
  [staticRows.name, staticRows.run],
  [timedKernel.name, timedKernel.run],
]);
