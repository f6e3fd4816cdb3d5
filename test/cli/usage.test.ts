import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callHere, lockstep } from './lockstep.ts';

const home = process.cwd();
let cwd: string;

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lockstep-usage-'));
  process.chdir(cwd);
  writeFileSync(join(cwd, 'edges.csv'), 'account,layer,entity,at\na,link,x,1\nb,link,x,2\n');
});
afterAll(() => {
  process.chdir(home);
  rmSync(cwd, { recursive: true });
});

describe('a mistake is one sentence on standard error, without a stack, and the right exit code', () => {
  test.each([
    ['swep edges.csv', 2, 'Unknown verb "swep": did you mean "sweep"?'],
    ['sweep edges.csv --ouput x', 2, 'Unknown flag "--ouput": did you mean "--out"?'],
    ['sweep edges.csv --tread 2', 2, 'Unknown flag "--tread": did you mean "--threads"?'],
    ['sweep edges.csv --out', 2, 'Option \'--out <dir>\' argument missing: see "lockstep sweep --help".'],
    ['why alice', 2, 'Missing required argument \'other\': see "lockstep why --help".'],
    [
      'config all',
      2,
      'Too many arguments for \'config\'. Expected 0 arguments but got 1: all: see "lockstep config --help".',
    ],
    [
      'sweep',
      2,
      'No input was named, and there is no store ./lockstep.db: give one or more edge files, or - for standard input, or make a store by "lockstep ingest".',
    ],
    ['sweep edges.csv --map acount=x', 2, '--map: Unknown column "acount": did you mean "account"?'],
    ['sweep edges.csv --set layer', 2, '--set "layer" must be name=value, such as account=column.'],
    ['sweep edges.csv --fail-on hihg', 2, 'Unknown band "hihg": did you mean "high"?'],
    [
      'sweep edges.csv --from 2026-02-01 --to 2026-01-01',
      2,
      'The window is empty: --from 2026-02-01 is not before --to 2026-01-01.',
    ],
    [
      'sweep edges.csv --previous gone',
      2,
      'There is no run gone: it is neither a folder nor the id of a run in .lockstep/runs.',
    ],
    [
      'sweep edges.csv --config gone.yaml',
      2,
      'The config file gone.yaml cannot be read: check LOCKSTEP_CONFIG or --config.',
    ],
    [
      'sweep edges.csv --threads none',
      2,
      '--threads: threads cannot be "none"; it must be a whole number from 1 to 256.',
    ],
    [
      'sweep edges.csv --out .',
      6,
      'The folder . holds a file that no Lockstep run has written (edges.csv): choose another --out, or move them away.',
    ],
    ['report .', 2, '. holds no report.json: name a folder that "lockstep sweep --out" has written.'],
    ['report . --format htlm', 2, 'Unknown format "htlm": did you mean "html"?'],
  ])('lockstep %s', async (line, status, sentence) => {
    expect(await callHere(line.split(' '))).toEqual({ status, stdout: '', stderr: `lockstep: ${sentence}\n` });
  });

  test('also where it is started as a program', async () => {
    const stderr = 'lockstep: Unknown verb "swep": did you mean "sweep"?\n';
    expect(await lockstep(['swep'], { cwd })).toEqual({ status: 2, stdout: '', stderr });
  });
});

test('an unknown variable of the environment is named with the nearest', async () => {
  const { status, stderr } = await callHere(['config'], { LOCKSTEP_SEDE: '1' });
  expect([status, stderr]).toEqual([
    2,
    'lockstep: Unknown environment variable "LOCKSTEP_SEDE": did you mean "LOCKSTEP_SEED"?\n',
  ]);
});

test('the stack is there for who asks for it', async () => {
  const { stderr } = await callHere(['sweep', '--log-level', 'debug']);
  expect(stderr).toMatch(/LockstepError: No input was named[\s\S]*\n {4}at /);
});

test('no verb shows the help and counts as a mistake; --help and --version do not', async () => {
  const [none, help, version] = [await callHere([]), await callHere(['--help']), await callHere(['--version'])];
  expect(none).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('Usage: lockstep') });
  expect(help).toMatchObject({ status: 0, stdout: expect.stringContaining('Exit codes:'), stderr: '' });
  expect(version).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' });
});

test('every verb explains itself with examples', async () => {
  const { stdout } = await callHere(['--help']);
  const listed = stdout.slice(stdout.indexOf('Commands:'), stdout.indexOf('Exit codes:'));
  const verbs = [...listed.matchAll(/^ {2}([a-z]+)/gm)].map(([, verb]) => verb ?? '').filter((verb) => verb !== 'help');
  expect(verbs).toEqual(expect.arrayContaining(['sweep', 'why', 'runs', 'clusters', 'report', 'doctor', 'config']));
  for (const verb of verbs)
    expect(await callHere([verb, '--help'])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/Examples:\n {2}(.*\| )?(\w+=\S+ )?lockstep /),
    });
});

test('config shows values with their origin, and no secret', async () => {
  const key = 'ef'.repeat(32);
  const { stdout, status } = await callHere(['config', '--json', '--seed', '7'], { LOCKSTEP_PSEUDONYM_KEY: key });
  expect(status).toBe(0);
  expect(stdout).not.toContain('efef');
  expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ key: 'seed', value: '7', from: '--seed' }));
});

test('a made key is taken', async () => {
  const made = await callHere(['config', 'new-key']);
  expect(made.stdout).toMatch(/^[0-9a-f]{64}\n$/);
  const { status } = await callHere(['config'], { LOCKSTEP_PSEUDONYM_KEY: made.stdout.trim() });
  expect(status).toBe(0);
});

test('doctor names each check, and fails on a data folder that cannot be', async () => {
  const fine = await callHere(['doctor', '--json']);
  expect(fine.status).toBe(0);
  expect(JSON.parse(fine.stdout).map(({ name }: { readonly name: string }) => name)).toEqual(
    expect.arrayContaining(['Node', 'memory', 'cores', 'temporary folder', 'data folder', 'SQLite']),
  );
  const broken = await callHere(['doctor', '--data-dir', 'edges.csv/data']);
  expect([broken.status, broken.stdout]).toEqual([
    4,
    expect.stringMatching(/FAIL {2}data folder: .*; set LOCKSTEP_DATA_DIR/),
  ]);
});

test('none of this has written anything', () => {
  expect(readdirSync(cwd)).toEqual(['edges.csv']);
});
