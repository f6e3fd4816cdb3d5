import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';
import { waitUntil } from '../conformance/wait-until.ts';
import { openRedisServer } from '../servers/redis-server.ts';
import { configIn } from '../service/store-with-edges.ts';
import { spawnWorker } from './spawn-worker.ts';

/** A second for the server to come back, another for the connections to end, and a busy machine. */
const AT_ONCE_MS = 5_000;
/** Of one server. */
const CLUSTER = '--cluster-enabled yes --cluster-announce-ip 127.0.0.1';

const servers = [await openRedisServer(), await openRedisServer(CLUSTER)];
const folder = makeMemoryFolder();
afterAll(async () => {
  for (const server of servers) await server?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

describe.runIf(servers[0] !== null)('a worker that is told to end while Redis is away', () => {
  it.each(['one', 'cluster'])(
    'ends in a moment, for it waits for no server that may never come back: %s',
    async (kind) => {
      const server = servers[kind === 'one' ? 0 : 1];
      if (kind === 'cluster') {
        await server?.tell('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
        await waitUntil(async () => (await server?.tell('CLUSTER', 'INFO'))?.includes('cluster_state:ok') === true);
      }
      await using worker = spawnWorker(configIn(folder, { queue_url: server?.url ?? '', http_port: 0 }));
      await worker.url;
      await server?.kill();
      // Until its connections rest between two tries.
      await sleep(500);
      const asked = Date.now();
      expect(await worker.stop()).toBe(143);
      expect(Date.now() - asked).toBeLessThan(AT_ONCE_MS);
    },
  );
});
