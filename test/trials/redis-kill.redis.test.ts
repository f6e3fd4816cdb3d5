import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { LockstepError } from '../../src/model/errors.ts';
import type { JobQueue } from '../../src/queue/job-queue.ts';
import { openQueue } from '../../src/queue/open-queue.ts';
import { createChooser } from '../conformance/random.ts';
import { waitUntil } from '../conformance/wait-until.ts';
import { openRedisServer } from '../servers/redis-server.ts';

/** Trial R1, the queue's part: Redis is killed while jobs are added and worked on. */
const KILLS = 5;
const BACK_MS = 10_000;
const TIMEOUT_MS = 300_000;

const server = await openRedisServer();
afterAll(async () => server?.[Symbol.asyncDispose]());

/** Adds job after job until told to stop; those that were acknowledged. A producer goes on with the next when one is not taken. */
function keepAdding(queue: JobQueue) {
  const added: string[] = [];
  let isStopped = false;
  const adding = (async () => {
    for (let i = 0; !isStopped; i++) {
      const key = `run-${i}.0`;
      try {
        await queue.add({ name: 'sweep', key, payload: { runId: `run-${i}`, epoch: 0 } });
        added.push(key);
      } catch (error) {
        if (!(error instanceof LockstepError) || error.code !== 'unreachable') throw error;
      }
      await sleep(1);
    }
  })();
  adding.catch(() => undefined);
  return {
    added,
    stop: async () => {
      isStopped = true;
      await adding;
    },
  };
}

describe.runIf(server !== null)('a Redis that is killed while it is used', () => {
  it(
    `loses no acknowledged job in ${KILLS} kills, and its workers go on within seconds`,
    async () => {
      if (server === null) return;
      const choose = createChooser(11);
      await using producer = await openQueue(server.url, { lockMs: 2_000 });
      await using consumer = await openQueue(server.url, { lockMs: 2_000 });
      const seen = new Set<string>();
      const handle = async ({ key }: { readonly key: string }) => {
        await sleep(choose.below(20));
        seen.add(key);
      };
      await consumer.work(handle, { concurrency: 4 });
      await consumer.work(handle, { concurrency: 4 });
      const producing = keepAdding(producer);
      for (let kill = 0; kill < KILLS; kill++) {
        await sleep(500 + choose.below(1_000));
        await server.kill();
        // Shorter and longer than a call waits.
        await sleep(kill % 2 === 0 ? 500 : 6_000);
        await server.restart();
        const back = Date.now();
        const before = seen.size;
        await waitUntil(() => seen.size > before);
        expect(Date.now() - back, `kill ${kill}`).toBeLessThan(BACK_MS);
      }
      await producing.stop();
      await waitUntil(async () => {
        const { waiting, active, delayed, failed } = await producer.depth();
        return waiting + active + delayed + failed === 0;
      }, 60_000);
      expect(producing.added.length).toBeGreaterThan(100);
      expect(producing.added.filter((key) => !seen.has(key))).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
