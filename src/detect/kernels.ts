/** Every kernel by its name, so that a thread finds the one it is asked to run. */
import { closeActions } from './pair-close.ts';
import { staticRows } from './pair-rows.ts';
import { sharedSums } from './pair-shared.ts';
import { togetherRows } from './pair-together.ts';

export const KERNELS = new Map<string, (input: never) => unknown>([
  [staticRows.name, staticRows.run],
  [closeActions.name, closeActions.run],
  [togetherRows.name, togetherRows.run],
  [sharedSums.name, sharedSums.run],
]);
