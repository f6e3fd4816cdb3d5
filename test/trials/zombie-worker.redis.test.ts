import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { waitUntil } from '../conformance/wait-until.ts';
import { openRedisServer } from '../servers/redis-server.ts';
import { spawnWorker, type WorkerProcess } from '../worker/spawn-worker.ts';
import { doTrial, TRIAL_SEED, type Trial, trialCount } from './trial-plan.ts';
import {
  expectFiles,
  expectLaterSweeps,
  makeTrialWorld,
  SWEEP,
  sweepUndisturbed,
  type TrialCopy,
  type TrialWorld,
} from './trial-world.ts';
import { createStateTally, isHeldBy, untilMoment } from './until-moment.ts';

const TRIALS = trialCount(50, 50);
/** Runs that a stopped worker holds: each of them is a trial. */
const AT_ONCE = 8;
const PATIENCE_MS = 120_000;

const server = await openRedisServer();
afterAll(async () => server?.[Symbol.asyncDispose]());

let world: TrialWorld;
beforeAll(async () => {
  world = await makeTrialWorld();
});
afterAll(() => world[Symbol.dispose]());

type Place = { readonly copy: TrialCopy; readonly store: Store };

const stoppedIn = createStateTally();

/** Whether a process is in the middle of a write: stopped there, it would keep all others from the file, and none could go on. */
function isLocked(storeUrl: string): boolean {
  const db = new DatabaseSync(storeUrl.slice('sqlite:'.length), { timeout: 0 });
  try {
    db.exec('BEGIN IMMEDIATE');
    db.exec('ROLLBACK');
    return false;
  } catch {
    return true;
  } finally {
    db.close();
  }
}

async function stopBetweenWrites(worker: WorkerProcess, { copy }: Place): Promise<void> {
  worker.pause();
  while (isLocked(copy.storeUrl)) {
    worker.resume();
    await sleep(5);
    worker.pause();
  }
}

/** Stops the worker at a random moment, has another do its runs, wakes it up. Returns the other, and the runs that both have had. */
async function outlive(
  worker: WorkerProcess,
  place: Place,
  { number, choose }: Trial,
): Promise<{ readonly next: WorkerProcess; readonly runs: readonly string[] }> {
  const { copy, store } = place;
  const taken = worker.hears((line) => line.includes('A run is taken up.'));
  for (let i = 0; i < AT_ONCE; i++) {
    await store.cases.createRun({ id: `run-${number}-${i}`, kind: 'sweep', params: SWEEP });
  }
  await taken;
  const isTheirs = isHeldBy(worker.pid);
  await untilMoment(store, choose, isTheirs);
  await stopBetweenWrites(worker, place);
  const next = spawnWorker(copy.flags);
  try {
    const held = (await store.cases.openRuns()).filter(isTheirs);
    for (const { state } of held) stoppedIn.add(state);
    await waitUntil(async () => (await store.cases.openRuns()).length === 0, PATIENCE_MS);
    worker.resume();
    const runs = held.map(({ id }) => id);
    const isLost = (id: string) =>
      worker.lines.some((line) => line.includes(id) && line.includes('Another worker has'));
    await waitUntil(() => runs.every(isLost), PATIENCE_MS);
    return { next, runs };
  } catch (error) {
    await next.kill();
    throw error;
  }
}

describe.runIf(server !== null)('a worker that hangs for longer than its lease and wakes up again', () => {
  it(`has no effect beside that of the worker that came after it (K4, ${TRIALS} trials)`, async () => {
    if (server === null) return;
    const settings = { queue_url: server.url, worker_concurrency: AT_ONCE, run_lease: '2s' };
    using copy = world.copy('zombies', settings);
    await using store = await openStore(copy.storeUrl);
    const place = { copy, store };
    await sweepUndisturbed('base', store, copy.flags);
    let worker = spawnWorker(copy.flags);
    let zombies = 0;
    try {
      for (let batch = 0; zombies < TRIALS; batch++) {
        await doTrial('K4', batch, async (trial) => {
          const { next, runs } = await outlive(worker, place, trial);
          await worker.kill();
          worker = next;
          zombies += runs.length;
          for (const id of runs) await expectFiles(id, store, copy.runsFolder, world.later);
        });
      }
      await expectLaterSweeps(store, copy.runsFolder);
      const audit = await store.cases.auditAfter(0, 100_000);
      const caught = new Set(audit.map(({ subject }) => subject)).size;
      console.info(
        `K4: ${zombies} zombies (${stoppedIn.told()}), ${caught} of them wrote, ${audit.length} writes refused, seed ${TRIAL_SEED}`,
      );
      expect(caught).toBeGreaterThan(zombies / 2);
    } finally {
      await worker.kill();
    }
  }, 900_000);
});
