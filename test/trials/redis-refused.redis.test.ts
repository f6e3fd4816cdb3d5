import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { LockstepError } from '../../src/model/errors.ts';
import type { JobQueue } from '../../src/queue/job-queue.ts';
import { openQueue } from '../../src/queue/open-queue.ts';
import { waitUntil } from '../conformance/wait-until.ts';
import { failureOf } from '../queue/failure-of.ts';
import { openRedisServer, type RedisServer } from '../servers/redis-server.ts';

/** Trial R4: a Redis that would lose jobs, or takes none, is refused or says so; nothing that was acknowledged is lost in silence. */
const ROUNDS = 3;
const EVICTING = [
  'allkeys-lru',
  'allkeys-lfu',
  'allkeys-random',
  'volatile-lru',
  'volatile-lfu',
  'volatile-random',
  'volatile-ttl',
];

const isThere = await openRedisServer().then(async (server) => {
  await server?.[Symbol.asyncDispose]();
  return server !== null;
});

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]();
});

async function start(flags: string): Promise<RedisServer> {
  const server = await openRedisServer(flags);
  if (server === null) throw new Error('Redis has gone.');
  open.push(server);
  return server;
}

async function commandsOf(tell: RedisServer['tell']): Promise<number> {
  return Number(/total_commands_processed:(\d+)/.exec(await tell('INFO', 'stats'))?.[1]);
}

async function fill(queue: JobQueue): Promise<{ readonly added: readonly string[]; readonly error: LockstepError }> {
  const added: string[] = [];
  for (let i = 0; i < 50_000; i++) {
    const key = `run-${i}.0`;
    try {
      await queue.add({ name: 'sweep', key, payload: { pad: 'x'.repeat(3_500) } });
      added.push(key);
    } catch (error) {
      if (error instanceof LockstepError) return { added, error };
      throw error;
    }
  }
  throw new Error('The server never was full.');
}

describe.runIf(isThere)('a Redis that cannot be trusted', () => {
  it.each(EVICTING)('is refused when it evicts by %s, unless that is intended', async (policy) => {
    const { url, tell } = await start(`--maxmemory-policy ${policy}`);
    const error = await failureOf(openQueue(url));
    expect([error.code, error.message]).toEqual([
      'refused',
      expect.stringContaining('set maxmemory-policy to noeviction'),
    ]);
    expect(error.message).toContain(policy);
    expect(error.message).toContain('LOCKSTEP_ALLOW_UNSAFE_REDIS');
    expect(await tell('DBSIZE')).toBe('0');
    await using queue = await openQueue(url, { allowUnsafeRedis: true });
    expect((await queue.examine()).filter(({ state }) => state === 'failed')).toMatchObject([
      { name: 'redis eviction' },
    ]);
  });

  it('is refused without an append-only file', async () => {
    const { url } = await start('--appendonly no');
    const error = await failureOf(openQueue(url));
    expect([error.code, error.message]).toEqual(['refused', expect.stringContaining('set appendonly to yes')]);
  });

  it('is refused with every reason in one sentence', async () => {
    const { url } = await start('--appendonly no --maxmemory-policy allkeys-lru --replicaof 127.0.0.1 1');
    const { message } = await failureOf(openQueue(url));
    for (const fix of ['the primary', 'noeviction', 'appendonly']) expect(message).toContain(fix);
  });

  it('fails its check when it begins to evict while it is used', async () => {
    const { url, tell } = await start('');
    await using queue = await openQueue(url);
    expect((await queue.examine()).every(({ state }) => state === 'ok')).toBe(true);
    await tell('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    expect((await queue.examine()).filter(({ state }) => state === 'failed')).toMatchObject([
      { name: 'redis eviction' },
    ]);
  });
});

describe.runIf(isThere)('a Redis that is full', () => {
  it.each(Array.from({ length: ROUNDS }, (_, i) => i + 1))(
    'refuses the next job and loses none of those before, round %i',
    async () => {
      const { url, tell } = await start('--maxmemory 8mb');
      const troubles: LockstepError[] = [];
      await using queue = await openQueue(url, { lockMs: 1_000, onTrouble: (trouble) => troubles.push(trouble) });
      const { added, error } = await fill(queue);
      expect([error.code, error.message]).toEqual(['refused', expect.stringContaining('is full')]);
      expect(added.length).toBeGreaterThan(100);
      expect((await queue.examine()).find(({ name }) => name === 'redis memory')?.state).toBe('warning');
      // A worker cannot take a job from a server that cannot write that down: it says so, and asks now and then.
      const seen = new Set<string>();
      await queue.work(async ({ key }) => void seen.add(key), { concurrency: 8 });
      await waitUntil(() => troubles.some(({ code }) => code === 'refused'));
      const asked = await commandsOf(tell);
      await sleep(2_000);
      expect((await commandsOf(tell)) - asked).toBeLessThan(200);
      await tell('CONFIG', 'SET', 'maxmemory', '100mb');
      await waitUntil(() => added.every((key) => seen.has(key)));
    },
  );
});

describe.runIf(isThere)('a Redis that is a read-only replica', () => {
  it('is refused', async () => {
    const { url } = await start('--replicaof 127.0.0.1 1');
    const error = await failureOf(openQueue(url));
    expect([error.code, error.message]).toEqual([
      'refused',
      expect.stringContaining('let LOCKSTEP_QUEUE_URL name the primary'),
    ]);
  });

  it.each(Array.from({ length: ROUNDS }, (_, i) => i + 1))(
    'says so when it becomes one while it is used, and loses nothing, round %i',
    async () => {
      const { url, tell } = await start('');
      const troubles: LockstepError[] = [];
      await using queue = await openQueue(url, { lockMs: 1_000, onTrouble: (trouble) => troubles.push(trouble) });
      const seen = new Set<string>();
      await queue.work(async ({ key }) => void seen.add(key), { concurrency: 2 });
      const add = (key: string) => queue.add({ name: 'sweep', key, payload: {} });
      await add('before');
      await waitUntil(() => seen.has('before'));
      await tell('REPLICAOF', '127.0.0.1', '1');
      const error = await failureOf(add('during'));
      expect([error.code, error.message]).toEqual(['refused', expect.stringContaining('read-only replica')]);
      expect((await queue.examine()).filter(({ state }) => state === 'failed')).toMatchObject([{ name: 'redis role' }]);
      await tell('REPLICAOF', 'NO', 'ONE');
      await add('after');
      await waitUntil(() => seen.has('after'));
      expect(seen.has('during')).toBe(false);
    },
  );
});
