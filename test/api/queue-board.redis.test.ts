import { afterAll, describe, expect, test } from 'vitest';
import { openServer } from '../../src/api/open-server.ts';
import { openQueue } from '../../src/queue/open-queue.ts';
import { openRedisServer } from '../servers/redis-server.ts';
import { alive, makeContext } from './server-context.ts';

const redis = await openRedisServer();

describe.runIf(redis !== null)('the board of a queue in Redis', () => {
  const url = redis?.url ?? '';
  afterAll(async () => {
    await redis?.[Symbol.asyncDispose]();
  });

  async function openBoard() {
    const env = { LOCKSTEP_QUEUE_BOARD: 'true', LOCKSTEP_QUEUE_URL: url };
    const server = await openServer(makeContext({}, env).context, alive);
    return { server, base: `http://127.0.0.1:${server.port}/admin/queues` };
  }

  test('is served beside health and metrics, and shows what waits', async () => {
    await using queue = await openQueue(url);
    await queue.add({ name: 'sweep', key: 'run-1.0', payload: { runId: 'run-1', epoch: 0 } });
    const { server, base } = await openBoard();
    await using _ = server;
    const page = await fetch(base);
    expect([page.status, page.headers.get('x-frame-options')]).toEqual([200, 'DENY']);
    expect(await page.text()).toContain('Lockstep');
    const answer = await fetch(`${base}/api/queues?activeQueue=long&page=1&status=waiting`);
    const text = await answer.text();
    expect(answer.status).toBe(200);
    expect(text).toContain('long');
    expect((await fetch(`http://127.0.0.1:${server.port}/healthz`)).status).toBe(200);
  });

  test('changes nothing, whoever asks', async () => {
    const { server, base } = await openBoard();
    await using _ = server;
    for (const method of ['PUT', 'POST', 'DELETE', 'PATCH']) {
      const answer = await fetch(`${base}/api/queues/long/pause`, { method });
      expect(answer.status).toBeGreaterThanOrEqual(400);
    }
  });

  test('lets go of Redis when the server is closed', async () => {
    const connections = async () =>
      Number(/connected_clients:(\d+)/.exec((await redis?.tell('INFO', 'clients')) ?? '')?.[1]);
    const before = await connections();
    const { server } = await openBoard();
    expect(await connections()).toBeGreaterThan(before);
    await server.close();
    await expect.poll(connections).toBe(before);
  });
});
