import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';
import { openRedisServer } from '../servers/redis-server.ts';
import { playQueuedRuns } from './queued-runs.ts';

const redis = await openRedisServer();
afterAll(async () => redis?.[Symbol.asyncDispose]());

let folder: string;
beforeAll(() => {
  folder = makeMemoryFolder();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.runIf(redis !== null)('runs through BullMQ over SQLite', () => {
  it('two workers make one graph of two ingests, and a sweep writes the bytes of the one-shot', async () => {
    const settings = { queue_url: redis?.url ?? '' };
    await playQueuedRuns({ folder, storeUrl: `sqlite:${join(folder, 'store.db')}`, settings });
  }, 300_000);
});
