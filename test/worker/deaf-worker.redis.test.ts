import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { openQueue } from '../../src/queue/open-queue.ts';
import { startWorker } from '../../src/worker/run-worker.ts';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';
import { waitUntil } from '../conformance/wait-until.ts';
import { openRedisServer } from '../servers/redis-server.ts';
import { configIn } from '../service/store-with-edges.ts';
import { openTestContext } from './test-context.ts';

const server = await openRedisServer();
const folder = makeMemoryFolder();
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});
const url = server?.url ?? '';
const tell = async (...command: readonly string[]): Promise<string> => (await server?.tell(...command)) ?? '';

/** Hands that are free ask every 5 s when nothing waits, and every 10 s when a job waits for its time. */
const LONGEST_SILENCE_MS = 11_000;
const DEAF_AFTER_MS = 12_000;

describe.runIf(server !== null)('a worker', () => {
  it('that alone is handed nothing any more says so, while another takes all canaries and says nothing', async () => {
    await tell('ACL', 'SETUSER', 'one', 'on', '>word', '~*', '&*', '+@all');
    const urlOfOne = url.replace('//', '//one:word@');
    await using deafContext = await openTestContext(configIn(folder, { queue_url: urlOfOne }));
    await using otherContext = await openTestContext(configIn(folder, { queue_url: url }));
    {
      await using deaf = await startWorker(deafContext, { deafAfterMs: DEAF_AFTER_MS });
      await using other = await startWorker(otherContext, { deafAfterMs: DEAF_AFTER_MS });
      // Longer than a worker that is well may be silent.
      await sleep(DEAF_AFTER_MS + 3_000);
      expect([deaf.liveness.complaint(), other.liveness.complaint()]).toEqual([null, null]);
      // Its connections live, its calls are answered: it only never hears again that there is a job.
      await tell('ACL', 'SETUSER', 'one', '-bzpopmin');
      await waitUntil(() => deaf.liveness.complaint() !== null, 40_000);
      expect(deaf.liveness.complaint()).toContain('has not answered this worker');
      expect(await deafContext.queue.depth()).toMatchObject({ waiting: 0 });
      await otherContext.queue.add({ name: 'canary', key: 'sign-of-life', payload: {}, lane: 'quick' });
      await waitUntil(() => other.liveness.idleMs() < 1_000);
      expect(other.liveness.complaint()).toBeNull();
    }
    const keys = (await tell('KEYS', '*')).split('\n').filter((key) => key !== '');
    // What a worker that is gone leaves behind: nothing that names it.
    expect(keys.filter((key) => !/^\{lockstep\}:(long|quick):[a-z-]+$/.test(key))).toEqual([]);
  }, 120_000);

  it('hears on while some of its hands are full, and is not silent while all are', async () => {
    await using queue = await openQueue(url, { prefix: '{hands}' });
    const held: (() => void)[] = [];
    const worker = await queue.work(() => new Promise((resolve) => held.push(resolve)), { concurrency: 2 });
    await queue.add({ name: 'sweep', key: 'long-1', payload: {} });
    await queue.add({ name: 'fire', key: 'quick-1', payload: {}, lane: 'quick' });
    await waitUntil(() => held.length === 2);
    for (let second = 0; second < 15; second++) {
      await sleep(1_000);
      expect(worker.silentMs()).toBeLessThan(LONGEST_SILENCE_MS);
    }
    await queue.add({ name: 'sweep', key: 'long-2', payload: {} });
    for (let i = 2; i < 5; i++) await queue.add({ name: 'fire', key: `quick-${i}`, payload: {}, lane: 'quick' });
    await waitUntil(() => held.length === 6);
    await sleep(500);
    expect(worker.silentMs()).toBe(0);
    for (const letGo of held) letGo();
    expect(worker.silentMs()).toBeLessThan(LONGEST_SILENCE_MS);
  }, 60_000);
});
