import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { openQueue } from '../../../../src/queue/open-queue.ts';
import { waitUntil } from '../../../conformance/wait-until.ts';
import { openRedisServer } from '../../../servers/redis-server.ts';

const server = await openRedisServer();
afterAll(async () => server?.[Symbol.asyncDispose]());
const url = server?.url ?? '';
const tell = (...command: readonly string[]) => server?.tell(...command) ?? Promise.resolve('');

const job = (key: string) => ({ name: 'sweep', key, payload: { runId: key } });
const nightly = {
  id: 'nightly',
  pattern: '0 3 * * *',
  timezone: 'UTC',
  name: 'fire',
  payload: { scheduleId: 'nightly' },
};

/** All that Redis has ever written, as text. */
async function everWritten(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join('\n');
}

describe.runIf(server !== null)('what is kept in Redis', () => {
  it('holds nothing of what a handler threw', async () => {
    await using queue = await openQueue(url, { prefix: '{kept-1}', firstPauseMs: 10 });
    let handed = 0;
    await queue.work(
      async () => {
        if (++handed < 3) throw new Error('account cnry-4711 has no such device', { cause: new Error('cnry-4712') });
      },
      { concurrency: 1 },
    );
    await queue.add(job('run-1.0'));
    await waitUntil(async () => handed === 3 && !(await queue.has('run-1.0')));
    await sleep(1_100);
    const written = await everWritten(server?.folder ?? '');
    expect(written).toContain('run-1.0');
    expect(written).not.toContain('cnry');
  });

  it('is nothing of a job that is done', async () => {
    const prefix = '{kept-2}';
    await using queue = await openQueue(url, { prefix });
    await queue.work(async () => undefined, { concurrency: 4 });
    for (let i = 0; i < 20; i++) await queue.add(job(`run-${i}`));
    await waitUntil(async () => {
      const { waiting, active } = await queue.depth();
      return waiting + active === 0;
    });
    expect(await tell('--scan', '--pattern', `${prefix}*run-*`)).toBe('');
  });

  it('gives up no job, however often its workers die', async () => {
    const prefix = '{kept-3}';
    await using queue = await openQueue(url, { prefix, lockMs: 200 });
    await queue.add(job('run-1'));
    await tell('HSET', `${prefix}:long:run-1`, 'stc', '100000', 'atm', '100000');
    let isTaken = false;
    const worker = await queue.work(
      () => {
        isTaken = true;
        return new Promise(() => undefined);
      },
      { concurrency: 1 },
    );
    await waitUntil(() => isTaken);
    // As if it had run out: one that is gone cannot be renewed.
    await tell('DEL', `${prefix}:long:run-1:lock`);
    const seen: string[] = [];
    await queue.work(async ({ key }) => void seen.push(key), { concurrency: 1 });
    await waitUntil(() => seen.length > 0);
    expect(seen).toEqual(['run-1']);
    await worker.drain(0);
  });

  it('does not keep a key from coming again when Redis has lost the rest of its job', async () => {
    const prefix = '{kept-4}';
    await using queue = await openQueue(url, { prefix });
    await queue.add(job('run-1'));
    await tell('DEL', `${prefix}:long:wait`);
    expect(await queue.has('run-1')).toBe(false);
    await queue.add(job('run-1'));
    expect(await queue.has('run-1')).toBe(true);
    const seen: string[] = [];
    await queue.work(async ({ key }) => void seen.push(key), { concurrency: 1 });
    await waitUntil(() => seen.length === 1);
  });

  it('may all be lost: what is added and put again is worked on by workers that were there before', async () => {
    await using queue = await openQueue(url, { prefix: '{kept-5}' });
    const seen: string[] = [];
    await queue.work(async ({ key }) => void seen.push(key), { concurrency: 1 });
    const tick = { ...nightly, id: 'tick', pattern: '* * * * * *' };
    await queue.putSchedules([nightly, tick]);
    await waitUntil(() => seen.length > 0);
    await tell('FLUSHALL');
    await queue.add(job('run-1'));
    await queue.putSchedules([nightly, tick]);
    expect((await queue.nextFires()).size).toBe(2);
    await waitUntil(() => seen.includes('run-1'));
    const before = seen.length;
    await waitUntil(() => seen.length > before + 1);
  });

  it('has one next slot for a schedule that five processes put at once', async () => {
    const prefix = '{kept-6}';
    const queues = await Promise.all(Array.from({ length: 5 }, () => openQueue(url, { prefix })));
    const tick = { ...nightly, id: 'tick', pattern: '* * * * * *' };
    await Promise.all(queues.map((queue) => queue.putSchedules([tick, nightly])));
    expect(await tell('ZCARD', `${prefix}:quick:delayed`)).toBe('2');
    const slots: (number | null)[] = [];
    for (const queue of queues) await queue.work(async ({ slot }) => void slots.push(slot), { concurrency: 1 });
    await waitUntil(() => slots.length >= 3);
    expect(new Set(slots).size).toBe(slots.length);
    for (const queue of queues) await queue.close();
  });

  it('is complained of when it is paused from outside, or a slot finds nobody', async () => {
    const prefix = '{kept-8}';
    await using queue = await openQueue(url, { prefix });
    const complaints = async () => {
      const checks = await queue.examine();
      return checks.filter(({ state }) => state !== 'ok').map(({ state, name, found }) => `${state} ${name}: ${found}`);
    };
    await queue.putSchedules([nightly]);
    expect(await complaints()).toEqual([]);
    await tell('HSET', `${prefix}:long:meta`, 'paused', '1');
    await tell('ZADD', `${prefix}:quick:repeat`, String(Date.now() - 120_000), 'nightly');
    expect(await complaints()).toEqual([
      'failed queue: paused',
      'warning queue schedules: nobody took the slot of nightly',
    ]);
  });

  it('comes back to a schedule whose next slot was lost on its way', async () => {
    const prefix = '{kept-7}';
    await using queue = await openQueue(url, { prefix });
    await queue.putSchedules([nightly]);
    const next = (await queue.nextFires()).get('nightly');
    const past = String(Date.now() - 3_600_000);
    await tell('DEL', `${prefix}:quick:delayed`, `${prefix}:quick:repeat:nightly:${next}`);
    await tell('ZADD', `${prefix}:quick:repeat`, past, 'nightly');
    expect((await queue.nextFires()).get('nightly')).toBe(Number(past));
    await queue.putSchedules([nightly]);
    expect((await queue.nextFires()).get('nightly')).toBe(next);
    expect(await tell('ZCARD', `${prefix}:quick:delayed`)).toBe('1');
  });
});
