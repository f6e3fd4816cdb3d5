import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parsePseudonymKeys } from '../../src/source/pseudonym-keys.ts';
import { digestEdges } from '../../src/store/digest-edges.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';
import { openPostgresServer } from '../servers/postgres-server.ts';
import { read } from '../source/reading.ts';
import { breakAfter, configOf, HEADER, ingest, KEY, makeRows, withBatches } from './ingesting.ts';

const server = await openPostgresServer();
afterAll(async () => server?.[Symbol.asyncDispose]());

let folder = '';
let store: Store;
beforeEach(async () => {
  folder = makeMemoryFolder();
  store = await openStore('memory:');
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const ASKED = [{ name: 'rows' }];
const sql = async (text: string, values: readonly unknown[] = []) => (await server?.query(text, values)) ?? [];

function config(settings: { readonly [key: string]: string | number } = {}, url = server?.url) {
  const source = {
    kind: 'postgres',
    url,
    query: 'SELECT * FROM edge WHERE changed > $1 ORDER BY changed',
    cursor: 'changed',
    ...settings,
  };
  return configOf(folder, `sources: { rows: ${JSON.stringify(source)} }`);
}

/** The rows of `makeRows` in a table, five to a second. */
async function fill(rows: readonly string[], from = 0): Promise<void> {
  await sql(
    `INSERT INTO edge SELECT account, layer, entity, to_timestamp(at::float8), event, weight::float8,
       '2026-01-01 00:00:00Z'::timestamptz + floor((place + $2 - 1) / 5) * interval '1 second'
     FROM jsonb_to_recordset($1) AS row(account text, layer text, entity text, at text, event text, weight text, place int)`,
    [
      JSON.stringify(
        rows.map((row, i) => {
          const [account, layer, entity, at, event, weight] = row.trim().split(',');
          return { account, layer, entity, at: at || null, event, weight: weight || null, place: i + 1 };
        }),
      ),
      from,
    ],
  );
}

async function digestOfRows(rows: readonly string[]): Promise<string> {
  const { columns } = await read(HEADER + rows.join(''), { keys: parsePseudonymKeys(KEY) });
  return digestEdges(columns);
}

describe.runIf(server !== null)('a query of PostgreSQL', () => {
  beforeEach(async () => {
    await sql('DROP TABLE IF EXISTS edge');
    await sql(
      'CREATE TABLE edge (account text, layer text, entity text, at timestamptz, event text, weight float8, changed timestamptz)',
    );
  });

  it('brings the edges that a file of the same rows brings, to the digest', async () => {
    const rows = makeRows(20_000);
    await fill(rows);
    const { result } = await ingest(withBatches(store, 700), config(), ASKED);
    expect(await store.edges.digest()).toBe(await digestOfRows(rows));
    expect(result.sources).toMatchObject([{ source: 'rows', rows: 20_000, rejected: 0, parts: 1, skipped: 0 }]);
  });

  it('goes on where it ended: rows that were there are not read again', async () => {
    const rows = makeRows(300);
    await fill(rows.slice(0, 200));
    await ingest(store, config(), ASKED);
    expect((await ingest(store, config(), ASKED)).result.sources).toMatchObject([{ rows: 0, added: 0 }]);
    await fill(rows.slice(200), 200);
    expect((await ingest(store, config(), ASKED)).result.sources).toMatchObject([{ rows: 100 }]);
    expect(await store.edges.digest()).toBe(await digestOfRows(rows));
  });

  it('looks back for rows that come late, and takes nothing twice', async () => {
    const rows = makeRows(300);
    await fill(rows.slice(0, 100));
    await fill(rows.slice(120), 120);
    await ingest(store, config({ lookback: '1h' }), ASKED);
    const marks = await store.edges.watermarks();
    await fill(rows.slice(100, 120), 100);
    expect((await ingest(store, config(), ASKED)).result.sources).toMatchObject([{ rows: 0 }]);
    const { result } = await ingest(store, config({ lookback: '1h' }), ASKED);
    expect(result.sources).toMatchObject([{ rows: 300 }]);
    expect(await store.edges.digest()).toBe(await digestOfRows(rows));
    expect(await store.edges.watermarks()).toEqual(marks);
  });

  it('goes on after a crash at any batch, though many rows have one value of the cursor', async () => {
    const rows = makeRows(60);
    await fill(rows);
    const digest = await digestOfRows(rows);
    for (const isIn of [false, true]) {
      for (let calls = 0; calls < 15; calls++) {
        await using own = await openStore('memory:');
        const small = withBatches(own, 7);
        const asked = ingest(breakAfter(small, calls, isIn), config(), ASKED, { id: 'r' }).catch((error) => error);
        const isBroken = (await asked) instanceof Error;
        if (!isBroken) continue;
        const { result } = await ingest(small, config(), ASKED, { id: 'r' });
        expect(await own.edges.digest()).toBe(digest);
        expect(result.sources).toMatchObject([{ added: (await own.edges.counts()).edges }]);
      }
    }
  });

  it('that is cut off in its middle goes on from the steps that were in, not from its beginning', async () => {
    const rows = makeRows(30_000);
    await fill(rows);
    const small = withBatches(store, 3000);
    let calls = 0;
    const edges = {
      ...small.edges,
      appendBatch: async (batch: Parameters<typeof small.edges.appendBatch>[0]) => {
        if (++calls === 6)
          await sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lockstep'");
        return await small.edges.appendBatch(batch);
      },
    };
    await expect(ingest({ ...small, edges }, config(), ASKED, { id: 'r' })).rejects.toMatchObject({
      code: 'unreachable',
    });
    const { result } = await ingest(small, config(), ASKED, { id: 'r' });
    expect(await store.edges.digest()).toBe(await digestOfRows(rows));
    // What was read twice is less than two steps.
    expect(result.sources[0]?.rows).toBeLessThan(30_000 + 2 * 8192);
    expect(result.sources[0]?.added).toBe((await store.edges.counts()).edges);
  });

  it.each([
    ['smallint', '5', 0],
    ['integer', '50', 0],
    ['bigint', '9007199254740993', 2],
    ['numeric', '12345678901234567890', 2],
    ['date', '2026-05-01', '2d'],
    ['timestamp', '2026-05-01 12:00:00.000001', '1s'],
  ])('may have a cursor of type %s', async (type, value, lookback) => {
    await sql(`ALTER TABLE edge ADD place ${type}`);
    const choice = { query: 'SELECT * FROM edge WHERE place > $1 ORDER BY place;', cursor: 'place', lookback };
    await sql(`INSERT INTO edge VALUES ('a', 'link', 'x', NULL, '', 1, NULL, $1)`, [value]);
    expect((await ingest(store, config(choice), ASKED)).result.sources).toMatchObject([{ rows: 1, added: 1 }]);
    await sql(
      `INSERT INTO edge VALUES ('b', 'link', 'x', NULL, '', 1, NULL, $1::${type} + 1::${type === 'date' ? 'int' : type === 'timestamp' ? 'text::interval' : type})`,
      [value],
    );
    const { result } = await ingest(store, config(choice), ASKED);
    expect(result.sources).toMatchObject([{ rows: lookback === 0 ? 1 : 2, added: 1 }]);
  });

  it('begins at its start, if it has one', async () => {
    await fill(makeRows(100));
    const { result } = await ingest(store, config({ start: '2026-01-01T00:00:09.5Z' }), ASKED);
    expect(result.sources).toMatchObject([{ rows: 50 }]);
  });

  it('writes times of every type as they are in UTC, whatever the zone of the server', async () => {
    const typed = (type: string, value: string) =>
      `SELECT 'a' AS account, 'link' AS layer, '${type}' AS entity, '${value}'::${type} AS at, 1 AS id WHERE 1 > $1`;
    for (const [type, value, at] of [
      ['timestamptz', '2026-01-01 12:00:00.5+02', Date.UTC(2026, 0, 1, 10, 0, 0, 500)],
      ['timestamp', '2026-01-01 12:00:00', Date.UTC(2026, 0, 1, 12)],
      ['date', '2026-01-02', Date.UTC(2026, 0, 2)],
      ['bigint', '1700000000', 1_700_000_000_000],
      ['float8', '1700000000.25', 1_700_000_000_250],
    ] as const) {
      await using own = await openStore('memory:');
      await ingest(own, config({ query: typed(type, value), cursor: 'id' }), ASKED);
      for await (const columns of own.edges.snapshot()) expect([type, [...columns.at]]).toEqual([type, [at]]);
      expect((await own.edges.counts()).edges).toBe(1);
    }
  });

  it('has its rejected rows put aside by number', async () => {
    await sql(`INSERT INTO edge VALUES ('a', 'link', 'x', now(), '', 1, '2026-01-01'), ('', 'link', 'x', now(), '', 1, '2026-01-02'),
      ('b', 'ip', 'nowhere', now(), '', 1, '2026-01-03'), ('c', 'link', 'y', 'infinity', '', 1, '2026-01-04'),
      ('d', 'link', repeat('é', 600000), now(), '', 1, '2026-01-05'), ('e', 'link', repeat('é', 1000), now(), '', 1, '2026-01-06')`);
    const { rejects, result } = await ingest(store, config(), ASKED);
    expect(rejects.map(({ file, line, field }) => [file, line, field])).toEqual([
      ['rows', 2, 'account'],
      ['rows', 3, 'entity'],
      ['rows', 4, 'at'],
      ['rows', 5, 'entity'],
    ]);
    expect(result.sources).toMatchObject([{ rows: 6, rejected: 4, added: 2 }]);
  });

  it('waits for the store without coming to its timeout', async () => {
    await fill(makeRows(20_000));
    const small = withBatches(store, 9000);
    const edges = {
      ...small.edges,
      appendBatch: async (batch: Parameters<typeof small.edges.appendBatch>[0]) => {
        await new Promise((resolve) => setTimeout(resolve, 900));
        return await small.edges.appendBatch(batch);
      },
    };
    const { result } = await ingest({ ...small, edges }, config({ timeout: '800ms' }), ASKED);
    expect(result.sources).toMatchObject([{ rows: 20_000 }]);
  });

  it.each([
    [
      'takes too long',
      { query: 'SELECT pg_sleep(30), * FROM edge WHERE changed > $1 ORDER BY changed', timeout: '300ms' },
      'unreachable',
      /longer than its timeout/,
    ],
    [
      'writes',
      { query: 'DELETE FROM edge WHERE changed > $1 RETURNING *' },
      'config',
      /PostgreSQL does not take its query|can only read/,
    ],
    [
      'writes through a function',
      { query: "SELECT *, nextval('counting') FROM edge WHERE changed > $1 ORDER BY changed" },
      'config',
      /wants to write/,
    ],
    [
      'is two statements',
      { query: 'SELECT * FROM edge WHERE changed > $1; DROP TABLE edge' },
      'config',
      /cannot insert multiple commands/,
    ],
    [
      'has no parameter',
      { query: 'SELECT * FROM edge ORDER BY changed' },
      'config',
      /has 0 parameters and must have one, \$1/,
    ],
    [
      'has two parameters',
      { query: 'SELECT * FROM edge WHERE changed > $1 AND weight > $2' },
      'config',
      /has 2 parameters/,
    ],
    [
      'has a parameter of another type',
      { query: 'SELECT * FROM edge WHERE account > $1' },
      'config',
      /neither a whole number nor a time/,
    ],
    [
      'lacks its cursor',
      { cursor: 'change' },
      'config',
      /returns no column change, its cursor; it returns account, layer/,
    ],
    [
      'has a cursor of another type than its parameter',
      { cursor: 'changed', query: 'SELECT account, layer, entity, at, 7 AS changed FROM edge WHERE changed > $1' },
      'config',
      /does not count times/,
    ],
    ['looks back by a number for times', { lookback: 5 }, 'config', /counts times, so its lookback must be a duration/],
    [
      'has another order',
      { query: 'SELECT * FROM edge WHERE changed > $1 ORDER BY changed DESC' },
      'config',
      /ORDER BY changed/,
    ],
    ['is no SQL', { query: 'SELEKT $1' }, 'config', /does not take its query \(syntax error/],
    [
      'lacks a column',
      { query: 'SELECT account, layer, at, changed FROM edge WHERE changed > $1 ORDER BY changed' },
      'usage',
      /rows has no column "entity"/,
    ],
    [
      'fails on a row',
      { query: 'SELECT *, 1 / (weight - 7)::int FROM edge WHERE changed > $1 ORDER BY changed' },
      'config',
      /SQLSTATE 22012/,
    ],
  ] as const)('that %s is refused with a sentence', async (_, settings, code, message) => {
    await sql('CREATE SEQUENCE IF NOT EXISTS counting');
    await fill(makeRows(100));
    await expect(ingest(store, config(settings), ASKED)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
    expect(await sql('SELECT count(*)::int AS rows FROM edge')).toEqual([{ rows: 100 }]);
    expect(await store.edges.latestSeq()).toBe(0);
  });

  it('of a server that is not there or refuses us says so, without the password', async () => {
    const url = new URL(server?.url ?? '');
    url.port = '1';
    const wrong = new URL(server?.url ?? '');
    wrong.password = 'hush-hush';
    const missing = new URL(server?.url ?? '');
    missing.pathname = '/nothing';
    for (const [asked, code, message] of [
      [url.href, 'unreachable', /does not answer \(ECONNREFUSED\)/],
      [wrong.href, 'config', /refuses its user or password/],
      [missing.href, 'config', /no database of the name/],
      ['postgres://me:hush-hush@[broken', 'config', /none that PostgreSQL knows/],
    ] as const) {
      const error: Error = await ingest(store, config({}, asked), ASKED).then(
        () => new Error('none'),
        (reason: Error) => reason,
      );
      expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
      expect(`${error.stack} ${String(error.cause)}`).not.toMatch(new RegExp(`hush|${server?.password}`));
    }
  });

  it('leaves no connection behind', async () => {
    await fill(makeRows(100));
    await ingest(store, config(), ASKED);
    await ingest(store, config({ query: 'SELEKT $1' }), ASKED).catch(() => {});
    const open = () => sql("SELECT count(*)::int AS open FROM pg_stat_activity WHERE application_name = 'lockstep'");
    await expect.poll(open).toEqual([{ open: 0 }]);
  });
});
