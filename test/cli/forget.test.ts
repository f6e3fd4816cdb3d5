import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConfigFlags } from '../../src/config/load-config.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';
import { configIn, fillStore, live } from '../service/store-with-edges.ts';
import { callHere, lockstep } from './lockstep.ts';
import { HEADER, smallCampaign } from './small-campaign.ts';

const REASON = 'request 4711';
let folder: string;
let flags: ConfigFlags;

beforeEach(async () => {
  folder = makeMemoryFolder();
  flags = configIn(folder);
  const follows = ['user1,follow,ring-leader,1767225600', 'user2,follow,ring-leader,1767225601'];
  const rows = [...smallCampaign().map((row) => row.replace(/^ring0,/, 'ring-leader,')), ...follows];
  writeFileSync(join(folder, 'edges.csv'), `${HEADER}${rows.join('\n')}\n`);
  await withStore(async (store) => {
    await fillStore(store, join(folder, 'edges.csv'));
    const params = { window: { from: null, to: null }, seed: 1, layers: [], out: null };
    await store.cases.createRun({ id: 'nightly-1', kind: 'sweep', params });
    expect(await live('nightly-1', store, flags)).toMatchObject({ ending: 'emitted' });
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  await using store = await openStore(`sqlite:${join(folder, 'store.db')}`);
  return await work(store);
}

const forget = (...args: readonly string[]) => callHere(['forget', ...args, '--config', flags.configFile ?? '']);
const runFolder = () => join(folder, 'data', 'runs', 'nightly-1');

test('a dry run counts what would go, and erases nothing', async () => {
  const { stdout, status, stderr } = await forget('ring-leader', '--reason', REASON, '--dry-run', '--json');
  expect([status, stderr]).toEqual([0, '']);
  const would = JSON.parse(stdout);
  expect(would).toMatchObject({ edges: 14, removed: [{ path: runFolder() }], left: [], at_work: [], erased: false });
  expect(existsSync(runFolder())).toBe(true);
  const done = JSON.parse((await forget('ring-leader', '--reason', REASON, '--json')).stdout);
  expect(done).toEqual({ ...would, erased: true });
});

test('folders that name the account go whole, with a note of what went and why, and clusters stay without it', async () => {
  const { status, stdout, stderr } = await lockstep(
    ['forget', 'ring-leader', '--reason', REASON, '--actor', 'dpo', '--config', flags.configFile ?? ''],
    { cwd: folder },
  );
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(
    /^Erased 14 edges and its name in \d+ records\.\nRemoved .*nightly-1 \(\d+ files, [\d,]+ bytes\)\.\n$/,
  );
  expect(existsSync(runFolder())).toBe(false);
  const note = JSON.parse(readFileSync(join(folder, 'data', 'erasures.ndjson'), 'utf8'));
  expect(note).toMatchObject({ removed: runFolder(), reason: REASON, actor: 'dpo' });
  await withStore(async ({ cases }) => {
    const [stored] = await cases.clustersOf('nightly-1');
    expect([stored?.cluster.size, stored?.cluster.members.length]).toEqual([12, 11]);
    const audit = await cases.auditAfter(0, 99);
    expect(audit.slice(-2)).toMatchObject([
      { actor: 'dpo', action: 'account.forgotten', detail: { reason: REASON } },
      { actor: 'dpo', action: 'account.files-removed', detail: { edges: 14, places: 1 } },
    ]);
  });
  const why = await callHere(['clusters', 'graph', '1', '--config', flags.configFile ?? '']);
  expect(why).toMatchObject({ status: 2, stderr: expect.stringContaining('was removed') });
});

test('an account that no file names leaves the folders alone', async () => {
  await withStore(({ edges }) => edges.latestSeq());
  const { stdout } = await forget('nobody-at-all', '--reason', REASON);
  expect(stdout).toBe('Nothing here names the account; what comes in of it from now on is dropped.\n');
  expect(readdirSync(runFolder())).toContain('report.json');
});

test('an id that is only a word of our sentences is said to be one, before its folders go', async () => {
  const { stdout } = await forget('nobody', '--reason', REASON, '--dry-run');
  expect(stdout).toMatch(/^Would erase 0 edges .*\nNo edge or record is of the account: .* misspelt\.\nWould remove /);
});

test('rejected rows go, a file of somebody else is left and named, which is exit code 3', async () => {
  const rejects = join(folder, 'data', 'rejects');
  mkdirSync(rejects, { recursive: true });
  writeFileSync(
    join(rejects, 'pull.1.ndjson'),
    '{"file":"x","line":2,"field":"at","reason":"r","row":"ring-leader,a,b"}\n',
  );
  writeFileSync(join(rejects, 'pull.2.ndjson'), '{"file":"x","line":2,"field":"at","reason":"r","row":"user1,a,b"}\n');
  writeFileSync(join(folder, 'data', 'notes.txt'), 'mind ring-leader');
  const { status, stderr } = await forget('ring-leader', '--reason', REASON, '--json');
  expect([status, stderr]).toEqual([3, expect.stringMatching(/^\S*notes\.txt is not ours and holds the id: /)]);
  expect(readdirSync(rejects)).toEqual(['pull.2.ndjson']);
  expect(existsSync(join(folder, 'data', 'notes.txt'))).toBe(true);
});

test('in a folder of --out only our own files go', async () => {
  const out = join(folder, 'elsewhere');
  await withStore(async (store) => {
    const params = { window: { from: null, to: null }, seed: 1, layers: [], out };
    await store.cases.createRun({ id: 'asked', kind: 'sweep', params });
    expect(await live('asked', store, flags)).toMatchObject({ ending: 'emitted' });
  });
  writeFileSync(join(out, 'mine.txt'), 'notes');
  await forget('ring-leader', '--reason', REASON);
  expect(readdirSync(out)).toEqual(['mine.txt']);
});

test('a run under way may bring the name back, and that is said', async () => {
  await withStore(async ({ cases }) => {
    await cases.createRun({ id: 'busy', kind: 'sweep', params: {} });
    const { epoch = 0 } = (await cases.claimRun('busy')) ?? {};
    await cases.advanceRun({ runId: 'busy', epoch }, 'snapshot');
  });
  const { status, stderr } = await forget('ring-leader', '--reason', REASON);
  expect([status, stderr]).toEqual([3, expect.stringMatching(/^busy was under way .*: forget again then\.\n$/)]);
});

test.each([
  [
    ['ring-leader', '--reason', 'ring-leader asked'],
    '--reason names the account, and the record of an erasure must not: leave it out.',
  ],
  [['ring-leader', '--reason', ' '], '--reason is empty: say in a sentence why.'],
  [['', '--reason', 'x'], 'The id of the account is empty: name whom to forget.'],
  [['ring-leader'], 'Required option \'--reason <text>\' not specified: see "lockstep forget --help".'],
])('forget %j is refused', async (args, sentence) => {
  expect(await forget(...args)).toEqual({ status: 2, stdout: '', stderr: `lockstep: ${sentence}\n` });
});
