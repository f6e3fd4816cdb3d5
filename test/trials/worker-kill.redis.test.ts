import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { waitUntil } from '../conformance/wait-until.ts';
import { openRedisServer } from '../servers/redis-server.ts';
import { spawnWorker, type WorkerProcess } from '../worker/spawn-worker.ts';
import { doTrials, type Trial, trialCount } from './trial-plan.ts';
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

const TRIALS = trialCount(25, 200);
const KILLS = 5;
const AT_ONCE = 8;
/** Runs that are asked for at the start of a trial; one more with each kill. */
const AT_FIRST = 2;
const LANES = Math.min(2, TRIALS);

const server = await openRedisServer();
afterAll(async () => server?.[Symbol.asyncDispose]());

let world: TrialWorld;
beforeAll(async () => {
  world = await makeTrialWorld();
});
afterAll(() => world[Symbol.dispose]());

/** A store, a queue and two workers; trials follow each other in it. */
type Site = {
  readonly copy: TrialCopy;
  readonly store: Store;
  readonly prefix: string;
  readonly workers: WorkerProcess[];
};

const killedIn = createStateTally();
let kills = 0;
let hits = 0;
let runsDone = 0;

async function openSite(number: number, url: string): Promise<Site & AsyncDisposable> {
  const prefix = `{k3-${number}}`;
  const copy = world.copy(`site-${number}`, {
    queue_url: url,
    queue_prefix: prefix,
    worker_concurrency: AT_ONCE,
    run_lease: '2s',
  });
  const store = await openStore(copy.storeUrl);
  await sweepUndisturbed('base', store, copy.flags);
  const workers = [spawnWorker(copy.flags), spawnWorker(copy.flags)];
  return {
    copy,
    store,
    prefix,
    workers,
    [Symbol.asyncDispose]: async () => {
      for (const worker of workers) await worker.kill();
      await store.close();
      copy[Symbol.dispose]();
    },
  };
}

/** Kills workers while they have runs at hand and starts others in their place, then has all runs come to their end. */
async function killMany({ number, choose }: Trial, { copy, store, workers }: Site): Promise<void> {
  const ids: string[] = [];
  const ask = async (): Promise<void> => {
    const id = `run-${number}-${ids.length}`;
    ids.push(id);
    await store.cases.createRun({ id, kind: 'sweep', params: SWEEP });
  };
  for (let i = 0; i < AT_FIRST; i++) await ask();
  for (let kill = 0; kill < KILLS; kill++) {
    const takers = workers.map(async (worker) => {
      await worker.hears((line) => line.includes('A run is taken up.'));
      return worker;
    });
    await ask();
    const victim = await Promise.any(takers);
    const isTheirs = isHeldBy(victim.pid);
    await untilMoment(store, choose, isTheirs);
    await victim.kill();
    const left = (await store.cases.openRuns()).filter(isTheirs);
    for (const { state } of left) killedIn.add(state);
    kills++;
    if (left.length > 0) hits++;
    workers[workers.indexOf(victim)] = spawnWorker(copy.flags);
  }
  await waitUntil(async () => (await store.cases.openRuns()).length === 0, 120_000);
  for (const id of ids) await expectFiles(id, store, copy.runsFolder, world.later);
  runsDone += ids.length;
}

describe.runIf(server !== null)('workers over Redis that are killed again and again', () => {
  it(
    `lose no run, fail none and do none twice (K3, ${TRIALS} trials of ${KILLS} kills)`,
    async () => {
      if (server === null) return;
      await using stack = new AsyncDisposableStack();
      const free: Site[] = [];
      for (let i = 0; i < LANES; i++) free.push(stack.use(await openSite(i, server.url)));
      const sites = [...free];
      await doTrials('K3', { count: TRIALS, lanes: LANES }, async (trial) => {
        const site = free.pop();
        if (site === undefined) throw new Error('There are more lanes than sites.');
        await killMany(trial, site);
        free.push(site);
      });
      for (const { store, prefix, copy } of sites) {
        await expectLaterSweeps(store, copy.runsFolder);
        const events = await server.tell('XRANGE', `${prefix}:long:events`, '-', '+');
        expect(events).toMatch(/^completed$/m);
        expect(events).not.toMatch(/stalled more than allowable/);
        expect(events.match(/^failed$/gm) ?? []).toEqual([]);
      }
      console.info(
        `K3: ${kills} kills, ${hits} met runs at hand (${killedIn.told()}); ${runsDone} runs, each emitted once`,
      );
    },
    600_000 + TRIALS * 60_000,
  );
});
