import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';
import { openRedisServer } from '../servers/redis-server.ts';
import { configIn } from '../service/store-with-edges.ts';
import { spawnWorker } from './spawn-worker.ts';

const server = await openRedisServer();
const folder = makeMemoryFolder();
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

describe.runIf(server !== null)('a worker that is told to end while Redis is away', () => {
  it('ends, for it waits for no server that may never come back', async () => {
    await using worker = spawnWorker(configIn(folder, { queue_url: server?.url ?? '', http_port: 0 }));
    await worker.url;
    await server?.kill();
    // Until its connections rest between two tries.
    await sleep(500);
    expect(await worker.stop()).toBe(143);
  });
});
