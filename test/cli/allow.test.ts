import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parsePseudonymKeys } from '../../src/source/pseudonym-keys.ts';
import { openStore } from '../../src/store/open-store.ts';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';
import { read } from '../source/reading.ts';
import { callHere, lockstep } from './lockstep.ts';

const KEY = 'ab'.repeat(32);
let folder: string;
let url: string;

beforeEach(async () => {
  folder = makeMemoryFolder();
  url = `sqlite:${join(folder, 'store.db')}`;
  await (await openStore(url)).close();
});
afterEach(() => rmSync(folder, { recursive: true }));

const allow = (line: string, env: { readonly [name: string]: string } = {}) =>
  callHere(['allow', ...line.split(' ').filter((word) => word !== '')], { LOCKSTEP_STORE_URL: url, ...env });
const allowances = async () => {
  await using store = await openStore(url);
  return await store.cases.allowances();
};

test('an account is allowed, listed with its reason, and ended by the beginning of its key', async () => {
  const { status, stdout, stderr } = await lockstep(
    ['allow', 'add', '--account', 'press', '--reason', 'our own', '--until', '2090-01-01', '--author', 'ann', '--json'],
    { cwd: folder, env: { LOCKSTEP_STORE_URL: url } },
  );
  expect([status, stderr]).toEqual([0, '']);
  const { key } = JSON.parse(stdout);
  const { stdout: listed } = await allow('--json');
  expect(JSON.parse(listed)).toEqual({
    key,
    kind: 'account',
    layer: null,
    id: 'press',
    reason: 'our own',
    author: 'ann',
    until: '2090-01-01T00:00:00.000Z',
    added_at: expect.stringMatching(/Z$/),
    expired: false,
  });
  expect((await allow('list')).stdout).toMatch(/^key +what +id .*\n[0-9a-f]{16} {2}account {2}press/);
  expect((await allow(`expire ${key.slice(0, 6)} --dry-run`)).stdout).toMatch(
    /^Would end the allowance of account press/,
  );
  expect(await allowances()).toHaveLength(1);
  expect((await allow(`expire ${key.slice(0, 6)} --author bob`)).status).toBe(0);
  expect((await allow('')).stdout).toBe('Nobody is allowed.\n');
  await using store = await openStore(url);
  expect((await store.cases.eventsAfter(0, 9)).map(({ type, data }) => [type, data])).toMatchObject([
    ['lockstep.allowlist.changed.v1', { change: 'added', account_id: 'press', author: 'ann' }],
    ['lockstep.allowlist.changed.v1', { change: 'ended', account_id: 'press', author: 'bob' }],
  ]);
});

test.each([
  ['ip', '192.0.2.7'],
  ['ip', '2001:db8::1'],
  ['device', 'imei-7'],
  ['link', 'page'],
])('an entity of layer %s is kept under the name that ingest gives it: %s', async (layer, id) => {
  await allow(`add --entity ${id} --layer ${layer} --reason known`, { LOCKSTEP_PSEUDONYM_KEY: KEY });
  const { edges } = await read(`account,layer,entity,at\na,${layer},${id},\n`, { keys: parsePseudonymKeys(KEY) });
  expect(await allowances()).toMatchObject([{ kind: 'entity', layer, id: edges[0]?.entity }]);
});

test('a layer that the config says holds devices is keyed too', async () => {
  const env = { LOCKSTEP_PSEUDONYM_KEY: KEY, LOCKSTEP_CONFIG: join(folder, 'c.yaml') };
  writeFileSync(env.LOCKSTEP_CONFIG, 'layers: { handset: { id: device } }\n');
  await allow('add --entity imei-7 --layer handset --reason known', env);
  expect((await allowances())[0]?.id).toMatch(/^v1:[0-9a-f]{32}$/);
});

test('an id of a machine is not kept raw unless that is told', async () => {
  const refused = await allow('add --entity 192.0.2.7 --layer ip --reason known');
  expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining('LOCKSTEP_PSEUDONYM_KEY') });
  await allow('add --entity 192.0.2.7 --layer ip --reason known', { LOCKSTEP_ALLOW_RAW_IDS: 'true' });
  expect(await allowances()).toMatchObject([{ id: '192.0.2.7' }]);
});

test('without a layer a word says what it cannot match', async () => {
  const { stderr, status } = await allow('add --entity page --reason known', { LOCKSTEP_PSEUDONYM_KEY: KEY });
  expect([status, stderr]).toEqual([0, expect.stringMatching(/^Devices and addresses are kept under a key/)]);
});

test('a dry run allows nothing', async () => {
  const { stdout } = await allow('add --account press --reason known --dry-run');
  expect(stdout).toBe('Would allow account press, for ever.\n');
  expect(await allowances()).toEqual([]);
});

test.each([
  ['add --reason x', 'Name either an account with --account or an entity with --entity.'],
  ['add --account a --entity b --reason x', 'Name either an account with --account or an entity with --entity.'],
  ['add --account a --layer ip --reason x', '--layer belongs to --entity: an account is allowed in every layer.'],
  ['add --account a', 'Required option \'--reason <text>\' not specified: see "lockstep allow add --help".'],
  ['add --account a --reason x --until 2020-01-01', '--until lies in the past: nothing would be allowed.'],
  [`add --account ${'a'.repeat(1025)} --reason x`, 'The id of the account has more than 1024 bytes: no account has.'],
  ['ad --account a', 'Unknown verb "ad": did you mean "add"?'],
  ['expire 3f', 'No allowance has the key 3f: "lockstep allow list" shows them.'],
])('allow %s is refused', async (line, sentence) => {
  expect(await allow(line)).toEqual({ status: 2, stdout: '', stderr: `lockstep: ${sentence}\n` });
});
