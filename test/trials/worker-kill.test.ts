import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { waitUntil } from '../conformance/wait-until.ts';
import { spawnWorker } from '../worker/spawn-worker.ts';
import { doTrials, type Trial, trialCount } from './trial-plan.ts';
import { effectsIn, expectFiles, makeTrialWorld, SWEEP, sweepUndisturbed, type TrialWorld } from './trial-world.ts';
import { createStateTally, untilMoment } from './until-moment.ts';

const TRIALS = trialCount(25, 200);
const RUN = 'swept';
/** Short, so that a trial does not wait long for a dead worker to be missed; as short as a leader's lease can be. */
const SETTINGS = { run_lease: '3s' };

let world: TrialWorld;
let wanted: Awaited<ReturnType<typeof effectsIn>>;
beforeAll(async () => {
  world = await makeTrialWorld();
  using copy = world.copy('undisturbed');
  await using store = await openStore(copy.storeUrl);
  await sweepUndisturbed(RUN, store, copy.flags);
  await expectFiles(RUN, store, copy.runsFolder, world.first);
  wanted = await effectsIn(store);
});
afterAll(() => world[Symbol.dispose]());

const killedIn = createStateTally();

async function stateOf({ cases }: Store): Promise<string> {
  return (await cases.getRun(RUN))?.state ?? 'gone';
}

async function killOnce({ number, choose }: Trial): Promise<void> {
  using copy = world.copy(`trial-${number}`, SETTINGS);
  await using store = await openStore(copy.storeUrl);
  await store.cases.createRun({ id: RUN, kind: 'sweep', params: SWEEP });
  await using first = spawnWorker(copy.flags);
  await first.hears((line) => line.includes('A run is taken up.'));
  await untilMoment(store, choose, () => true);
  await first.kill();
  killedIn.add(await stateOf(store));
  await using second = spawnWorker(copy.flags);
  await waitUntil(async () => (await stateOf(store)) === 'emitted', 60_000);
  await second.stop();
  await expectFiles(RUN, store, copy.runsFolder, world.first);
  expect(await effectsIn(store)).toEqual(wanted);
}

describe('a worker that is killed at a random moment of a sweep', () => {
  it(
    `leaves a run that the next one ends with the same bytes and each effect once (K1, ${TRIALS} trials)`,
    async () => {
      await doTrials('K1', { count: TRIALS, lanes: 3 }, killOnce);
      console.info(`K1: the kills met runs that were ${killedIn.told()}`);
    },
    600_000 + TRIALS * 20_000,
  );
});
