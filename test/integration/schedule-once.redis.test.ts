import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { callHere } from '../cli/lockstep.ts';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';
import { waitUntil } from '../conformance/wait-until.ts';
import { openRedisServer } from '../servers/redis-server.ts';
import { configIn } from '../service/store-with-edges.ts';
import { spawnWorker } from '../worker/spawn-worker.ts';

const WORKERS = 3;
const MINUTE_MS = 60_000;

const redis = await openRedisServer();
const folder = makeMemoryFolder();
afterAll(async () => {
  await redis?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

describe.runIf(redis !== null)('a schedule set for a minute ahead', () => {
  it(`fires once, with ${WORKERS} workers running`, async () => {
    const flags = configIn(folder, { queue_url: redis?.url ?? '', http_port: 0 });
    await using stack = new AsyncDisposableStack();
    const workers = Array.from({ length: WORKERS }, () => stack.use(spawnWorker(flags)));
    await Promise.all(workers.map(({ url }) => url));
    // A minute that has at least fifteen seconds to go, for the leader to hear of it.
    const slot = Math.ceil((Date.now() + MINUTE_MS / 4) / MINUTE_MS) * MINUTE_MS;
    const at = new Date(slot);
    const pattern = `${at.getUTCMinutes()} ${at.getUTCHours()} * * *`;
    const set = await callHere(['schedule', 'set', 'once', '--at', pattern, '--config', flags.configFile ?? '']);
    expect(set).toMatchObject({ status: 0, stdout: expect.stringContaining(at.toISOString()) });
    await using store = await openStore(`sqlite:${folder}/store.db`);
    const runsOf = () => store.cases.listRuns({ scheduleId: 'once' });
    await waitUntil(async () => (await runsOf()).some(({ state }) => state === 'emitted'), 3 * MINUTE_MS);
    const fired = workers.flatMap(({ lines }) => lines.filter((line) => line.includes('A slot has come.')));
    expect(fired).toHaveLength(1);
    expect((await runsOf()).map((run) => [run.slot, run.attempts])).toEqual([[slot, 1]]);
  }, 300_000);
});
