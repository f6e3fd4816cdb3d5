import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callHere, lockstep } from './lockstep.ts';
import { HEADER } from './small-campaign.ts';

const home = process.cwd();
let cwd: string;

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lockstep-project-'));
  process.chdir(cwd);
  // Two accounts share three posts within seconds, a third one an hour later; the link layer is a decoy.
  const rows = [1, 2, 3].flatMap((post) => [
    `<a>,repost,p${post},${post * 1000}`,
    `b,repost,p${post},${post * 1000 + 5}`,
    `c,repost,p${post},${post * 1000 + 3600}`,
  ]);
  writeFileSync('edges.csv', `${HEADER}${rows.join('\n')}\n<a>,link,x,1\nc,link,x,2\n`);
});
afterAll(() => {
  process.chdir(home);
  rmSync(cwd, { recursive: true });
});

const line = 'project edges.csv --layer repost --span 60s'.split(' ');

test('standard output holds the pairs and nothing else', async () => {
  const { status, stdout, stderr } = await lockstep(line, { cwd });
  expect([status, stderr]).toEqual([0, '']);
  const [header, ...pairs] = stdout.trim().split('\n');
  expect(header).toMatch(/^a,b,weight,/);
  expect(pairs.map((pair) => pair.split(',').slice(0, 3))).toEqual([['<a>', 'b', '3']]);
});

test('a wider span finds more pairs, a larger --min-shared fewer', async () => {
  const pairsOf = async (...args: readonly string[]) =>
    JSON.parse((await callHere([...line, ...args, '--dry-run', '--json'])).stdout).pairs;
  expect([await pairsOf(), await pairsOf('--span', '2h'), await pairsOf('--min-shared', '4')]).toEqual([1, 3, 0]);
});

test('each format is written whole, packed when its name says so, with ids escaped', async () => {
  await callHere([...line, '--out', 'pairs.csv.gz']);
  expect(gunzipSync(readFileSync('pairs.csv.gz')).toString()).toContain('<a>,b,3');
  for (const [format, expected] of [
    ['ndjson', '{"a":"<a>","b":"b","weight":3'],
    ['graphml', '<data key="account">&lt;a&gt;</data>'],
    ['gexf', 'label="&lt;a&gt;"'],
  ] as const) {
    const { status, stdout } = await callHere([...line, '--format', format, '--out', `pairs.${format}`, '--json']);
    expect([status, JSON.parse(stdout)]).toEqual([
      0,
      expect.objectContaining({ pairs: 1, accounts: 2, out: `pairs.${format}` }),
    ]);
    expect(readFileSync(`pairs.${format}`, 'utf8')).toContain(expected);
  }
  expect(readdirSync('.').sort()).toEqual(['edges.csv', 'pairs.csv.gz', 'pairs.gexf', 'pairs.graphml', 'pairs.ndjson']);
});

test('the rule of CooRTweet counts pairs of rows, with its own columns', async () => {
  const { stdout } = await lockstep([...line, '--rule', 'coortweet'], { cwd });
  expect(stdout).toBe('a,b,weight,avg_time_delta,n_objects\n<a>,b,3,5,3\n');
});

test.each([
  ['--layer repots', 'Unknown layer "repots": did you mean "repost"?'],
  ['--layer repost --rule cortweet', 'Unknown rule "cortweet": did you mean "coortweet"?'],
  ['--layer repost --format graphm', 'Unknown format "graphm": did you mean "graphml"?'],
  [
    '--layer repost --span 60',
    '"60" is not a duration: write a whole number with its unit, such as 60s, 10m, 2h or 1d.',
  ],
  ['--layer repost --min-shared 0', '--min-shared "0" must be a whole number from 1 on.'],
  ['--layer repost --json', 'With --json, standard output holds the document: name a file for the pairs with --out.'],
  ['', 'Required option \'--layer <name>\' not specified: see "lockstep project --help".'],
])('project edges.csv %s is refused', async (flags, sentence) => {
  const args = ['project', 'edges.csv', ...flags.split(' ').filter((flag) => flag !== '')];
  expect(await callHere(args)).toEqual({ status: 2, stdout: '', stderr: `lockstep: ${sentence}\n` });
});
