import { appRoutes } from '@bull-board/api/dist/routes.js';
import fastify from 'fastify';
import { afterAll, describe, expect, it } from 'vitest';
import { openQueue } from '../../src/queue/open-queue.ts';
import { openQueueBoard } from '../../src/queue/open-queue-board.ts';
import { openRedisServer } from '../servers/redis-server.ts';

const server = await openRedisServer();
afterAll(async () => server?.[Symbol.asyncDispose]());
const basePath = '/admin/queues';

async function openPage(prefix: string) {
  const board = await openQueueBoard(server?.url ?? '', { basePath, prefix });
  if (board === null) throw new Error('There is no board.');
  const page = fastify();
  page.get('/healthz', async () => 'ok');
  page.post('/elsewhere', async () => 'ok');
  await page.register(board.plugin);
  const ask = (url: string, method: 'GET' | 'PUT' | 'POST' = 'GET', host = 'localhost:8787') =>
    page.inject({ url, method, headers: { host }, ...(method === 'GET' ? {} : { payload: {} }) });
  return {
    ask,
    [Symbol.asyncDispose]: async () => {
      await page.close();
      await board[Symbol.asyncDispose]();
    },
  };
}

describe.runIf(server !== null)('the board of the queue', () => {
  it('shows the jobs of both lanes, by their references', async () => {
    const prefix = '{board-1}';
    await using queue = await openQueue(server?.url ?? '', { prefix });
    await queue.add({ name: 'sweep', key: 'run-1.0', payload: { runId: 'run-1', epoch: 0 } });
    await using page = await openPage(prefix);
    const entry = await page.ask(basePath);
    expect([entry.statusCode, entry.body]).toEqual([200, expect.stringContaining('Lockstep')]);
    const { queues } = (await page.ask(`${basePath}/api/queues?activeQueue=long&status=latest`)).json();
    expect(
      queues.map(({ name, readOnlyMode }: { name: string; readOnlyMode: boolean }) => [name, readOnlyMode]),
    ).toEqual([
      ['long', true],
      ['quick', true],
    ]);
    expect(JSON.stringify(queues)).toContain('"runId":"run-1"');
  });

  it('changes nothing, by whichever of its buttons', async () => {
    const prefix = '{board-2}';
    await using queue = await openQueue(server?.url ?? '', { prefix });
    await queue.add({ name: 'sweep', key: 'run-1.0', payload: {} });
    await queue.putSchedules([{ id: 'nightly', pattern: '0 3 * * *', timezone: 'UTC', name: 'fire', payload: {} }]);
    await using page = await openPage(prefix);
    const buttons = appRoutes.api.flatMap(({ method, route }) =>
      [method].flat().flatMap((verb) => (verb === 'get' ? [] : [route].flat().map((path) => [verb, path] as const))),
    );
    expect(buttons.length).toBeGreaterThan(15);
    for (const [verb, route] of buttons) {
      for (const [lane, id] of [
        ['long', 'run-1.0'],
        ['quick', 'nightly'],
      ] as const) {
        const path = route.replace(':queueName', lane).replace(':queueStatus', 'latest').replace(/:\w+/, id);
        const { statusCode } = await page.ask(basePath + path, verb.toUpperCase() as 'PUT');
        expect(statusCode, `${verb} ${path}`).toBe(405);
      }
    }
    expect(await queue.has('run-1.0')).toBe(true);
    expect((await queue.depth()).waiting).toBe(1);
    expect((await queue.nextFires()).size).toBe(1);
    const seen: string[] = [];
    await queue.work(async ({ key }) => void seen.push(key), { concurrency: 1 });
    await expect.poll(() => seen).toEqual(['run-1.0']);
  });

  it('answers nobody who came by another name, and minds only its own paths', async () => {
    await using page = await openPage('{board-3}');
    for (const host of ['evil.example', 'localhost.evil.example', '10.0.0.7:8787']) {
      expect((await page.ask(basePath, 'GET', host)).statusCode, host).toBe(403);
      expect((await page.ask(`${basePath}/api/queues`, 'GET', host)).statusCode, host).toBe(403);
    }
    for (const host of ['localhost', '127.0.0.1:8787', '[::1]:8787']) {
      expect((await page.ask(`${basePath}/api/queues`, 'GET', host)).statusCode, host).toBe(200);
    }
    expect((await page.ask('/healthz', 'GET', 'metrics.internal')).statusCode).toBe(200);
    expect((await page.ask('/elsewhere', 'POST')).statusCode).toBe(200);
  });
});
