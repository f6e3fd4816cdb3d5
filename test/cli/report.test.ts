import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { openStore } from '../../src/store/open-store.ts';
import { callHere, lockstep } from './lockstep.ts';
import { HEADER, smallCampaign } from './small-campaign.ts';
import { emitSweep, sweepResult } from './stored-runs.ts';

const home = process.cwd();
let cwd: string;
let env: { readonly [name: string]: string };
let report: Report;
const first = () => report.clusters[0]?.cluster_id ?? '';

/** A stored run whose files are in `here`, and one whose files are on another machine. */
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'lockstep-report-'));
  process.chdir(cwd);
  env = { LOCKSTEP_STORE_URL: `sqlite:${join(cwd, 'store.db')}` };
  writeFileSync('edges.csv', `${HEADER}${smallCampaign().join('\n')}\n`);
  await callHere(['sweep', 'edges.csv', '--out', 'here', '--threads', '1', '--json']);
  report = JSON.parse(readFileSync('here/report.json', 'utf8'));
  await using store = await openStore(env['LOCKSTEP_STORE_URL'] ?? '');
  const resultAt = (out: string) => ({ ...sweepResult(report.clusters, out), report_id: report.report_id });
  await emitSweep(store, 'away-1', report.clusters, { result: resultAt('/nowhere/run') });
  await emitSweep(store, 'near-1', report.clusters, { result: resultAt(join(cwd, 'here')) });
  await store.cases.createRun({ id: 'waiting', kind: 'sweep', params: {} });
});
afterAll(() => {
  process.chdir(home);
  rmSync(cwd, { recursive: true });
});

const call = (line: string) => callHere(line.split(' '), env);

describe('report', () => {
  test('of a stored run comes from its files, wherever they are', async () => {
    const { status, stdout, stderr } = await lockstep(['report', 'near', '--format', 'json'], { cwd, env });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toBe(readFileSync('here/report.json', 'utf8'));
  });

  test('of a run whose files are away has the same tables from the store', async () => {
    for (const [format, file] of [
      ['clusters', 'clusters.csv'],
      ['csv', 'clusters.csv'],
      ['accounts', 'accounts.csv'],
    ] as const)
      expect((await call(`report away-1 --format ${format}`)).stdout).toBe(readFileSync(join('here', file), 'utf8'));
    const json = JSON.parse((await call('report away-1 --format json')).stdout);
    expect(json.run).toMatchObject({ run_id: 'away-1', state: 'emitted' });
    expect(json.clusters).toEqual(report.clusters);
  });

  test('of a run whose files are away says what the store has instead of a page', async () => {
    const { status, stdout, stderr } = await call('report away-1 --format html');
    expect([status, stdout, stderr]).toEqual([
      2,
      '',
      'lockstep: The folder /nowhere/run of run away-1 is not on this machine, was removed, or holds another run by now: of its clusters the store has json, clusters, accounts and csv.\n',
    ]);
  });

  test('of one cluster holds that cluster alone', async () => {
    for (const name of [first(), first().slice(0, 8), '1 --run near-1']) {
      const one: Report = JSON.parse((await call(`report ${name} --format json`)).stdout);
      expect(one.clusters).toEqual([report.clusters[0]]);
      expect(one.totals).toMatchObject({ clusters: 1, clustered_accounts: 12, bands: { high: { clusters: 1 } } });
    }
    const page = (await call(`report ${first()} --format html`)).stdout;
    expect(page).toContain('<title>Lockstep report: 1 cluster, 1 high</title>');
    const away = JSON.parse((await call('report 1 --run away-1 --format json')).stdout);
    expect(away.clusters).toEqual([report.clusters[0]]);
  });

  test('goes into a folder in several formats, from the store too', async () => {
    expect((await call('report away-1 --format json,csv --out tables --dry-run')).stderr).toMatch(
      /^Would write clusters\.json to tables\.\n/,
    );
    // Again and again: a folder that is cleared away while it takes its place is so only now and then.
    for (let i = 0; i < 10; i++) {
      const { stdout } = await call('report away-1 --format json,csv --out tables');
      expect(stdout).toMatch(/^Written to .*tables: clusters\.json, clusters\.csv, accounts\.csv\n$/);
      expect(readdirSync('tables').sort()).toEqual(['accounts.csv', 'clusters.csv', 'clusters.json', 'manifest.json']);
      await call('report near-1 --format csv --out files');
      expect(readdirSync('files').sort()).toEqual(['accounts.csv', 'clusters.csv', 'manifest.json']);
    }
  });

  test.each([
    ['report waiting', 3, 'Run waiting is queued: clusters show once a run is emitted.'],
    [
      'report gone',
      2,
      'There is no run gone: it is neither a folder nor the id of a run in .lockstep/runs, nor of a run or cluster in the store.',
    ],
    [
      'report 9 --run near-1',
      2,
      'There is no rank 9 in run near-1: "lockstep clusters list" has those there are, and an id is told from a rank by its first seven characters.',
    ],
  ])('%s is refused', async (line, status, sentence) => {
    expect(await call(line)).toEqual({ status, stdout: '', stderr: `lockstep: ${sentence}\n` });
  });

  test('never takes the place of the run that it is made from', async () => {
    const before = readdirSync('here');
    for (const out of ['here', './here/', join(cwd, 'here')]) {
      const { status, stderr } = await call(`report near-1 --format csv --out ${out}`);
      expect([status, stderr]).toEqual([6, expect.stringContaining('is the run itself, which would be gone')]);
    }
    expect(readdirSync('here')).toEqual(before);
  });

  test('makes no store to look into', async () => {
    const none = await callHere(['report', 'gone'], { LOCKSTEP_STORE_URL: 'sqlite:none.db' });
    expect(none.stderr).toContain('There is no run gone');
    expect(readdirSync('.')).not.toContain('none.db');
  });
});

describe('why', () => {
  test('over a stored run has times from its files', async () => {
    const { stdout, stderr } = await call('why ring0 ring1 --run near-1 --json');
    expect(stderr).toBe('');
    expect(JSON.parse(stdout).shared[0].at[0]).toMatch(/^2026-/);
  });

  test('without a run is over the last one, of the data folder or else of the store', async () => {
    const { stdout, stderr } = await call('why ring0 in 1 --json');
    expect([stderr, JSON.parse(stdout).cluster.rank]).toEqual(['', 1]);
    const none = await callHere(['why', 'ring0', 'in', '1'], { LOCKSTEP_STORE_URL: 'sqlite:none.db' });
    expect([none.status, none.stderr]).toEqual([2, expect.stringContaining('.lockstep/runs holds no run')]);
  });

  test('over a run whose files are away has what the store keeps, and says what that lacks', async () => {
    const [link] = report.clusters[0]?.links_top ?? [];
    const { stdout, stderr } = await call(`why ${link?.a} ${link?.b} --run away-1 --json`);
    expect(stderr).toMatch(/^The files of run away-1 are not on this machine: /);
    const pair = JSON.parse(stdout);
    expect(pair).toMatchObject({ weight: link?.weight, layers: link?.layers, clusters: [{ rank: 1 }] });
    expect(pair.shared[0]).toMatchObject({ layer: 'link', at: [null, null], apart_ms: null });
    const member = JSON.parse((await call(`why ${link?.a} in 1 --run away-1 --json`)).stdout);
    expect(member).toMatchObject({ account: { account_id: link?.a }, cluster: { size: 12 } });
    expect(member.links.map((tie: { readonly b: string }) => tie.b)).toContain(link?.b);
  });
});

test('a stored run is evaluated where its files are, and only there', async () => {
  writeFileSync(
    'labels.csv',
    `account,label,group\n${Array.from({ length: 12 }, (_, i) => `ring${i},1,ring\n`).join('')}user1,0,\n`,
  );
  const { stdout } = await call('evaluate near-1 --labels labels.csv --json');
  expect(JSON.parse(stdout).figures.ap).toBe(1);
  expect(await call('evaluate away-1 --labels labels.csv')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('evaluate where its files are'),
  });
  expect((await call(`evaluate ${first()} --labels labels.csv`)).stderr).toContain('name a run to evaluate');
});

test('a folder that was moved away is one that is not here', async () => {
  renameSync('here', 'moved');
  expect(await call('report near-1 --format html')).toMatchObject({ status: 2 });
  expect((await call('report moved --format clusters')).status).toBe(0);
  renameSync('moved', 'here');
});
