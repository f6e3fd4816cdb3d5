// What the stores take in and give back, beside the naive way on the same rows.
//   node bench/store.ts [EDGES] [--neo4j-only | --no-neo4j]     EDGES: 1000000
// Neo4j is started from its jars when they are there (test/servers). A ratio is printed only after both ways hold the same rows.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import neo4j from 'neo4j-driver';
import { createOneAhead } from '../jobs/ingest/one-ahead.ts';
import { askWhole } from '../src/detect/ask-whole.ts';
import { detect } from '../src/detect/pipeline.ts';
import type { EdgeColumns } from '../src/model/edge.ts';
import { inTurn } from '../src/model/ports.ts';
import { sha256 } from '../src/service/hash.ts';
import type { EdgeRow } from '../src/store/column-builder.ts';
import { rowsOf } from '../src/store/edge-rows.ts';
import { openStore } from '../src/store/open-store.ts';
import { sliceColumns } from '../src/store/slice-columns.ts';
import type { Store } from '../src/store/store.ts';
import { type Neo4jServer, openNeo4jServer } from '../test/servers/neo4j-server.ts';
import { makeWorld } from './store-world.ts';

/** The naive ways are slow: they get this many rows at most. */
const NAIVE_ROWS = 50_000;

const flags = process.argv.slice(2);
const edges = Number(flags.find((flag) => !flag.startsWith('--')) ?? 1_000_000);

type Measured = { readonly rows: number; readonly ms: number };

async function measure(rows: number, work: () => Promise<unknown> | unknown): Promise<Measured> {
  const start = performance.now();
  await work();
  return { rows, ms: performance.now() - start };
}

function say(what: string, { rows, ms }: Measured, note = ''): void {
  const rate = Math.round((rows / ms) * 1_000).toLocaleString('en');
  console.log(`${what.padEnd(46)} ${rate.padStart(12)}/s ${(ms / 1_000).toFixed(2).padStart(8)} s  ${note}`);
}

function times(ours: Measured, naive: Measured): string {
  return `${(ours.rows / ours.ms / (naive.rows / naive.ms)).toFixed(1)}x the naive way`;
}

async function ingest(store: Store, world: EdgeColumns, name = 'batch'): Promise<void> {
  const { batchRows } = store.edges;
  const appends = createOneAhead();
  for (let from = 0; from < world.length; from += batchRows) {
    const columns = sliceColumns(world, from, from + batchRows);
    await appends.add(() => store.edges.appendBatch({ batchKey: `${name} ${from}`, source: 'bench', columns }));
  }
  await appends.end();
}

async function readBack(store: Store, expected: number): Promise<void> {
  let rows = 0;
  let timed = 0;
  for await (const batch of store.edges.snapshot()) {
    rows += batch.length;
    for (const at of batch.at) if (!Number.isNaN(at)) timed++;
  }
  if (rows !== expected || timed !== expected) throw new Error(`${rows} rows came back, ${timed} with a time.`);
}

async function benchStore(
  name: string,
  store: Store,
  world: EdgeColumns,
  distinct: number,
  naive: Measured,
): Promise<void> {
  const taken = await measure(world.length, () => ingest(store, world));
  const found = (await store.edges.counts()).edges;
  if (found !== distinct) throw new Error(`${name} holds ${found} edges and should hold ${distinct}.`);
  say(`${name}: ingest`, taken, times(taken, naive));
  say(`${name}: the naive way, ${naive.rows.toLocaleString('en')} rows`, naive);
  const again = await measure(Math.min(world.length, NAIVE_ROWS), () => ingestAgain(store, world));
  say(`${name}: the same rows once more`, again);
  say(`${name}: snapshot with times`, await measure(found, () => readBack(store, found)));
  await benchAround(name, store);
}

/** What an ad-hoc job does between being asked and writing its report. */
async function benchAround(name: string, store: Store): Promise<void> {
  const seeds = ['account-7', 'account-70', 'account-700'];
  const [window, layers] = [{ from: null, to: null }, new Map()];
  const since = performance.now();
  let last = since;
  const lap = (what: string, note: string): void => {
    const now = performance.now();
    console.log(`${`${name}: ${what}`.padEnd(46)} ${((now - last) / 1_000).toFixed(2).padStart(23)} s  ${note}`);
    last = now;
  };
  const snapshot = await store.edges.openSnapshot();
  const { accounts, columns } = await snapshot.neighbourhood({ seeds, hops: 2 });
  lap('two hops from three accounts', `${accounts.length} accounts, ${columns.length} edges`);
  const questions = askWhole(columns, window, layers);
  const figures = await snapshot.universe({ layers: questions, mostHolders: 1_000, sampled: 10_000 });
  const asked = questions.reduce((sum, { entities }) => sum + entities.size, 0);
  lap('what the whole tells of them', `${asked} entities, samples of ${figures.layers.length} layers`);
  const options = { version: '', seed: 1, window, layers, prior: { allowlist: [], previous: [] }, figures: 100 };
  const universe = { ...figures, mostHolders: 1_000, limits: [] };
  const { report } = await detect(
    columns,
    { ...options, privacy: { ids: 'raw', key_version: null, note: '' }, universe },
    { hash: sha256, parallel: inTurn, progress: () => undefined },
  );
  lap('detection over them', `${report.clusters.length} clusters`);
  const all = ((performance.now() - since) / 1_000).toFixed(2);
  console.log(`${`${name}: all of the ad-hoc job but its files`.padEnd(46)} ${all.padStart(23)} s`);
}

async function ingestAgain(store: Store, world: EdgeColumns): Promise<void> {
  const { batchRows } = store.edges;
  for (let from = 0; from < Math.min(world.length, NAIVE_ROWS); from += batchRows) {
    const columns = sliceColumns(world, from, Math.min(from + batchRows, NAIVE_ROWS));
    const { added } = await store.edges.appendBatch({ batchKey: `again ${from}`, source: 'bench', columns });
    if (added > 0) throw new Error(`${added} edges were added twice.`);
  }
}

/** A table with a unique key over words and an index for each direction, a row a statement. */
async function naiveSqlite(file: string, rows: readonly EdgeRow[]): Promise<Measured> {
  const db = new DatabaseSync(file);
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE edge (account TEXT, layer TEXT, entity TEXT, at INTEGER, event TEXT, source TEXT, weight REAL,
      UNIQUE (source, event, account, layer, entity, at));
    CREATE INDEX by_entity ON edge (layer, entity); CREATE INDEX by_account ON edge (account);`);
  const insert = db.prepare('INSERT OR IGNORE INTO edge VALUES (?, ?, ?, ?, ?, ?, ?)');
  const measured = await measure(rows.length, () => {
    for (let from = 0; from < rows.length; from += 65_536) {
      db.exec('BEGIN');
      for (const row of rows.slice(from, from + 65_536)) {
        insert.run(row.account, row.layer, row.entity, row.at, row.event, row.source, row.weight);
      }
      db.exec('COMMIT');
    }
  });
  db.close();
  return measured;
}

/** The statement that everybody writes first: three MERGE a row, rows as they come, constraints in place. */
async function naiveNeo4j({ url, options }: Neo4jServer, rows: readonly EdgeRow[]): Promise<Measured> {
  await (await openStore(url, options)).close();
  const { user, password } = options.neo4j;
  const driver = neo4j.driver(url, neo4j.auth.basic(user, password));
  const query = `UNWIND $rows AS row
    MERGE (a:Account {id: row.account}) MERGE (e:Entity {layer: row.layer, key: row.entity})
    MERGE (a)-[:OBSERVED {at: row.at}]->(e)`;
  try {
    return await measure(rows.length, async () => {
      for (let from = 0; from < rows.length; from += 2_000) {
        const part = rows.slice(from, from + 2_000).map((row) => ({ ...row, at: neo4j.int(row.at) }));
        await driver.executeQuery(query, { rows: part });
      }
    });
  } finally {
    await driver.close();
  }
}

/**
 * A JVM compiles what it does often: the first minute of a server is its slowest, and one that a store lives on runs for weeks.
 * So as many edges of other accounts go into the store that is there by now, and then a few the naive way, into the same.
 */
async function benchNext(server: Neo4jServer, store: Store): Promise<void> {
  const next = makeWorld(edges, 2, 'next-');
  const taken = await measure(edges, () => ingest(store, next, 'next'));
  const rows = [...rowsOf(sliceColumns(makeWorld(edges, 3, 'last-'), 0, NAIVE_ROWS))];
  const naive = await naiveNeo4j(server, rows);
  say('Neo4j, by now warm: ingest of as many others', taken, times(taken, naive));
  say(`Neo4j, warm: the naive way, ${naive.rows.toLocaleString('en')} rows`, naive);
}

const world = makeWorld(edges);
const sample = [...rowsOf(sliceColumns(world, 0, NAIVE_ROWS))];
const distinct = new Set([...rowsOf(world)].map((row) => `${row.account} ${row.entity} ${row.at}`)).size;
console.log(`${edges.toLocaleString('en')} rows, ${distinct.toLocaleString('en')} edges; Node ${process.version}`);

if (!flags.includes('--neo4j-only')) {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-bench-'));
  try {
    const naive = await naiveSqlite(join(folder, 'naive.db'), sample);
    await using store = await openStore(`sqlite:${join(folder, 'store.db')}`);
    await benchStore('SQLite', store, world, distinct, naive);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (!flags.includes('--no-neo4j')) {
  await using server = await openNeo4jServer({ jvm: '' });
  if (server === null) console.log('Neo4j: left out, its jars are missing: run test/servers/start-neo4j.sh fetch');
  else {
    const naive = await naiveNeo4j(server, sample);
    await server.wipe();
    await using store = await openStore(server.url, server.options);
    await benchStore('Neo4j', store, world, distinct, naive);
    await benchNext(server, store);
  }
}
