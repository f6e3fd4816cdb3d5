import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import type { Manifest } from '../../src/service/manifest.ts';
import { type Answer, callHere, lockstep } from './lockstep.ts';
import { HEADER, smallCampaign } from './small-campaign.ts';

const home = process.cwd();
const rows = smallCampaign();
let cwd: string;
let swept: Answer;

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'lockstep-sweep-'));
  process.chdir(cwd);
  writeFileSync('edges.csv', `${HEADER}${rows.join('\n')}\n`);
  swept = await callHere(['sweep', 'edges.csv', '--out', 'out', '--json', '--threads', '1']);
});
afterAll(() => {
  process.chdir(home);
  rmSync(cwd, { recursive: true });
});

const readReport = (folder: string): Report => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));

test('a sweep finds the ring, and says so in one JSON document with nothing around it', () => {
  expect([swept.status, swept.stderr]).toEqual([0, '']);
  const summary = JSON.parse(swept.stdout);
  expect(summary).toMatchObject({ out: join(cwd, 'out'), input: { rows: rows.length, rejected: 0 }, seed: 1 });
  expect(summary.top[0]).toMatchObject({ rank: 1, size: 12, band: 'high' });
  const [first] = readReport('out').clusters;
  expect(first?.members.map(({ account_id }) => account_id).sort()).toEqual(
    Array.from({ length: 12 }, (_, i) => `ring${i}`).sort(),
  );
});

test('every file is in the manifest with its digest, and timings stand apart', () => {
  const manifest: Manifest = JSON.parse(readFileSync('out/manifest.json', 'utf8'));
  expect(manifest.files.map(({ name }) => name)).toEqual(
    readdirSync('out')
      .filter((name) => name !== 'manifest.json')
      .sort(),
  );
  expect(readdirSync('out')).toEqual(
    expect.arrayContaining([
      'report.json',
      'report.html',
      'clusters.csv',
      'accounts.csv',
      'pairs.csv.gz',
      'evidence.ndjson.gz',
      'rejects.ndjson',
    ]),
  );
  for (const file of manifest.files) {
    const bytes = readFileSync(join('out', file.name));
    const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
    expect(file).toMatchObject({ bytes: bytes.length, sha256: sha256(bytes) });
    if (file.name.endsWith('.gz')) expect(file.unpacked_sha256).toBe(sha256(gunzipSync(bytes)));
  }
  expect(manifest.timings.stages_ms).toHaveProperty('read');
});

test('shuffled, doubled and packed rows give the same digests', async () => {
  const shuffled = [...rows, ...rows].map((row, i) => [(i * 7919) % 10_007, row] as const).sort(([a], [b]) => a - b);
  writeFileSync('shuffled.csv.gz', gzipSync(`${HEADER}${shuffled.map(([, row]) => row).join('\n')}\n`));
  await callHere(['sweep', 'shuffled.csv.gz', '--out', 'again']);
  const digests = (folder: string) =>
    (JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest).files.map(({ name, sha256 }) => [
      name,
      sha256,
    ]);
  expect(digests('again')).toEqual(digests('out'));
});

test('without --json a person reads layers, clusters and where the report is', async () => {
  const { stdout, stderr, status } = await callHere(['sweep', 'edges.csv', '--out', 'words']);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^layer +type +edges/);
  expect(stdout).toMatch(/^1 cluster: 1 high/m);
  expect(stdout).toContain(join(cwd, 'words/report.html'));
});

describe('exit codes', () => {
  test('1 when a cluster is in the band that was asked about', async () => {
    expect(await callHere(['sweep', 'edges.csv', '--out', 'fail', '--fail-on', 'high', '--json'])).toMatchObject({
      status: 1,
    });
  });

  test('3 for an input that ended early, whose whole rows are swept', async () => {
    writeFileSync('cut.csv.gz', gzipSync(readFileSync('edges.csv')).subarray(0, -2000));
    const { status, stderr, stdout } = await callHere(['sweep', 'cut.csv.gz', '--out', 'cut', '--json']);
    expect([status, stderr]).toEqual([3, 'cut.csv.gz ended early: its whole rows were read, the rest is missing.\n']);
    expect(JSON.parse(stdout).input.truncated).toEqual(['cut.csv.gz']);
  });

  test('3 when there is nothing to say anything about', async () => {
    writeFileSync('empty.csv', HEADER);
    expect(await callHere(['sweep', 'empty.csv', '--out', 'empty', '--json'])).toMatchObject({
      status: 3,
      stderr: 'There is no row: nothing was read but a header.\n',
    });
  });

  test('5 for more memory than is allowed, said before the work begins', async () => {
    const { status, stderr } = await callHere(['sweep', 'edges.csv', '--out', 'none', '--memory-limit-mb', '300']);
    expect([status, stderr]).toEqual([
      5,
      expect.stringMatching(/^lockstep: .* MB, more than the limit of 300 MB: raise memory_limit_mb/),
    ]);
    expect(existsSync('none')).toBe(false);
  });

  test('2 for a layer that is not in the input, which names the nearest, and no folder', async () => {
    const { status, stderr } = await callHere(['sweep', 'edges.csv', '--out', 'none', '--layer', 'lnk:span=5s']);
    expect([status, stderr]).toEqual([2, 'lockstep: Unknown layer "lnk": did you mean "link"?\n']);
    expect(existsSync('none')).toBe(false);
  });
});

test('rejected rows change no byte of the report; they stand in rejects.ndjson, without their values unless asked', async () => {
  writeFileSync('broken.csv', `${HEADER}secret-account,link,,5\n${rows.join('\n')}\n`);
  const { stderr, status } = await callHere(['sweep', 'broken.csv', '--out', 'broken', '--json']);
  expect([status, stderr]).toEqual([
    0,
    '1 of 3,745 rows was rejected; rejects.ndjson says which and why.\n  1: entity is empty.\n',
  ]);
  expect(readFileSync('broken/report.json').equals(readFileSync('out/report.json'))).toBe(true);
  expect(JSON.parse(readFileSync('broken/rejects.ndjson', 'utf8'))).toEqual({
    file: 'broken.csv',
    line: 2,
    field: 'entity',
    reason: expect.any(String),
  });
  await callHere(['sweep', 'broken.csv', '--out', 'broken', '--json', '--keep-rejected-rows']);
  expect(readFileSync('broken/rejects.ndjson', 'utf8')).toContain('secret-account');
});

test('a dry run tells what would be read and written, and writes nothing', async () => {
  const before = readdirSync('.').sort();
  const { stdout, status } = await callHere(['sweep', 'edges.csv', '--out', 'dry', '--dry-run', '--json']);
  expect([status, JSON.parse(stdout)]).toEqual([
    0,
    expect.objectContaining({
      accounts: 312,
      layers: [{ name: 'link', edges: rows.length, timed: rows.length }],
      would_write: 'dry',
    }),
  ]);
  expect(readdirSync('.').sort()).toEqual(before);
});

test('without --out the run goes into the data folder under its id, where report and why find it', async () => {
  const { stdout } = await callHere(['sweep', 'edges.csv', '--json', '--data-dir', 'data']);
  const { run_id, out } = JSON.parse(stdout);
  expect(out).toBe(join(cwd, 'data/runs', run_id.slice(0, 16)));
  const report = await callHere(['report', run_id.slice(0, 6), '--format', 'json', '--data-dir', 'data']);
  expect(report.stdout).toBe(readFileSync('out/report.json', 'utf8'));
  const why = await callHere(['why', 'ring0', 'ring1', '--json', '--data-dir', 'data']);
  expect(JSON.parse(why.stdout)).toMatchObject({ weight: expect.any(Number), clusters: [{ rank: 1 }], chain: [] });
});

test('an earlier run tells what is the same, and an allowlist takes accounts out', async () => {
  writeFileSync('allow.csv', 'kind,id,reason,author\naccount,ring11,press team,ann\n');
  await callHere(['sweep', 'edges.csv', '--previous', 'out', '--allowlist', 'allow.csv', '--out', 'next', '--json']);
  const { clusters, suppressed } = readReport('next');
  expect(suppressed.allowlisted).toBeGreaterThan(0);
  expect(clusters[0]).toMatchObject({
    size: 11,
    lineage: { event: 'shrank', previous: [readReport('out').clusters[0]?.cluster_id] },
  });
});

test('device ids are raw without a key, and the report says so; --pseudonymize keys them in every file', async () => {
  const held = (account: number): readonly string[] =>
    account < 9 ? ['shared-1', 'shared-2', 'shared-3'] : [`own-${account}`];
  const devices = Array.from({ length: 400 }, (_, i) =>
    held(i).map((device) => `a${i},device,imei-${device},\n`),
  ).flat();
  writeFileSync('devices.csv', `${HEADER}${devices.join('')}`);
  const textOf = (folder: string) =>
    readdirSync(folder)
      .map((name) => unpacked(join(folder, name)))
      .join();
  const raw = await callHere(['sweep', 'devices.csv', '--out', 'raw', '--json']);
  expect(raw.stderr).toContain('Device and address ids stand in these files as they came in');
  expect(readReport('raw').privacy).toMatchObject({ ids: 'raw', key_version: null });
  expect(textOf('raw')).toContain('imei-shared-1');
  await callHere(['sweep', 'devices.csv', '--out', 'keyed', '--json', '--pseudonymize']);
  expect(readReport('keyed').privacy).toMatchObject({ ids: 'pseudonymized', key_version: 'one-run' });
  expect(textOf('keyed')).not.toContain('imei');
});

function unpacked(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
}

test('standard input is read, and SIGTERM ends a sweep that waits for it with 143 and nothing left behind', async () => {
  const piped = await lockstep(['sweep', '-', '--out', 'piped', '--json'], { cwd, input: readFileSync('edges.csv') });
  expect([piped.status, piped.stderr]).toEqual([0, '']);
  expect(readFileSync('piped/report.json').equals(readFileSync('out/report.json'))).toBe(true);
  const before = readdirSync('.').sort();
  const stopped = await lockstep(['sweep', '-', '--out', 'stopped'], {
    cwd,
    input: null,
    signal: { name: 'SIGTERM', afterMs: 5000 },
  });
  expect(stopped).toEqual({ status: 143, stdout: '', stderr: 'lockstep: Stopped as asked: nothing was written.\n' });
  expect(readdirSync('.').sort()).toEqual(before);
});
