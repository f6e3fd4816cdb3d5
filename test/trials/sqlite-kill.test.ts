import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { createChooser } from '../conformance/random.ts';
import { spawnAppender } from './spawn-appender.ts';
import { makeTrialBatch } from './trial-batch.ts';

const KILLS = 25;
const ROWS = 300;
const folder = mkdtempSync(join(tmpdir(), 'lockstep-trial-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function referenceDigest(batches: number): Promise<string> {
  await using memory = await openStore('memory:');
  for (let number = 0; number < batches; number++) await memory.edges.appendBatch(makeTrialBatch(number, ROWS));
  return await memory.edges.digest();
}

describe('a process that is killed while it writes to SQLite', () => {
  it(`leaves exactly the batches that it acknowledged, ${KILLS} times in a row`, async () => {
    const url = `sqlite:${join(folder, 'kill.db')}`;
    const choose = createChooser(7);
    let kept = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const appender = spawnAppender(url, { from: kept, to: 1_000_000, step: 1, rows: ROWS });
      await appender.firstAcknowledged;
      await sleep(choose.below(60));
      appender.kill();
      expect(await appender.ended).toBeNull();
      const acknowledged = (appender.acknowledged.at(-1)?.number ?? kept - 1) + 1;
      await using store = await openStore(url);
      const found = await store.edges.latestSeq();
      // The last one may be in without anybody having heard of it.
      expect([acknowledged, acknowledged + 1]).toContain(found);
      expect((await store.edges.watermarks())[0]).toMatchObject({ cursor: String(found - 1), seq: found });
      kept = found;
    }
    await using store = await openStore(url);
    expect(kept).toBeGreaterThan(KILLS);
    expect(await store.edges.digest()).toBe(await referenceDigest(kept));
  }, 180_000);
});

describe('two processes that write to one SQLite file', () => {
  it('take turns: every batch once, the same graph as one process makes', async () => {
    const url = `sqlite:${join(folder, 'shared.db')}`;
    await (await openStore(url)).close();
    const batches = 60;
    // Both write all batches, from opposite ends: half of them are there when the other comes to them.
    const [up, down] = [
      spawnAppender(url, { from: 0, to: batches, step: 1, rows: ROWS }),
      spawnAppender(url, { from: 1, to: batches, step: 2, rows: ROWS }),
    ];
    expect(await Promise.all([up.ended, down.ended])).toEqual([0, 0]);
    await using store = await openStore(url);
    expect(await store.edges.latestSeq()).toBe(batches);
    expect(await store.edges.digest()).toBe(await referenceDigest(batches));
    const added = new Map([...up.acknowledged, ...down.acknowledged].map(({ number, added }) => [number, added]));
    const sum = [...added.values()].reduce((total, one) => total + one, 0);
    expect((await store.edges.counts()).edges).toBe(sum);
  }, 60_000);
});
