import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LockstepError } from '../../src/model/errors.ts';
import type { JobQueue } from '../../src/queue/job-queue.ts';
import { openQueue } from '../../src/queue/open-queue.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { wakeRun } from '../../src/worker/wake-runs.ts';
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

const KILLS = trialCount(5, 50);
const WIPES = trialCount(5, 20);
/** From when Redis answers again, ms. */
const PROGRESS_MS = 10_000;
const ALL_DONE_MS = 30_000;
const LEASE_MS = 5_000;
const PENDING = 8;

const server = await openRedisServer();
afterAll(async () => server?.[Symbol.asyncDispose]());

let world: TrialWorld;
beforeAll(async () => {
  world = await makeTrialWorld();
});
afterAll(() => world[Symbol.dispose]());

/** Two workers and somebody who asks for runs, on one Redis. */
type Site = {
  readonly copy: TrialCopy;
  readonly store: Store;
  readonly queue: JobQueue;
  readonly workers: readonly WorkerProcess[];
};

async function openSite(prefix: string, url: string, workerCount = 2): Promise<Site & AsyncDisposable> {
  const settings = { queue_url: url, queue_prefix: prefix, worker_concurrency: 2, run_lease: `${LEASE_MS / 1_000}s` };
  const stack = new AsyncDisposableStack();
  const copy = stack.use(world.copy(prefix, settings));
  const store = stack.use(await openStore(copy.storeUrl));
  const queue = stack.use(await openQueue(url, { prefix }));
  await sweepUndisturbed('base', store, copy.flags);
  const workers = Array.from({ length: workerCount }, () => stack.use(spawnWorker(copy.flags)));
  for (const { url } of workers) await url;
  return { copy, store, queue, workers, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** As the command line does: what is on record is accepted, whether the queue has heard of it or not. */
async function ask(id: string, { store, queue }: Site): Promise<void> {
  const { run } = await store.cases.createRun({ id, kind: 'sweep', params: SWEEP });
  await wakeRun(queue, run).catch((error) => {
    if (!(error instanceof LockstepError) || error.code !== 'unreachable') throw error;
  });
}

function keepAsking(prefix: string, site: Site) {
  const ids: string[] = [];
  let isStopped = false;
  const asking = (async () => {
    while (!isStopped) {
      const id = `${prefix}-${ids.length}`;
      ids.push(id);
      await ask(id, site);
      await sleep(400);
    }
  })();
  asking.catch(() => undefined);
  return {
    stop: async (): Promise<readonly string[]> => {
      isStopped = true;
      await asking;
      return ids;
    },
  };
}

async function countEmitted({ cases }: Store): Promise<number> {
  return (await cases.listRuns({ state: 'emitted', limit: 10_000 })).length;
}

async function expectDone(ids: readonly string[], { store, copy, workers }: Site): Promise<void> {
  for (const id of ids) {
    await expectFiles(id, store, copy.runsFolder, world.later);
    // No worker has died.
    expect(await store.cases.getRun(id)).toMatchObject({ epoch: 1 });
  }
  expect(workers.every((worker) => worker.isAlive())).toBe(true);
}

describe.runIf(server !== null)('a Redis that is lost under workers', () => {
  it(
    `costs no accepted run when it is killed, and work goes on within seconds (R1, ${KILLS} trials)`,
    async () => {
      if (server === null) return;
      await using site = await openSite('{r1}', server.url);
      const { store } = site;
      const backAfter: number[] = [];
      await doTrials('R1', { count: KILLS, lanes: 1 }, async ({ number, choose }: Trial) => {
        const asking = keepAsking(`run-${number}`, site);
        await sleep(200 + choose.below(1_000));
        await server.kill();
        // Every fifth time for longer than a run is leased and a job is locked.
        await sleep(number % 5 === 4 ? LEASE_MS + 2_000 : choose.below(2_000));
        await server.restart();
        const [back, before] = [performance.now(), await countEmitted(store)];
        await waitUntil(async () => (await countEmitted(store)) > before);
        backAfter.push(performance.now() - back);
        const ids = await asking.stop();
        await waitUntil(async () => (await store.cases.openRuns()).length === 0, 60_000);
        await expectDone(ids, site);
      });
      await expectLaterSweeps(store, site.copy.runsFolder);
      console.info(`R1: work went on after ${backAfter.map((ms) => (ms / 1_000).toFixed(1)).join(', ')} s`);
      expect(Math.max(...backAfter)).toBeLessThan(PROGRESS_MS);
    },
    300_000 + KILLS * 60_000,
  );

  it(
    `costs no pending run and no schedule when it comes back empty (R2, ${WIPES} trials)`,
    async () => {
      if (server === null) return;
      await using site = await openSite('{r2}', server.url);
      const { store, queue } = site;
      await store.cases.putSchedule(
        { id: 'yearly', pattern: '0 0 1 1 *', timezone: 'UTC', kind: 'expire', params: {}, isPaused: false },
        'ann',
      );
      const doneAfter: number[] = [];
      await doTrials('R2', { count: WIPES, lanes: 1 }, async ({ number, choose }: Trial) => {
        const ids = Array.from({ length: PENDING }, (_, i) => `run-${number}-${i}`);
        for (const id of ids) await ask(id, site);
        await sleep(choose.below(1_000));
        await server.kill();
        await rm(join(server.folder, 'appendonlydir'), { recursive: true });
        await server.restart();
        const back = performance.now();
        await waitUntil(async () => (await store.cases.openRuns()).length === 0, 60_000);
        doneAfter.push(performance.now() - back);
        await expectDone(ids, site);
      });
      await expectLaterSweeps(store, site.copy.runsFolder);
      console.info(`R2: all was done after ${doneAfter.map((ms) => (ms / 1_000).toFixed(1)).join(', ')} s`);
      expect(Math.max(...doneAfter)).toBeLessThan(ALL_DONE_MS);
      await waitUntil(async () => (await queue.nextFires()).has('yearly'), 60_000);
    },
    300_000 + WIPES * 60_000,
  );

  it('has no run begun anew beside itself when the job of it is handed out again', async () => {
    if (server === null) return;
    await using site = await openSite('{r3}', server.url, 1);
    const { cases, edges } = site.store;
    const stateOf = async () => (await cases.getRun('long'))?.state;
    // A pinned snapshot keeps the run at work for as long as the trial needs.
    await edges.pinSnapshot('somebody', Date.now() + 600_000);
    const { run } = await cases.createRun({ id: 'long', kind: 'expire', params: { before: 0 } });
    await wakeRun(site.queue, run);
    await waitUntil(async () => (await stateOf()) === 'loading');
    await server.kill();
    await sleep(LEASE_MS + 2_000);
    await server.restart();
    // Nobody has kept the lock of its job, which is seen within two times as long.
    await waitUntil(async () => (await server.tell('XRANGE', '{r3}:long:events', '-', '+')).includes('stalled'));
    await sleep(2_000);
    await edges.unpinSnapshot('somebody');
    await waitUntil(async () => (await stateOf()) === 'emitted');
    expect(await cases.getRun('long')).toMatchObject({ epoch: 1, attempts: 1 });
    expect(await cases.auditAfter(0, 10)).toEqual([]);
  }, 120_000);
});
