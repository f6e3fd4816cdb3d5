import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { digestEdges } from '../../src/store/digest-edges.ts';
import { openStore } from '../../src/store/open-store.ts';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';
import { waitUntil } from '../conformance/wait-until.ts';
import { HEADER, makeRows } from '../jobs/ingesting.ts';
import { openCutProxy } from '../servers/cut-proxy.ts';
import { openNeo4jServer } from '../servers/neo4j-server.ts';
import { configIn } from '../service/store-with-edges.ts';
import { read } from '../source/reading.ts';
import { spawnWorker } from '../worker/spawn-worker.ts';
import { doTrial, TRIAL_SEED } from './trial-plan.ts';

const ROWS = 40_000;
const PATIENCE_MS = 240_000;

const server = await openNeo4jServer();
afterAll(async () => server?.[Symbol.asyncDispose]());
const folder = makeMemoryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.runIf(server !== null)('an ingest through a worker while Neo4j and the worker are killed', () => {
  it('ends with the graph, the figures and the one event of an ingest that nothing happened to (G1)', async () => {
    if (server === null) return;
    const file = join(folder, 'edges.csv');
    const rows = makeRows(ROWS, TRIAL_SEED);
    writeFileSync(file, HEADER + rows.join(''));
    const { user, password } = server.options.neo4j;
    await using proxy = await openCutProxy(Number(new URL(server.url).port));
    // A lease that Neo4j, when it is killed, is away for longer than, so that lives are lost as well.
    const flags = configIn(folder, {
      store_url: `bolt://127.0.0.1:${proxy.port}`,
      neo4j_user: user,
      neo4j_password: password,
      allow_raw_ids: true,
      http_port: 0,
      run_lease: '4s',
    });
    await using store = await openStore(server.url, server.options);
    let worker = spawnWorker(flags);
    try {
      await worker.url;
      await store.cases.createRun({
        id: 'pull',
        kind: 'ingest',
        params: { sources: [{ files: [file], map: {}, layer_of: {}, set: {} }], keep_rejected_rows: false },
      });
      let seen = 0;
      const isOn = async () => (await store.edges.latestSeq()) > seen;
      await doTrial('G1', 0, async ({ choose }) => {
        const hurts = [
          () => server.kill(),
          () => proxy.loseNextCommit(),
          () => worker.kill(),
          () => proxy.loseNextCommit().then(() => server.kill()),
        ];
        for (const hurt of hurts) {
          await waitUntil(isOn, PATIENCE_MS);
          await sleep(choose.below(400));
          await hurt();
          if (!worker.isAlive()) worker = spawnWorker(flags);
          else await server.restart();
          seen = await store.edges.latestSeq();
        }
        await waitUntil(async () => (await store.cases.openRuns()).length === 0, PATIENCE_MS);
      });
      const run = await store.cases.getRun('pull');
      const { columns } = await read(HEADER + rows.join(''), {});
      expect(await store.edges.digest()).toBe(digestEdges(columns));
      expect(run).toMatchObject({ state: 'emitted', failure: null });
      const { edges } = await store.edges.counts();
      expect(run?.result).toMatchObject({ sources: [{ rows: ROWS, rejected: 0, added: edges }] });
      console.info(`G1: ${run?.epoch} lives of the run, ${edges} edges, seed ${TRIAL_SEED}`);
      const told = await store.cases.eventsAfter(0, 100);
      expect(told.map(({ type, subject }) => [type, subject])).toEqual([['lockstep.run.completed.v1', 'pull']]);
    } finally {
      await worker.kill();
    }
  }, 600_000);
});
