import neo4j from 'neo4j-driver';
import { afterAll, describe, expect, it } from 'vitest';
import type { EdgeColumns } from '../../src/model/edge.ts';
import { toColumns } from '../../src/store/edge-rows.ts';
import { openStore } from '../../src/store/open-store.ts';
import { pickRows } from '../../src/store/pick-rows.ts';
import { sliceColumns } from '../../src/store/slice-columns.ts';
import { createChooser } from '../conformance/random.ts';
import { type Neo4jServer, openNeo4jServer } from '../servers/neo4j-server.ts';

const WRITERS = 16;
const EDGES = 100_000;
const HOT_EDGES = 12_000;
const ROWS = 1_000;

const server = await openNeo4jServer();
afterAll(async () => server?.[Symbol.asyncDispose]());

/** The edges in an order of their own, a tenth of them twice, HOT_EDGES of them at one entity. */
function makeShuffled(): EdgeColumns {
  const choose = createChooser(11);
  const edges = toColumns(
    Array.from({ length: EDGES }, (_, i) => ({
      account: `account ${choose.below(20_000)}`,
      layer: 'link',
      entity: i < HOT_EDGES ? 'hot' : `entity ${choose.below(30_000)}`,
      at: 1_760_000_000_000 + i,
      event: '',
      source: '',
      weight: 1,
    })),
  );
  const rows = Uint32Array.from({ length: 1.1 * EDGES }, (_, i) => (i < EDGES ? i : choose.below(EDGES)));
  for (let i = rows.length - 1; i > 0; i--) {
    const j = choose.below(i + 1);
    [rows[i], rows[j]] = [rows[j] as number, rows[i] as number];
  }
  return pickRows(edges, rows);
}

async function countInServer({ url, options }: Neo4jServer): Promise<{ relationships: number; duplicates: number }> {
  const { user, password } = options.neo4j;
  const driver = neo4j.driver(url, neo4j.auth.basic(user, password), { disableLosslessIntegers: true });
  try {
    const ask = async (query: string): Promise<number> =>
      (await driver.executeQuery(query)).records[0]?.get('n') as number;
    return {
      relationships: await ask('MATCH (:Account)-[r:LINK]->(:Entity) RETURN count(r) AS n'),
      duplicates: await ask(
        'MATCH (a:Account)-[r:LINK]->(e) WITH a, e, r.key AS key, r.at AS at, count(*) AS times WHERE times > 1 RETURN count(*) AS n',
      ),
    };
  } finally {
    await driver.close();
  }
}

describe.runIf(server !== null)(`${WRITERS} writers at once on Neo4j`, () => {
  it('make the graph that one makes, without a duplicate and without a deadlock', async () => {
    if (server === null) return;
    const columns = makeShuffled();
    const stores = await Promise.all(Array.from({ length: WRITERS }, () => openStore(server.url, server.options)));
    try {
      let next = 0;
      let added = 0;
      const write = async (place: number): Promise<void> => {
        for (let start = next; start < columns.length; start = next) {
          next += ROWS;
          const batch = { source: 'trial', columns: sliceColumns(columns, start, start + ROWS) };
          const receipt = await stores[place]?.edges.appendBatch({ batchKey: `batch ${start}`, ...batch });
          added += receipt?.added ?? 0;
        }
      };
      await Promise.all(stores.map((_, place) => write(place)));
      expect(added).toBe(EDGES);
      await using memory = await openStore('memory:');
      await memory.edges.appendBatch({ batchKey: 'all', source: 'trial', columns });
      expect(await stores[0]?.edges.digest()).toBe(await memory.edges.digest());
      expect(await stores[0]?.edges.counts()).toEqual(await memory.edges.counts());
      expect(await stores[0]?.edges.latestSeq()).toBe(columns.length / ROWS);
      expect(await countInServer(server)).toEqual({ relationships: EDGES, duplicates: 0 });
    } finally {
      await Promise.all(stores.map((store) => store.close()));
    }
  }, 240_000);
});
