import { readdirSync, rmSync } from 'node:fs';
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
import { openRedisServer, type RedisServer } from '../servers/redis-server.ts';
import { spawnWorker } from '../worker/spawn-worker.ts';
import { doTrials, type Trial, trialCount } from './trial-plan.ts';
import { expectFiles, makeTrialWorld, SWEEP, sweepUndisturbed, type TrialWorld } from './trial-world.ts';

const KILLED = trialCount(5, 50);
const WIPED = trialCount(5, 20);
const RUNS = 4;
const PROGRESS_WITHIN_MS = 10_000;
const ALL_WITHIN_MS = 30_000;
const PATIENCE_MS = 120_000;

const server = await openRedisServer();
afterAll(async () => server?.[Symbol.asyncDispose]());

let world: TrialWorld;
beforeAll(async () => {
  world = await makeTrialWorld();
});
afterAll(() => world[Symbol.dispose]());

/** As `lockstep sweep --queue` does: on record first, and a queue that is away only makes it begin later. */
async function ask(id: string, { cases }: Store, queue: JobQueue): Promise<void> {
  const { run } = await cases.createRun({ id, kind: 'sweep', params: SWEEP });
  await wakeRun(queue, run).catch((error: unknown) => {
    if (!(error instanceof LockstepError) || error.code !== 'unreachable') throw error;
  });
}

async function emittedOf({ cases }: Store): Promise<number> {
  return (await cases.listRuns({ state: 'emitted', limit: 10_000 })).length;
}

/** What Redis had on disk is gone, as with a new machine. */
function wipe({ folder }: RedisServer): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith('appendonly')) rmSync(join(folder, name), { recursive: true });
  }
}

type Lost = { readonly name: string; readonly trials: number; readonly lose: (redis: RedisServer) => Promise<void> };

const WAYS: readonly Lost[] = [
  { name: 'R1: killed, its append-only file kept', trials: KILLED, lose: async () => undefined },
  { name: 'R2: killed, all that it held gone', trials: WIPED, lose: async (redis) => wipe(redis) },
];

describe.runIf(server !== null)('a Redis that dies while runs are asked for', () => {
  it.each(WAYS)(
    '$name ($trials trials): every run that was accepted is done, by the worker that was there',
    async ({ name, trials, lose }) => {
      if (server === null) return;
      const prefix = `{${name.slice(0, 2).toLowerCase()}}`;
      using copy = world.copy(name.slice(0, 2), { queue_url: server.url, queue_prefix: prefix, run_lease: '2s' });
      await using store = await openStore(copy.storeUrl);
      await sweepUndisturbed('base', store, copy.flags);
      await using worker = spawnWorker(copy.flags);
      await worker.url;
      await using queue = await openQueue(server.url, { prefix });
      let slowest = 0;
      let slowestAll = 0;
      await doTrials(name, { count: trials, lanes: 1 }, async ({ number, choose }: Trial) => {
        const ids = Array.from({ length: RUNS }, (_, i) => `run-${number}-${i}`);
        for (const id of ids.slice(0, -1)) await ask(id, store, queue);
        await sleep(choose.below(1_500));
        await server.kill();
        await lose(server);
        const late = ask(ids.at(-1) ?? '', store, queue);
        await sleep(choose.below(1_500));
        const before = await emittedOf(store);
        await server.restart();
        const upAt = performance.now();
        await late;
        if ((await store.cases.openRuns()).length > 0) {
          await waitUntil(async () => (await emittedOf(store)) > before, PATIENCE_MS);
          slowest = Math.max(slowest, performance.now() - upAt);
        }
        await waitUntil(async () => (await store.cases.openRuns()).length === 0, PATIENCE_MS);
        slowestAll = Math.max(slowestAll, performance.now() - upAt);
        for (const id of ids) await expectFiles(id, store, copy.runsFolder, world.later);
      });
      expect(worker.isAlive()).toBe(true);
      console.info(
        `${name}: at work ${Math.round(slowest)} ms after Redis was, all done after ${Math.round(slowestAll)} ms`,
      );
      expect(slowest).toBeLessThan(PROGRESS_WITHIN_MS);
      expect(slowestAll).toBeLessThan(ALL_WITHIN_MS);
    },
    (KILLED + WIPED) * 60_000,
  );
});
