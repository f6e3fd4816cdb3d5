import { RUN_STATES, type RunEvent, type RunState } from '../src/model/run-state.ts';
import type { RunPatch } from '../src/store/case-store.ts';
import { pinOfRun } from '../src/store/pins.ts';
import type { RunPorts } from './job-ports.ts';

/** A pin outlives any run: it goes with the run's end, and of a run that nobody ends it runs out by itself. */
const PIN_MS = 2 * 86_400_000;

const EVENT_INTO: { readonly [state in RunState]?: RunEvent } = {
  loading: 'load',
  snapshotting: 'snapshot',
  projecting: 'project',
  detecting: 'detect',
  rendering: 'render',
};

/** Moves a run forward from wherever an earlier life has left it. */
export type RunSteps = {
  /** Enters a state; a run that is in it already, or further, stays where it is. */
  readonly reach: (state: RunState, patch?: RunPatch) => Promise<void>;
  /** The batch up to which the run reads: pinned by its first life, the same in every later one. */
  readonly pinSnapshot: () => Promise<number>;
};

export function createRunSteps({ run, fence, store, now }: RunPorts): RunSteps {
  let { state } = run;
  return {
    reach: async (next, patch = {}) => {
      const event = EVENT_INTO[next];
      if (event === undefined || RUN_STATES.indexOf(state) >= RUN_STATES.indexOf(next)) return;
      state = (await store.cases.advanceRun(fence, event, patch)).state;
    },
    pinSnapshot: async () => {
      const pinned = await store.edges.pinSnapshot(pinOfRun(run.id), now() + PIN_MS, fence);
      return run.snapshotSeq ?? pinned;
    },
  };
}
