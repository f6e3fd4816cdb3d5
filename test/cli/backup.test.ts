import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toColumns } from '../../src/store/edge-rows.ts';
import { openStore } from '../../src/store/open-store.ts';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';
import { spawnAppender } from '../trials/spawn-appender.ts';
import { makeTrialBatch } from '../trials/trial-batch.ts';
import { callHere, lockstep } from './lockstep.ts';
import { makeStoredRuns } from './stored-runs.ts';

const ROWS = 200;
let folder: string;
let path: string;

beforeEach(async () => {
  folder = makeMemoryFolder();
  path = join(folder, 'store.db');
  await makeStoredRuns(path);
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, name);
const call = (...args: readonly string[]) => callHere(args, { LOCKSTEP_STORE_URL: `sqlite:${path}` });

/** Everything that a store tells of its edges and its cases. */
async function readAll(file: string) {
  await using store = await openStore(`sqlite:${file}`);
  const runs = await store.cases.listRuns();
  return {
    seq: await store.edges.latestSeq(),
    digest: await store.edges.digest(),
    runs,
    clusters: await Promise.all(runs.map(({ id }) => store.cases.clustersOf(id))),
    audit: await store.cases.auditAfter(0, 1_000),
    events: await store.cases.eventsAfter(0, 1_000),
  };
}

describe('a backup', () => {
  test('is one state of the store while others write, each time', { timeout: 60_000 }, async () => {
    const writer = spawnAppender(`sqlite:${path}`, { from: 0, to: 1_000_000, step: 1, rows: ROWS });
    await writer.firstAcknowledged;
    try {
      for (let i = 0; i < 3; i++) {
        const before = writer.acknowledged.length;
        const { status, stdout, stderr } = await lockstep(['backup', at('b.db'), '--force', '--json'], {
          cwd: folder,
          env: { LOCKSTEP_STORE_URL: `sqlite:${path}` },
        });
        expect([status, stderr]).toEqual([0, '']);
        const { batches, edges } = JSON.parse(stdout);
        expect(batches).toBeGreaterThanOrEqual(before);
        while (writer.acknowledged.length < batches) await setTimeout(10);
        expect(edges).toBe(writer.acknowledged.slice(0, batches).reduce((sum, { added }) => sum + added, 0));
        // The first has the fewest edges to be taken in once more.
        if (i === 0)
          expect(await readAll(at('b.db'))).toMatchObject({ seq: batches, digest: await digestOfBatches(batches) });
      }
    } finally {
      writer.kill();
      await writer.ended;
    }
    expect(writer.acknowledged.length).toBeGreaterThan(5);
  });

  test('is restored as it was, records and all', async () => {
    const { status, stdout } = await call('backup', at('b.db'));
    expect([status, stdout]).toEqual([
      0,
      expect.stringMatching(/runs, 6 clusters, .*\naudit .* the chain is whole\n$/),
    ]);
    const before = await readAll(path);
    await call('decide', '1', '--verdict', 'escalated', '--reason', 'later');
    expect(await call('restore', at('b.db'), '--force')).toMatchObject({ status: 0 });
    expect(await readAll(path)).toEqual(before);
    rmSync(path);
    expect((await call('restore', at('b.db'))).status).toBe(0);
    expect(await readAll(path)).toEqual(before);
  });

  test('does not replace a file unless forced, and says what it would write in a dry run', async () => {
    writeFileSync(at('b.db'), 'mine');
    expect(await call('backup', at('b.db'))).toMatchObject({ status: 6, stderr: expect.stringContaining('--force') });
    expect(readFileSync(at('b.db'), 'utf8')).toBe('mine');
    expect((await call('backup', at('c.db'), '--dry-run')).stdout).toMatch(/^Would copy /);
    expect(readdirSync(folder).sort()).toEqual(['b.db', 'store.db']);
  });

  test('holds nothing of what was erased before', async () => {
    await call('forget', 'ann', '--reason', 'asked');
    await call('backup', at('b.db'));
    expect(readFileSync(at('b.db')).includes('"ann"')).toBe(false);
    expect(readFileSync(at('b.db')).includes('"bob"')).toBe(true);
  });

  test('clears away what a killed one has left', async () => {
    writeFileSync(at('.b.db.partial-4194305'), 'half');
    await call('backup', at('b.db'));
    expect(readdirSync(folder).sort()).toEqual(['b.db', 'store.db']);
  });
});

describe('a restore', () => {
  beforeEach(() => call('backup', at('b.db')));

  test('refuses to replace a store unless forced', async () => {
    const { status, stderr } = await call('restore', at('b.db'));
    expect([status, stderr]).toEqual([
      6,
      `lockstep: ${path} is there already: name another, or replace it with --force.\n`,
    ]);
  });

  test('refuses to replace a store that a process has open, and leaves it usable', async () => {
    await using store = await openStore(`sqlite:${path}`);
    const { status, stderr } = await call('restore', at('b.db'), '--force');
    expect([status, stderr]).toEqual([
      6,
      expect.stringMatching(/Another process has the store .* open: end the workers/),
    ]);
    expect(await store.edges.appendBatch(makeTrialBatch(1, 10))).toMatchObject({ repeated: false });
  });

  test('replaces a store that is ruined, and lets no log of the old one meet the new', async () => {
    const before = await readAll(path);
    writeFileSync(path, 'no database, but long enough to be taken for one if nobody looks'.repeat(20));
    writeFileSync(`${path}-wal`, logOf(at('old.db')));
    expect((await call('restore', at('b.db'), '--force')).status).toBe(0);
    expect(await readAll(path)).toEqual(before);
  });

  test.each([
    [
      'no database',
      (file: string) => writeFileSync(file, 'long enough to be taken for a database'.repeat(100)),
      2,
      'is no store of Lockstep',
    ],
    ['an empty file', (file: string) => writeFileSync(file, ''), 2, 'is no store of Lockstep'],
    ['a database of others', (file: string) => change(file, 'DROP TABLE schema_step'), 2, 'is no store of Lockstep'],
    [
      'a store of a later version',
      (file: string) => change(file, "INSERT INTO schema_step VALUES (99, 'x', 0)"),
      6,
      'another version',
    ],
    [
      'a chain that was changed',
      (file: string) => change(file, "UPDATE record SET body = replace(body, 'ann', 'bob') WHERE kind = 'audit'"),
      2,
      'breaks at row 1',
    ],
    ['a torn page', tear, 2, /damaged|no store/],
  ])('refuses %s, and leaves the store as it is', async (_, harm, status, sentence) => {
    await call('decide', '1', '--verdict', 'escalated', '--reason', 'x', '--reviewer', 'ann');
    await call('backup', at('b.db'), '--force');
    const before = await readAll(path);
    harm(at('b.db'));
    const refused = await call('restore', at('b.db'), '--force');
    expect(refused.stdout).toBe('');
    expect([refused.status, refused.stderr]).toEqual([status, expect.stringMatching(sentence)]);
    expect(await readAll(path)).toEqual(before);
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });

  test('brings nobody back whom the store there had erased, in edges or records, and takes them in no more', async () => {
    const rows = [
      { account: 'ann', layer: 'link', entity: 'x' },
      { account: 'bob', layer: 'follow', entity: 'ann' },
      { account: 'zoe', layer: 'link', entity: 'x' },
    ].map((row) => ({ ...row, at: 5, event: '', source: '', weight: 1 }));
    const append = async (batchKey: string) => {
      await using store = await openStore(`sqlite:${path}`);
      return await store.edges.appendBatch({ batchKey, source: 's', columns: toColumns(rows) });
    };
    await append('one');
    await call('backup', at('b.db'), '--force');
    await call('forget', 'ann', '--reason', 'asked');
    await call('forget', 'nobody', '--reason', 'asked');
    const { stdout, stderr } = await call('restore', at('b.db'), '--force', '--json');
    expect(stderr).toBe('Accounts that were erased since the backup was made, and now from it too: 1.\n');
    expect(JSON.parse(stdout)).toMatchObject({ edges: 3, erased_again: 1 });
    expect(readFileSync(path).includes('"ann"')).toBe(false);
    await using store = await openStore(`sqlite:${path}`);
    expect((await store.edges.counts()).edges).toBe(1);
    expect(await append('two')).toMatchObject({ added: 0, duplicates: 1, forgotten: 2 });
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });

  test('says when nobody can tell whether the backup holds erased accounts', async () => {
    await call('forget', 'max', '--reason', 'asked');
    await call('backup', at('b.db'), '--force');
    rmSync(path);
    await makeStoredRuns(path);
    await call('forget', 'ann', '--reason', 'asked');
    expect((await call('restore', at('b.db'), '--force')).stderr).toContain('nobody can tell');
  });

  test('changes nothing in a dry run', async () => {
    await call('decide', '1', '--verdict', 'escalated', '--reason', 'later');
    const before = await readAll(path);
    expect((await call('restore', at('b.db'), '--force', '--dry-run')).stdout).toMatch(/^Would restore /);
    expect(await readAll(path)).toEqual(before);
  });
});

test.each([
  [['backup', 'b.db'], 'neo4j://127.0.0.1:1', 'The store is a Neo4j server, which has its own: '],
  [['restore', 'b.db'], 'memory:', 'The store memory: is no file: '],
  [['backup', 'store.db'], 'sqlite:store.db', 'There is no store store.db to back up.'],
])('%j of a store that is no file says what to use', async (args, url, sentence) => {
  const { status, stderr } = await callHere(args, { LOCKSTEP_STORE_URL: url });
  expect([status, stderr]).toEqual([2, expect.stringContaining(sentence)]);
  expect(existsSync('b.db')).toBe(false);
});

/** The log of a store that was killed before it was folded in: SQLite takes it for that of whatever file it stands beside. */
function logOf(file: string): Uint8Array {
  copyFileSync(at('b.db'), file);
  const db = new DatabaseSync(file);
  db.exec("PRAGMA journal_mode = WAL; DELETE FROM record WHERE kind = 'run'");
  const log = readFileSync(`${file}-wal`);
  db.close();
  return log;
}

function change(file: string, sql: string): void {
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
}

/** Zeros in the middle of every page but the first few. */
function tear(file: string): void {
  const bytes = readFileSync(file);
  for (let page = 8_192 * 3; page < bytes.length; page += 8_192) bytes.fill(0xff, page, page + 64);
  writeFileSync(file, bytes);
}

async function digestOfBatches(count: number): Promise<string> {
  await using store = await openStore('memory:');
  for (let number = 0; number < count; number++) await store.edges.appendBatch(makeTrialBatch(number, ROWS));
  return await store.edges.digest();
}
