import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Check } from '../../src/service/examine-machine.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { freePort } from '../servers/free-port.ts';
import { makeTrialBatch } from '../trials/trial-batch.ts';
import { callHere, lockstep } from './lockstep.ts';
import { makeStoredRuns } from './stored-runs.ts';

const home = process.cwd();
let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lockstep-doctor-'));
  process.chdir(cwd);
});
afterEach(() => {
  process.chdir(home);
  rmSync(cwd, { recursive: true });
});

const STORE = { LOCKSTEP_STORE_URL: 'sqlite:store.db' };

async function examine(env: { readonly [name: string]: string }) {
  const { status, stdout, stderr } = await callHere(['doctor', '--json'], env);
  expect(stderr).toBe('');
  const checks: readonly Check[] = JSON.parse(stdout);
  return { status, named: (name: string) => checks.find((check) => check.name === name) };
}

async function makeStore(fill: (store: Store) => Promise<unknown> = async () => undefined): Promise<void> {
  await makeStoredRuns('store.db');
  await useStore(async (store) => {
    await store.edges.appendBatch(makeTrialBatch(1, 100));
    await fill(store);
  });
}

async function useStore(work: (store: Store) => Promise<unknown>): Promise<void> {
  await using store = await openStore('sqlite:store.db');
  await work(store);
}

describe('the store', () => {
  test('is not needed where none is named, and nothing is made by looking', async () => {
    const { status, named } = await examine({});
    expect([status, named('store')]).toEqual([
      0,
      { name: 'store', state: 'ok', found: './lockstep.db is not there yet', fix: null },
    ]);
    expect(readdirSync('.')).toEqual([]);
  });

  test('is missing data where one is named', async () => {
    const { status, named } = await examine(STORE);
    expect([status, named('store')]).toMatchObject([3, { state: 'warning', fix: expect.stringContaining('migrate') }]);
  });

  test('that is well is told with what is in it', async () => {
    await makeStore();
    const { status, stdout, stderr } = await lockstep(['doctor'], { cwd, env: STORE });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^ok {4}store: sqlite 3\.\S+ at store\.db\nok {4}schema: 2 steps/m);
    expect(stdout).toMatch(/^ok {4}audit: \d+ rows, the chain is whole\n/m);
    expect(stdout).toMatch(/^ok {4}edges: \d+ of \d+ accounts in 3 layers\n/m);
    expect(stdout).toMatch(
      /^ok {4}last sweep: run nightly-0102 ended 2026-01-02T02:00:00\.000Z with 3 clusters, 1 high\n/m,
    );
    expect(readdirSync('.')).toEqual(['store.db']);
  });

  test('that is new is no fault, and is left as it is', async () => {
    new DatabaseSync('store.db').close();
    writeFileSync('store.db', '');
    const { status, named } = await examine(STORE);
    expect([status, named('store')]).toMatchObject([
      3,
      {
        state: 'warning',
        found: expect.stringContaining('is new'),
        fix: expect.stringContaining('"lockstep migrate"'),
      },
    ]);
    const db = new DatabaseSync('store.db');
    expect(db.prepare('SELECT count(*) AS n FROM sqlite_master').get()).toEqual({ n: 0 });
    db.close();
  });

  test.each([
    ['sqlite:store.db', 'no store of Lockstep'],
    ['bolt://127.0.0.1:1', 'does not answer'],
  ])('at %s that cannot be used is said so', async (url, sentence) => {
    writeFileSync('store.db', 'no database, but long enough to be taken for one if nobody looks'.repeat(20));
    const { status, named } = await examine({ LOCKSTEP_STORE_URL: url });
    expect([status, named('store')]).toMatchObject([4, { state: 'failed', found: expect.stringContaining(sentence) }]);
  });

  test('whose audit chain was changed is told from which row on', async () => {
    await makeStore(async ({ cases }) => {
      for (let i = 0; i < 3; i++) await cases.addAudit({ actor: 'ann', action: `a${i}`, subject: 's', detail: null });
    });
    const db = new DatabaseSync('store.db');
    db.exec("UPDATE record SET body = replace(body, '\"a1\"', '\"a9\"') WHERE kind = 'audit'");
    db.close();
    const { status, named } = await examine(STORE);
    expect([status, named('audit')]).toMatchObject([
      4,
      { state: 'failed', found: expect.stringContaining('breaks at row 2:') },
    ]);
  });
});

test('a sentence and its fix are told as one', async () => {
  const { stdout } = await lockstep(['doctor'], { cwd, env: { LOCKSTEP_STORE_URL: 'bolt://127.0.0.1:1' } });
  expect(stdout).toMatch(/^FAIL {2}store: Neo4j does not answer: .* is kept; start it, or mend LOCKSTEP_STORE_URL$/m);
});

test('a queue that does not answer is a failed check', async () => {
  const url = `redis://127.0.0.1:${await freePort()}`;
  const { status, named } = await examine({ LOCKSTEP_QUEUE_URL: url });
  expect([status, named('queue')]).toMatchObject([
    4,
    { state: 'failed', fix: expect.stringContaining('LOCKSTEP_QUEUE_URL') },
  ]);
});

describe('an alarm that stands', () => {
  test('is told with its sentence, and is exit code 3', async () => {
    await makeStore(async ({ cases }) => {
      const schedule = { id: 'nightly', pattern: '0 2 * * *', timezone: 'UTC', kind: 'sweep', params: {} } as const;
      await cases.putSchedule({ ...schedule, isPaused: false }, 'ann');
      await cases.createRun({ id: 'nightly-0103', kind: 'sweep', params: {}, scheduleId: 'nightly', slot: 1 });
      const { epoch = 0 } = (await cases.claimRun('nightly-0103')) ?? {};
      const failure = { code: 'over-limit', message: 'Too much.' };
      await cases.advanceRun({ runId: 'nightly-0103', epoch }, 'fail', { failure });
    });
    const { status, named } = await examine(STORE);
    expect(status).toBe(3);
    expect(named('alarm run-failed')).toMatchObject({
      state: 'warning',
      found: expect.stringContaining('see "lockstep runs show nightly-0103"'),
    });
  });

  test('of schedules that nobody fires is told until a worker leads or they are paused', async () => {
    const schedule = { id: 'nightly', pattern: '0 2 * * *', timezone: 'UTC', kind: 'sweep', params: {} } as const;
    await makeStore(async ({ cases }) => await cases.putSchedule({ ...schedule, isPaused: false }, 'ann'));
    expect((await examine(STORE)).named('nobody-leads')).toMatchObject({
      state: 'warning',
      found: 'no worker leads, so none of the schedules nightly fires',
    });
    await useStore(async ({ cases }) => await cases.takeLease('leader', 'w1', 60_000));
    expect((await examine(STORE)).named('nobody-leads')).toBeUndefined();
    await useStore(async ({ cases }) => await cases.dropLease('leader', 'w1'));
    expect(await examine(STORE)).toMatchObject({ status: 3 });
    await useStore(async ({ cases }) => await cases.putSchedule({ ...schedule, isPaused: true }, 'ann'));
    expect((await examine(STORE)).named('nobody-leads')).toBeUndefined();
  });

  test('of events that were given up too', async () => {
    await makeStore(async ({ cases }) => {
      await cases.addEvents([{ id: 'e', type: 't', subject: 's', data: null }]);
      await cases.dueEvents('webhook', 9);
      await cases.settleEvent('webhook', 'e', { outcome: 'dead', error: '410' });
    });
    const { status, named } = await examine({
      ...STORE,
      LOCKSTEP_WEBHOOK_URL: 'https://example.org/hook',
      LOCKSTEP_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
    });
    expect([status, named('events to webhook')]).toMatchObject([
      3,
      { state: 'warning', found: '0 wait, 1 were given up, last error: 410' },
    ]);
  });

  test('of a sink whose events have long been waiting too, with since when, why, and what to do', async () => {
    await makeStore(async ({ cases }) => {
      await cases.addEvents([{ id: 'e', type: 't', subject: 'acc_canary', data: { account: 'acc_canary' } }]);
      await cases.dueEvents('stream', 9);
      await cases.settleEvent('stream', 'e', { outcome: 'retry', notBefore: 0, error: 'answers nothing' });
    });
    const db = new DatabaseSync('store.db');
    const before = "'$.at', 1767315600000";
    db.exec(`UPDATE record SET body = json_set(body, ${before}) WHERE kind = 'event'`);
    db.close();
    const env = { ...STORE, LOCKSTEP_EVENT_STREAM: 'events', LOCKSTEP_QUEUE_URL: 'redis://127.0.0.1:1' };
    const { stdout } = await callHere(['doctor'], env);
    expect(stdout).toMatch(
      /^warn {2}events to stream: 1 wait since 2026-01-02T01:00:00.000Z, 0 were given up, last error: answers nothing; mend /m,
    );
    expect(stdout).not.toContain('canary');
  });
});

describe('a source', () => {
  const write = (text: string) => writeFileSync('lockstep.yaml', `sources:\n  pulled: ${text}\n`);
  const LOOK = { LOCKSTEP_CONFIG: 'lockstep.yaml' };

  test('of files is told with how many fit', async () => {
    write('{ kind: file, files: "in/*.csv" }');
    expect(await examine(LOOK)).toMatchObject({ status: 3 });
    expect((await examine(LOOK)).named('source pulled')).toMatchObject({
      state: 'warning',
      found: expect.stringContaining('No file fits the pattern'),
    });
    write('{ kind: file, files: "*.csv" }');
    writeFileSync('a.csv', '12345');
    expect((await examine(LOOK)).named('source pulled')).toMatchObject({ state: 'ok', found: '1 files, 5 bytes' });
  });

  test.each([
    [
      'postgres',
      (port: number) => `{ kind: postgres, url: "postgres://ann:secret@127.0.0.1:${port}/db", query: q, cursor: id }`,
    ],
    ['s3', (port: number) => `{ kind: s3, endpoint: "http://127.0.0.1:${port}", bucket: b }`],
  ])('of kind %s is reachable or not, and its password is not told', async (_, choice) => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    write(choice(port));
    expect((await examine(LOOK)).named('source pulled')).toMatchObject({
      state: 'ok',
      found: `127.0.0.1:${port} takes connections`,
    });
    await new Promise((resolve) => server.close(resolve));
    const { status, named } = await examine(LOOK);
    expect([status, named('source pulled')]).toMatchObject([
      4,
      { state: 'failed', found: `127.0.0.1:${port} takes no connection (ECONNREFUSED)` },
    ]);
  });
});
