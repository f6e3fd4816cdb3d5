/**
 * Who writes: run `runId` in its `epoch`-th life. A store refuses, in the same transaction, a write whose epoch is older
 * than the run's: a worker that was thought dead and wakes up changes nothing.
 */
export type Fence = { readonly runId: string; readonly epoch: number };
