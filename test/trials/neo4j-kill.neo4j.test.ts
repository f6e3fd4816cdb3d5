import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { LockstepError } from '../../src/model/errors.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { createChooser } from '../conformance/random.ts';
import { openCutProxy } from '../servers/cut-proxy.ts';
import { openNeo4jServer } from '../servers/neo4j-server.ts';
import { makeTrialBatch } from './trial-batch.ts';

const KILLS_IN_TRANSACTION = 6;
const KILLS_AFTER_COMMIT = 4;
const CUTS_AFTER_COMMIT = 5;
const ROWS = 2_000;
const TIMEOUT_MS = 600_000;

const server = await openNeo4jServer();
afterAll(async () => server?.[Symbol.asyncDispose]());

/** What the ingest job does when the store's own retries, a minute of them, were not enough: it comes with the batch again. */
async function insist(store: Store, number: number): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await store.edges.appendBatch(makeTrialBatch(number, ROWS));
      return;
    } catch (error) {
      if (!(error instanceof LockstepError) || error.code !== 'unreachable' || attempt === 3) throw error;
    }
  }
}

/** Writes batches until it is told to stop. */
function keepWriting(store: Store, from: number): { readonly stop: () => Promise<number> } {
  let isStopped = false;
  const work = (async () => {
    let number = from;
    for (; !isStopped; number++) await insist(store, number);
    return number;
  })();
  // It is awaited when it is stopped; until then a failure must not count as unheard.
  work.catch(() => undefined);
  return {
    stop: () => {
      isStopped = true;
      return work;
    },
  };
}

async function expectReference(store: Store, batches: number): Promise<void> {
  await using memory = await openStore('memory:');
  for (let number = 0; number < batches; number++) await memory.edges.appendBatch(makeTrialBatch(number, ROWS));
  expect(await store.edges.latestSeq()).toBe(batches);
  expect(await store.edges.digest()).toBe(await memory.edges.digest());
  expect(await store.edges.counts()).toEqual(await memory.edges.counts());
}

describe.runIf(server !== null)('a Neo4j that is killed while it is written to', () => {
  it(
    `has the reference graph after ${KILLS_IN_TRANSACTION} kills in a transaction and ${KILLS_AFTER_COMMIT} between commit and answer`,
    async () => {
      if (server === null) return;
      const choose = createChooser(3);
      await using proxy = await openCutProxy(Number(new URL(server.url).port));
      await using store = await openStore(`bolt://127.0.0.1:${proxy.port}`, server.options);
      let written = 0;
      for (let kill = 0; kill < KILLS_IN_TRANSACTION + KILLS_AFTER_COMMIT; kill++) {
        const writer = keepWriting(store, written);
        await sleep(300 + choose.below(500));
        if (kill >= KILLS_IN_TRANSACTION) await proxy.loseNextCommit();
        await server.kill();
        await server.restart();
        written = await writer.stop();
      }
      await expectReference(store, written);
    },
    TIMEOUT_MS,
  );

  it(
    `has every write once when the answer to its commit is lost ${CUTS_AFTER_COMMIT} times`,
    async () => {
      if (server === null) return;
      await server.wipe();
      await using proxy = await openCutProxy(Number(new URL(server.url).port));
      await using store = await openStore(`bolt://127.0.0.1:${proxy.port}`, server.options);
      for (let cut = 0; cut < CUTS_AFTER_COMMIT; cut++) {
        const lost = proxy.loseNextCommit();
        await store.edges.appendBatch(makeTrialBatch(cut, 200));
        await lost;
        const lostToo = proxy.loseNextCommit();
        // An audit row has no key of its own: only the note of the write keeps it from being added twice.
        await store.cases.addAudit({ actor: 'trial', action: 'cut', subject: String(cut), detail: null });
        await lostToo;
      }
      expect(await store.edges.latestSeq()).toBe(CUTS_AFTER_COMMIT);
      const rows = await store.cases.auditAfter(0, 1_000);
      expect(rows.map(({ subject }) => subject)).toEqual(
        Array.from({ length: CUTS_AFTER_COMMIT }, (_, i) => String(i)),
      );
    },
    TIMEOUT_MS,
  );
});
