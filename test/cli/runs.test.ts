import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callHere, lockstep } from './lockstep.ts';
import { makeStoredRuns } from './stored-runs.ts';

let cwd: string;
let env: { readonly [name: string]: string };

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'lockstep-runs-'));
  env = { LOCKSTEP_STORE_URL: `sqlite:${join(cwd, 'store.db')}` };
  await makeStoredRuns(join(cwd, 'store.db'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

const lines = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

test('runs are listed newest first, a document a line', async () => {
  const { status, stdout, stderr } = await lockstep(['runs', '--json'], { cwd, env });
  expect([status, stderr]).toEqual([0, '']);
  expect(lines(stdout).map(({ run_id, state }) => [run_id, state])).toEqual([
    ['asked', 'queued'],
    ['pull-1', 'failed'],
    ['nightly-0102', 'emitted'],
    ['nightly-0101', 'emitted'],
  ]);
});

test('of a kind and a state, and not more than asked for', async () => {
  const list = async (...args: readonly string[]) =>
    lines((await callHere(['runs', 'list', '--json', ...args], env)).stdout).map(({ run_id }) => run_id);
  expect(await list('--kind', 'sweep', '--state', 'emitted')).toEqual(['nightly-0102', 'nightly-0101']);
  expect(await list('--kind', 'sweep', '--limit', '1')).toEqual(['asked']);
});

test('a person reads what each came to', async () => {
  const { stdout } = await callHere(['runs'], env);
  expect(stdout).toMatch(/^run +kind +state +asked for +took +came to\n/);
  expect(stdout).toMatch(/pull-1 .* failed .* unreachable: The source logins does not answer\./);
  expect(stdout).toMatch(/nightly-0102 .* 3 clusters, 1 high, 1 medium/);
});

test('a run is found by the beginning of its id, with what changed since the sweep before', async () => {
  const { stdout } = await callHere(['runs', 'show', 'nightly-0102', '--json'], env);
  expect(JSON.parse(stdout)).toMatchObject({
    run_id: 'nightly-0102',
    slot: '2026-01-02T02:00:00.000Z',
    attempts: 1,
    result: { totals: { clusters: 3 } },
    changes: { against: 'nightly-0101', new: 1, grew: 1, shrank: 1, gone: 1, same: 0 },
  });
  const { stdout: words } = await callHere(['runs', 'show', 'pull'], env);
  expect(words).toMatch(/^Run pull-1: ingest, failed\n/);
  expect(words).toMatch(/attempts +1\n/);
  const first = await callHere(['runs', 'show', 'nightly-0101'], env);
  expect(first.stdout).toContain('nothing to compare with');
});

test.each([
  ['runs show gone', 2, 'There is no run gone in the store: "lockstep runs" lists which there are.'],
  ['runs show nightly', 2, 'nightly begins the ids of several runs, nightly-0101 and nightly-0102: write more of it.'],
  ['runs shwo x', 2, 'Unknown verb "shwo": did you mean "show"?'],
  ['runs --kidn sweep', 2, 'Unknown flag "--kidn": did you mean "--kind"?'],
  ['runs --kind swep', 2, 'Unknown kind "swep": did you mean "sweep"?'],
  ['runs --state faild', 2, 'Unknown state "faild": did you mean "failed"?'],
  ['runs --limit 0', 2, '--limit "0" must be a whole number from 1 on.'],
  ['runs show', 2, 'Missing required argument \'run\': see "lockstep runs show --help".'],
])('lockstep %s is refused', async (line, status, sentence) => {
  expect(await callHere(line.split(' '), env)).toEqual({ status, stdout: '', stderr: `lockstep: ${sentence}\n` });
});

test('a store that is not there is no store to be made', async () => {
  const { status, stderr } = await callHere(['runs'], { LOCKSTEP_STORE_URL: `sqlite:${cwd}/none.db` });
  expect([status, stderr]).toEqual([2, expect.stringMatching(/^lockstep: There is no store .*none\.db: /)]);
});
