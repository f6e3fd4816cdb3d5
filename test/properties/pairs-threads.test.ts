import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entityRarity } from '../../src/detect/rarity.ts';
import { compareStatic } from '../../src/detect/similarity-static.ts';
import { compareTimed } from '../../src/detect/similarity-timed.ts';
import { inTurn, type Parallel } from '../../src/model/ports.ts';
import { openThreadPool, type ThreadPool } from '../../src/service/thread-pool.ts';
import { hardWorld, layerOf, ordinaryWorld } from './pair-worlds.ts';

const CAP = 250;
const LAYERS = [layerOf(ordinaryWorld(5, 12_000), CAP), layerOf(hardWorld(CAP), CAP)];

describe('pairs', () => {
  const pools: ThreadPool[] = [];
  beforeAll(async () => {
    for (const threads of [2, 4]) pools.push(await openThreadPool({ threads }));
  });
  afterAll(async () => {
    for (const pool of pools) await pool[Symbol.asyncDispose]();
  });

  it.each(LAYERS)('are the same bits from one, two and four threads', async (layer) => {
    const spans = { narrowMs: 10_000, wideMs: 60_000, clockMs: 1_000 };
    const compare = async (parallel: Parallel) => [
      await compareStatic(layer, { entityWeight: entityRarity(layer), minShared: 1, cap: CAP }, parallel),
      await compareTimed(layer, { ...spans, minShared: 1, cap: CAP, burstCap: 60 }, parallel),
    ];
    const alone = await compare(inTurn);
    for (const { length } of alone) expect(length).toBeGreaterThan(30);
    for (const pool of pools) expect((await compare(pool)).map(digest)).toEqual(alone.map(digest));
  });
});

function digest(columns: object): string {
  const hash = createHash('sha256');
  for (const [name, value] of Object.entries(columns)) {
    hash.update(name);
    hash.update(ArrayBuffer.isView(value) ? Buffer.from(value.buffer) : JSON.stringify(value));
  }
  return hash.digest('hex');
}
