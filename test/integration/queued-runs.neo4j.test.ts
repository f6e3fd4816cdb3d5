import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';
import { openNeo4jServer } from '../servers/neo4j-server.ts';
import { openRedisServer } from '../servers/redis-server.ts';
import { playQueuedRuns } from './queued-runs.ts';

const redis = await openRedisServer();
const neo4j = redis === null ? null : await openNeo4jServer();
afterAll(async () => {
  await neo4j?.[Symbol.asyncDispose]();
  await redis?.[Symbol.asyncDispose]();
});

let folder: string;
beforeAll(() => {
  folder = makeMemoryFolder();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.runIf(neo4j !== null)('runs through BullMQ over Neo4j', () => {
  it('two workers make one graph of two ingests, and a sweep writes the bytes of the one-shot', async () => {
    if (neo4j === null) return;
    const { user, password } = neo4j.options.neo4j;
    const settings = { queue_url: redis?.url ?? '', neo4j_user: user, neo4j_password: password };
    await playQueuedRuns({ folder, storeUrl: neo4j.url, storeOptions: neo4j.options, settings });
  }, 300_000);
});
