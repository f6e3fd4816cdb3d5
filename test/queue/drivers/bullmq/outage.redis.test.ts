import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { LockstepError } from '../../../../src/model/errors.ts';
import { openQueue } from '../../../../src/queue/open-queue.ts';
import { waitUntil } from '../../../conformance/wait-until.ts';
import { openFaultProxy } from '../../../servers/fault-proxy.ts';
import { openRedisServer } from '../../../servers/redis-server.ts';
import { failureOf } from '../../failure-of.ts';

/** What a call may take that waits for a server, on a machine that is busy with other tests. */
const BOUND_MS = 8_000;
/** How soon a worker is at work again after its server is. */
const BACK_MS = 10_000;

const server = await openRedisServer();
afterAll(async () => server?.[Symbol.asyncDispose]());
const url = server?.url ?? '';

const job = (key: string) => ({ name: 'sweep', key, payload: {} });

describe.runIf(server !== null)('a Redis that goes away', () => {
  it('ends every call in bounded time with one sentence, and is a failed check', async () => {
    await using queue = await openQueue(url, { prefix: '{away-1}' });
    await server?.kill();
    const calls: readonly (() => Promise<unknown>)[] = [
      () => queue.add(job('a')),
      () => queue.has('a'),
      () => queue.remove('a'),
      () => queue.depth(),
      () => queue.nextFires(),
      () => queue.putSchedules([]),
    ];
    const begun = Date.now();
    const [errors, checks] = await Promise.all([Promise.all(calls.map((call) => failureOf(call()))), queue.examine()]);
    expect(Date.now() - begun).toBeLessThan(BOUND_MS);
    for (const { code, message } of errors) {
      expect([code, message]).toEqual([
        'unreachable',
        expect.stringMatching(/^The Redis at 127\.0\.0\.1:\d+ does not/),
      ]);
    }
    expect(checks).toMatchObject([
      { name: 'redis', state: 'failed', found: expect.stringContaining('does not answer') },
    ]);
    await server?.restart();
    await queue.add(job('a'));
    expect(await queue.has('a')).toBe(true);
    expect((await queue.examine()).filter(({ state }) => state !== 'ok')).toEqual([]);
  });

  it('is waited for by a call while it restarts', async () => {
    await using queue = await openQueue(url, { prefix: '{away-2}' });
    await server?.kill();
    const adding = queue.add(job('a'));
    await server?.restart();
    await adding;
    expect(await queue.has('a')).toBe(true);
  });

  it('finds its worker at work again within seconds of being back, with no restart of the process', async () => {
    const troubles: LockstepError[] = [];
    await using queue = await openQueue(url, { prefix: '{away-3}', onTrouble: (trouble) => troubles.push(trouble) });
    const seen: string[] = [];
    await queue.work(async ({ key }) => void seen.push(key), { concurrency: 1 });
    await queue.add(job('before'));
    await waitUntil(() => seen.length === 1);
    await server?.kill();
    await sleep(6_000);
    await server?.restart();
    const back = Date.now();
    await queue.add(job('after'));
    await waitUntil(() => seen.length === 2);
    expect(Date.now() - back).toBeLessThan(BACK_MS);
    expect(seen).toEqual(['before', 'after']);
    expect(troubles.length).toBeGreaterThan(0);
    expect(troubles.every(({ code }) => code === 'unreachable')).toBe(true);
  });

  it('has a job done once that was worked on meanwhile', async () => {
    await using queue = await openQueue(url, { prefix: '{away-4}' });
    let handed = 0;
    let isDone = false;
    await queue.work(
      async () => {
        handed++;
        await server?.kill();
        await server?.restart();
        isDone = true;
      },
      { concurrency: 1 },
    );
    await queue.add(job('a'));
    await waitUntil(async () => isDone && !(await queue.has('a')));
    expect(handed).toBe(1);
  });

  it('lets a worker drain in its time', async () => {
    await using queue = await openQueue(url, { prefix: '{away-5}' });
    let isStarted = false;
    const worker = await queue.work(
      (_, signal) => {
        isStarted = true;
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
      },
      { concurrency: 1 },
    );
    await queue.add(job('a'));
    await waitUntil(() => isStarted);
    await server?.kill();
    const begun = Date.now();
    await worker.drain(1_000);
    expect(Date.now() - begun).toBeLessThan(BOUND_MS);
    await server?.restart();
  });

  it('lets a worker without a job at hand go in a moment, whatever its grace', async () => {
    await using queue = await openQueue(url, { prefix: '{away-6}' });
    const worker = await queue.work(async () => undefined, { concurrency: 1 });
    await sleep(500);
    await server?.kill();
    await sleep(500);
    const begun = Date.now();
    await worker.drain(30_000);
    expect(Date.now() - begun).toBeLessThan(BOUND_MS);
    await server?.restart();
  });
});

describe.runIf(server !== null)('a network that loses everything in silence', () => {
  it('does not keep a call or a worker for ever', async () => {
    await using proxy = await openFaultProxy(server?.port ?? 0);
    await using queue = await openQueue(`redis://127.0.0.1:${proxy.port}`, { prefix: '{silent}' });
    const seen: string[] = [];
    await queue.work(async ({ key }) => void seen.push(key), { concurrency: 1 });
    await queue.add(job('before'));
    await waitUntil(() => seen.length === 1);
    proxy.freeze();
    const begun = Date.now();
    expect((await failureOf(queue.add(job('during')))).code).toBe('unreachable');
    expect(Date.now() - begun).toBeLessThan(BOUND_MS);
    proxy.thaw();
    await queue.add(job('after'));
    await waitUntil(() => seen.includes('after'), 40_000);
  });

  it('loses nothing by resetting connections again and again', async () => {
    await using proxy = await openFaultProxy(server?.port ?? 0);
    await using queue = await openQueue(`redis://127.0.0.1:${proxy.port}`, { prefix: '{cut}', lockMs: 1_000 });
    const seen = new Set<string>();
    await queue.work(async ({ key }) => void seen.add(key), { concurrency: 4 });
    for (let i = 0; i < 100; i++) {
      await queue.add(job(`run-${i}`));
      if (i % 10 === 0) proxy.cut();
    }
    await waitUntil(() => seen.size === 100);
  });
});
