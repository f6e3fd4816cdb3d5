import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { createClock, playCaseScenario } from './case-scenario.ts';
import { playEdgeScenario } from './edge-scenario.ts';
import { makeMemoryFolder } from './memory-folder.ts';

const EDGE_CASES = 300;
const CASE_CASES = 150;

let folder = '';
beforeAll(() => {
  folder = makeMemoryFolder();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the SQLite store answers as the memory store does', () => {
  it(`on ${EDGE_CASES} scenarios of edges, to the digest`, async () => {
    for (let seed = 0; seed < EDGE_CASES; seed++) {
      await using memory = await openStore('memory:');
      await using sqlite = await openStore(`sqlite:${join(folder, `edges-${seed}.db`)}`);
      const expected = await playEdgeScenario(memory, seed);
      expect(await playEdgeScenario(sqlite, seed), `seed ${seed}`).toEqual(expected);
    }
  });

  it(`on ${CASE_CASES} scenarios of runs, clusters, decisions and events`, async () => {
    for (let seed = 0; seed < CASE_CASES; seed++) {
      const clocks = [createClock(), createClock()] as const;
      await using memory = await openStore('memory:', { now: clocks[0].now });
      await using sqlite = await openStore(`sqlite:${join(folder, `cases-${seed}.db`)}`, { now: clocks[1].now });
      const expected = await playCaseScenario(memory, clocks[0], seed);
      expect(await playCaseScenario(sqlite, clocks[1], seed), `seed ${seed}`).toEqual(expected);
    }
  });
});
