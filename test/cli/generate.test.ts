import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callHere } from './lockstep.ts';

const home = process.cwd();
let cwd: string;

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lockstep-generate-'));
  process.chdir(cwd);
});
afterAll(() => {
  process.chdir(home);
  rmSync(cwd, { recursive: true });
});

const generate = (...args: readonly string[]) =>
  callHere(['generate', '--preset', 'scale', '--edges', '20000', '--json', ...args]);

test('a world is made, swept and held against its labels', async () => {
  const made = JSON.parse((await generate('--out', 'world', '--seed', '3')).stdout);
  expect(made).toMatchObject({ preset: 'scale', seed: 3, edges: 20_000, out: join(cwd, 'world') });
  expect(readdirSync('world').sort()).toEqual(['edges.csv.gz', 'labels.csv.gz', 'manifest.json']);
  expect(gunzipSync(readFileSync('world/edges.csv.gz')).toString().split('\n')).toHaveLength(20_002);

  expect(await callHere(['sweep', 'world/edges.csv.gz', '--out', 'run', '--json'])).toMatchObject({ status: 0 });
  const { figures, genuine, rings } = JSON.parse(
    (await callHere(['evaluate', 'run', '--labels', 'world/labels.csv.gz', '--json'])).stdout,
  );
  expect(figures.ap).toBeGreaterThan(figures.base);
  expect(genuine.accounts).toBeGreaterThan(0);
  expect(rings[0]).toMatchObject({ kind: 'scale-ring' });
  const words = await callHere(['evaluate', 'run', '--labels', 'world/labels.csv.gz']);
  expect(words.stdout).toMatch(/^labelled +[\d,]+\nbase /);
});

test('the same seed gives the same bytes, another one others', async () => {
  const digestsOf = async (seed: string) =>
    JSON.parse((await generate('--out', `world-${seed}`, '--seed', seed)).stdout).files;
  const [first, again, other] = [await digestsOf('5'), await digestsOf('5'), await digestsOf('6')];
  expect(again).toEqual(first);
  expect(other[0].unpacked_sha256).not.toBe(first[0].unpacked_sha256);
});

test('a dry run counts and writes nothing', async () => {
  const before = readdirSync('.').sort();
  const { stdout, status } = await generate('--dry-run');
  expect([status, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ edges: 20_000, out: null, files: [] })]);
  expect(readdirSync('.').sort()).toEqual(before);
});

test.each([
  [['--preset', 'scal', '--out', 'x'], 'Unknown preset "scal": did you mean "scale"?'],
  [['--edges', 'many', '--out', 'x'], '--edges "many" must be a whole number from 1 on.'],
  [[], 'Name the folder for the world with --out.'],
])('generate %j is refused', async (args, sentence) => {
  expect(await callHere(['generate', ...args])).toEqual({ status: 2, stdout: '', stderr: `lockstep: ${sentence}\n` });
});

test('labels that are none are refused with what is missing', async () => {
  const { status, stderr } = await callHere(['evaluate', 'run', '--labels', 'run/pairs.csv.gz']);
  expect([status, stderr]).toEqual([2, expect.stringMatching(/^lockstep: The header of labels lacks account, label/)]);
  expect(await callHere(['evaluate', 'run', '--labels', 'gone.csv'])).toMatchObject({
    status: 2,
    stderr: 'lockstep: The table gone.csv cannot be read: check its path.\n',
  });
});
