import { afterAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { openNeo4jServer } from '../servers/neo4j-server.ts';
import { createClock, playCaseScenario } from './case-scenario.ts';
import { playEdgeScenario } from './edge-scenario.ts';

const EDGE_CASES = 60;
const CASE_CASES = 20;
const TIMEOUT_MS = 300_000;

const server = await openNeo4jServer();
afterAll(async () => server?.[Symbol.asyncDispose]());

describe.runIf(server !== null)('the Neo4j store answers as the memory store does', () => {
  it(
    `on ${EDGE_CASES} scenarios of edges, to the digest`,
    async () => {
      for (let seed = 0; seed < EDGE_CASES; seed++) {
        await server?.wipe();
        await using memory = await openStore('memory:');
        await using neo4j = await openStore(server?.url ?? '', server?.options);
        const expected = await playEdgeScenario(memory, seed);
        expect(await playEdgeScenario(neo4j, seed), `seed ${seed}`).toEqual(expected);
      }
    },
    TIMEOUT_MS,
  );

  it(
    `on ${CASE_CASES} scenarios of runs, clusters, decisions and events`,
    async () => {
      for (let seed = 0; seed < CASE_CASES; seed++) {
        await server?.wipe();
        const clocks = [createClock(), createClock()] as const;
        await using memory = await openStore('memory:', { now: clocks[0].now });
        await using neo4j = await openStore(server?.url ?? '', { ...server?.options, now: clocks[1].now });
        const expected = await playCaseScenario(memory, clocks[0], seed);
        expect(await playCaseScenario(neo4j, clocks[1], seed), `seed ${seed}`).toEqual(expected);
      }
    },
    TIMEOUT_MS,
  );
});
