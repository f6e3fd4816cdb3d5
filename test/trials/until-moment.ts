import { setTimeout as sleep } from 'node:timers/promises';
import { RUN_STATES, type RunState } from '../../src/model/run-state.ts';
import type { StoredRun } from '../../src/model/stored-run.ts';
import type { Store } from '../../src/store/store.ts';
import type { Chooser } from '../conformance/random.ts';

/** From loading its code to the last transaction; most of a small sweep is in the first and the third. */
const STATES: readonly RunState[] = ['queued', 'projecting', 'detecting', 'rendering'];
const LOOK_EVERY_MS = 3;
/** Added by chance: about as long as detecting and writing the files take. */
const LATER_MS = 120;
/** The last state takes a few transactions and no more. */
const LATER_AT_LAST_MS = 4;
const PATIENCE_MS = 20_000;

/**
 * Waits for a random moment in the life of runs: until one of those that `isTheirs` takes is in a state that chance picks, or
 * none is open any more, and a while longer. Unlike a time it does not depend on how busy the machine is.
 */
export async function untilMoment(
  { cases }: Store,
  choose: Chooser,
  isTheirs: (run: StoredRun) => boolean,
): Promise<void> {
  const state = choose.one(STATES);
  const wanted = RUN_STATES.indexOf(state);
  let hasBegun = false;
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(LOOK_EVERY_MS)) {
    const open = (await cases.openRuns()).filter(isTheirs);
    hasBegun ||= open.length > 0;
    if ((hasBegun && open.length === 0) || open.some((run) => RUN_STATES.indexOf(run.state) >= wanted)) break;
  }
  await sleep(choose.below(state === 'rendering' ? LATER_AT_LAST_MS : LATER_MS));
}

/** How often something was met in each state, for the record of a trial. */
export function createStateTally() {
  const counts = new Map<string, number>();
  return {
    add: (state: string): void => {
      counts.set(state, (counts.get(state) ?? 0) + 1);
    },
    told: (): string => [...counts].map(([state, count]) => `${count} ${state}`).join(', '),
  };
}

/** Whether the process holds the run. */
export function isHeldBy(pid: number): (run: StoredRun) => boolean {
  return ({ holder }) => holder?.split('.').at(-2) === String(pid);
}
