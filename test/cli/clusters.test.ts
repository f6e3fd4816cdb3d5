import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { openStore } from '../../src/store/open-store.ts';
import { callHere, lockstep } from './lockstep.ts';
import { HEADER, smallCampaign } from './small-campaign.ts';
import { clustersOf, emitSweep, makeStoredRuns, sweepResult } from './stored-runs.ts';

let cwd: string;
let env: { readonly [name: string]: string };

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'lockstep-clusters-'));
  env = { LOCKSTEP_STORE_URL: `sqlite:${join(cwd, 'store.db')}` };
  await makeStoredRuns(join(cwd, 'store.db'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

const clusters = async (...args: readonly string[]) => callHere(['clusters', ...args], env);
const list = async (...args: readonly string[]) =>
  (await clusters('list', '--json', ...args)).stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('clusters list', () => {
  test('has those of the last sweep by rank, a document a line', async () => {
    const { status, stdout, stderr } = await lockstep(['clusters', '--json'], { cwd, env });
    expect([status, stderr]).toEqual([0, '']);
    const lines = stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { run_id: 'nightly-0102', rank: 1, lineage_id: 'L', band: 'high', size: 6, event: 'grew', verdict: null },
      { rank: 2, lineage_id: 'N', band: 'medium', event: 'shrank' },
      { rank: 3, lineage_id: 'P', band: 'low', event: 'new' },
    ]);
  });

  test('of another run, a band, a score, and not more than asked for', async () => {
    expect((await list('--run', 'nightly-0101')).map((one) => one.lineage_id)).toEqual(['L', 'M', 'N']);
    expect((await list('--band', 'low')).map((one) => one.lineage_id)).toEqual(['P']);
    expect((await list('--min-score', '0.65')).map((one) => one.lineage_id)).toEqual(['L', 'N']);
    expect((await list('--limit', '1')).map((one) => one.lineage_id)).toEqual(['L']);
  });

  test('tells a person of which run and how many there are', async () => {
    const { stdout } = await clusters('--limit', '2');
    expect(stdout).toMatch(/^Run nightly-0102, 2026-01-02 02:00:00Z: 3 clusters, 2 of them shown\n/);
    expect(stdout).toMatch(/\n +1 {2}[0-9a-f]{16} {2}high +0\.900 +6 {2}grew +- +6 accounts share a device/);
  });
});

describe('clusters show', () => {
  test('finds a cluster by rank, by id, and by the beginning of an id', async () => {
    const [first] = await list();
    for (const name of ['1', first.cluster_id, first.cluster_id.slice(0, 9)]) {
      const { stdout } = await clusters('show', name, '--json');
      expect(JSON.parse(stdout)).toMatchObject({ run_id: 'nightly-0102', cluster: { lineage_id: 'L', size: 6 } });
    }
    const earlier = JSON.parse((await clusters('show', '1', '--run', 'nightly-0101', '--json')).stdout);
    expect(earlier).toMatchObject({ run_id: 'nightly-0101', cluster: { size: 4 } });
  });

  test('tells members by tier, evidence, and the life through runs', async () => {
    const { stdout } = await clusters('show', '1');
    expect(stdout).toMatch(/^Cluster [0-9a-f]{16}: 6 accounts share a device; ann leads\.\n/);
    expect(stdout).toMatch(/core +5 {2}ann, bob, cem, joy, kim\n/);
    expect(stdout).toMatch(/bystander +1 {2}eve\n/);
    expect(stdout).toMatch(/device +d +6 of 9 that hold it/);
    expect(stdout).toMatch(/2026-01-01T02:00:00\.000Z +new .*\n.*2026-01-02T02:00:00\.000Z +grew/);
  });

  test.each([
    [
      'show 9',
      'There is no rank 9 in the last sweep: "lockstep clusters list" has those there are, and an id is told from a rank by its first seven characters.',
    ],
    [
      'show 9 --run nightly-0101',
      'There is no rank 9 in run nightly-0101: "lockstep clusters list" has those there are, and an id is told from a rank by its first seven characters.',
    ],
    ['list --run pull-1', 'Run pull-1 is of kind ingest, which finds no clusters: name a sweep.'],
    ['list --min-score much', '--min-score "much" must be a number from 0 to 1.'],
    ['list --band hihg', 'Unknown band "hihg": did you mean "high"?'],
    ['dif', 'Unknown verb "dif": did you mean "diff"?'],
    [
      'diff nightly-0101 --against nightly-0102',
      'Run nightly-0102 is not older than nightly-0101: name them the other way round.',
    ],
  ])('clusters %s is refused', async (line, sentence) => {
    expect(await clusters(...line.split(' '))).toEqual({ status: 2, stdout: '', stderr: `lockstep: ${sentence}\n` });
  });

  test('a run that has not ended has none to show, which is exit code 3', async () => {
    expect(await clusters('list', '--run', 'asked')).toMatchObject({
      status: 3,
      stderr: 'lockstep: Run asked is queued: clusters show once a run is emitted.\n',
    });
  });
});

describe('clusters diff', () => {
  test('tells by lineage who has come and gone', async () => {
    const comparison = JSON.parse((await clusters('diff', '--json')).stdout);
    expect(comparison).toMatchObject({ run_id: 'nightly-0102', against: 'nightly-0101' });
    expect(comparison.events).toEqual({
      new: 1,
      same: 0,
      grew: 1,
      shrank: 1,
      merged: 0,
      split: 0,
      revived: 0,
      gone: 1,
    });
    expect(
      comparison.changes.map((change: { [field: string]: unknown }) => [
        change['event'],
        change['lineage_id'],
        change['joined'],
        change['left'],
      ]),
    ).toEqual([
      ['grew', 'L', ['joy', 'kim'], []],
      ['shrank', 'N', [], ['ida']],
      ['new', 'P', ['lea', 'max'], []],
      ['gone', 'M', [], ['dan', 'fay']],
    ]);
  });

  test('lists no more accounts than asked for, and counts them all', async () => {
    const { changes } = JSON.parse((await clusters('diff', '--members', '1', '--json')).stdout);
    expect(changes[0]).toMatchObject({ joined_total: 2, joined: ['joy'] });
    const { stdout } = await clusters('diff', '--members', '1');
    expect(stdout).toMatch(/^Run nightly-0102, against nightly-0101: 1 new, 1 grew, 1 shrank, 1 gone\n/);
    expect(stdout).toContain('+ joy … and 1 more');
  });

  test('tells a cluster that was put aside from one that was not found', async () => {
    const file = join(cwd, 'aside.db');
    await makeStoredRuns(file);
    const call = (...args: readonly string[]) => callHere(args, { LOCKSTEP_STORE_URL: `sqlite:${file}` });
    await call('decide', '2', '--verdict', 'false_positive', '--reason', 'a choir');
    {
      await using store = await openStore(`sqlite:${file}`);
      await emitSweep(store, 'nightly-0103', clustersOf({ L: 'ann bob cem joy kim | eve' }));
    }
    const { changes } = JSON.parse((await call('clusters', 'diff', '--json')).stdout);
    const gone = changes.filter(({ event }: { readonly event: string }) => event === 'gone');
    expect(gone.map((change: { [field: string]: unknown }) => [change['lineage_id'], change['put_aside']])).toEqual([
      ['N', true],
      ['P', false],
    ]);
    expect((await call('clusters', 'diff')).stdout).toMatch(
      /gone .* \(2 accounts, medium\), put aside by a reviewer\n/,
    );
  });

  test('has nothing to hold the first sweep against', async () => {
    const { against, events } = JSON.parse((await clusters('diff', 'nightly-0101', '--json')).stdout);
    expect([against, events.new]).toEqual([null, 3]);
  });
});

describe('clusters graph', () => {
  let folder: string;
  let report: Report;
  beforeAll(async () => {
    folder = join(cwd, 'run');
    writeFileSync(join(cwd, 'edges.csv'), `${HEADER}${smallCampaign().join('\n')}\n`);
    await callHere(['sweep', join(cwd, 'edges.csv'), '--out', folder, '--threads', '1', '--json']);
    report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
    await using store = await openStore(env['LOCKSTEP_STORE_URL'] ?? '');
    const result = { ...sweepResult(report.clusters, folder), report_id: report.report_id };
    await emitSweep(store, 'campaign', report.clusters, { result });
  });

  test('comes from the files of the run, in three formats', async () => {
    const graph = JSON.parse((await clusters('graph', '1', '--format', 'json')).stdout);
    const members = report.clusters[0]?.members.map(({ account_id }) => account_id) ?? [];
    expect(graph.nodes.map((node: { readonly account_id: string }) => node.account_id)).toEqual(members);
    expect(graph.links).toHaveLength(report.clusters[0]?.links_total ?? -1);
    expect((await clusters('graph', '1')).stdout).toMatch(/^<\?xml[\s\S]*<data key="v0">ring0<\/data>/);
    expect((await clusters('graph', '1', '--format', 'gexf')).stdout).toContain('<gexf');
  });

  test('goes into a file when one is named', async () => {
    const out = join(cwd, 'graph.json');
    await clusters('graph', '1', '--format', 'json', '--out', out, '--dry-run');
    expect(() => readFileSync(out)).toThrow();
    expect(await clusters('graph', '1', '--format', 'json', '--out', out)).toMatchObject({ status: 0, stdout: '' });
    expect(JSON.parse(readFileSync(out, 'utf8')).nodes).toHaveLength(12);
  });

  test('says where the files should have been when they are not there', async () => {
    const { status, stderr } = await clusters('graph', '1', '--run', 'nightly-0102');
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/^lockstep: The folder \/nowhere\/run of run nightly-0102 is not on this machine/),
    ]);
  });

  test('takes no other run for it that has the folder by now', async () => {
    const manifest = join(folder, 'manifest.json');
    const text = readFileSync(manifest, 'utf8');
    writeFileSync(manifest, text.replace(report.report_id, 'another'));
    expect(await clusters('graph', '1')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('another run by now'),
    });
    writeFileSync(manifest, text);
  });
});
