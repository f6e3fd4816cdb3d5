import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeConfig } from '../../src/config/describe-config.ts';
import { loadConfig } from '../../src/config/load-config.ts';

const KEY = 'ab'.repeat(32);
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function put(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe('precedence', () => {
  test('a flag wins over the environment, that over the file, that over the default', () => {
    const path = put('all.yaml', 'threads: 3\nseed: 30\ntimezone: Europe/Berlin\n');
    const env = { LOCKSTEP_CONFIG: path, LOCKSTEP_THREADS: '2', LOCKSTEP_SEED: '20' };
    const config = loadConfig({ values: { seed: '10' } }, env);
    expect(config).toMatchObject({ seed: 10, threads: 2, timezone: 'Europe/Berlin', log_level: 'info' });
    expect(Object.fromEntries(config.origins)).toMatchObject({
      seed: '--seed',
      threads: 'LOCKSTEP_THREADS',
      timezone: path,
      log_level: 'default',
    });
  });

  test('--config wins over LOCKSTEP_CONFIG', () => {
    const path = put('flag.yaml', 'seed: 5\n');
    expect(loadConfig({ configFile: path }, { LOCKSTEP_CONFIG: put('env.yaml', 'seed: 6\n') }).seed).toBe(5);
  });

  test('a layer of the command line keeps what the file says of its other settings', () => {
    const path = put(
      'layers.yaml',
      'layers:\n  retweet: { type: action, span: 10s, cap: 50 }\n  sim: { id: device }\n',
    );
    const { layers, ids } = loadConfig({ configFile: path, layers: ['retweet:span=2m,min_shared=3'] }, {});
    expect(layers.get('retweet')).toEqual({ type: 'action', spanMs: 120_000, cap: 50, minShared: 3 });
    expect(ids).toEqual(new Map([['sim', 'device']]));
  });

  test('a layer name may hold colons', () => {
    expect(loadConfig({ layers: ['a:b:cap=7'] }, {}).layers.get('a:b')).toEqual({ cap: 7 });
  });

  test('an empty variable counts as unset, and the switches of the tests are not ours', () => {
    expect(loadConfig({}, { LOCKSTEP_SEED: '', LOCKSTEP_TEST_REQUIRE: 'redis' }).origins.get('seed')).toBe('default');
  });
});

describe('what is refused', () => {
  test.each([
    ['an unknown variable', {}, { LOCKSTEP_TREADS: '2' }, /"LOCKSTEP_TREADS": did you mean "LOCKSTEP_THREADS"/],
    [
      'a wrong value',
      {},
      { LOCKSTEP_THREADS: 'many' },
      /LOCKSTEP_THREADS: threads cannot be "many"; it must be a whole number from 1/,
    ],
    ['a fraction', {}, { LOCKSTEP_THREADS: '1.5' }, /threads cannot be "1.5"/],
    ['an unknown zone', {}, { LOCKSTEP_TIMEZONE: 'Mars/Base' }, /timezone cannot be "Mars\/Base"/],
    [
      'an unknown layer setting',
      { layers: ['x:spam=60s'] },
      {},
      /Layer "x": Unknown setting "spam": did you mean "span"/,
    ],
    ['an unknown layer type', { layers: ['x:type=actin'] }, {}, /type is "actin" and must be resource, action/],
    ['a span without a unit', { layers: ['x:span=60'] }, {}, /"60" is not a duration/],
    [
      'a layer without settings',
      { layers: ['retweet'] },
      {},
      /"retweet" is not a layer setting: write name:type=action/,
    ],
    ['a missing config file', { configFile: 'gone.yaml' }, {}, /config file gone\.yaml cannot be read/],
    [
      'a missing secret file',
      {},
      { LOCKSTEP_PSEUDONYM_KEY_FILE: 'gone.key' },
      /secret file gone\.key, named by LOCKSTEP_PSEUDONYM_KEY_FILE/,
    ],
    ['a secret given twice', {}, { LOCKSTEP_PSEUDONYM_KEY_FILE: 'x', LOCKSTEP_PSEUDONYM_KEY: KEY }, /both set/],
  ])('%s', (_, flags, env, message) => {
    expect(() => loadConfig(flags, env)).toThrow(message);
  });

  test.each([
    ['an unknown key', 'thread: 2\n', /Unknown key "thread": did you mean "threads"/],
    ['a key twice', 'seed: 1\nseed: 2\n', /not YAML at line 2, column 1: map keys must be unique/],
    ['broken YAML', 'seed: [1\n', /not YAML at line \d+, column \d+/],
    ['a list', '- 1\n', /must hold keys with values/],
    ['a layer that is a word', 'layers:\n  x: action\n', /layer "x" must hold settings/],
    ['layers as a list', 'layers: [x]\n', /layers must hold a name with settings/],
  ])('%s in the file', (name, text, message) => {
    const configFile = put(`${name.replaceAll(' ', '-')}.yaml`, text);
    expect(() => loadConfig({ configFile }, {})).toThrow(message);
  });
});

describe('a secret', () => {
  test('comes from the environment, from a file named there, or from one named in the config file', () => {
    const path = put('key', `${KEY}\n`);
    const configFile = put('secret.yaml', `pseudonym_key_file: ${path}\n`);
    for (const [flags, env] of [
      [{}, { LOCKSTEP_PSEUDONYM_KEY: KEY }],
      [{}, { LOCKSTEP_PSEUDONYM_KEY_FILE: path }],
      [{ configFile }, {}],
    ] as const) {
      expect(loadConfig(flags, env).pseudonym_key?.reveal()).toBe(KEY);
    }
  });

  test('is never shown, not even by accident', () => {
    const config = loadConfig(
      { layers: ['x:type=action,span=90s,cap=9'] },
      { LOCKSTEP_PSEUDONYM_KEY: KEY, LOCKSTEP_SEED: '9' },
    );
    const lines = describeConfig(config);
    expect(`${JSON.stringify(lines)} ${JSON.stringify(config)} ${inspect(config, { depth: 9 })}`).not.toContain('abab');
    expect(lines).toContainEqual(expect.objectContaining({ key: 'pseudonym_key', value: 'set, not shown' }));
    expect(lines).toContainEqual(expect.objectContaining({ key: 'seed', value: '9', from: 'LOCKSTEP_SEED' }));
    expect(lines).toContainEqual(expect.objectContaining({ key: 'nightly_window', value: '30d' }));
    expect(lines).toContainEqual(expect.objectContaining({ key: 'layers.x', value: 'type=action,span=90s,cap=9' }));
  });
});

test('a config cannot be changed once it is loaded', () => {
  const config = loadConfig({ layers: ['x:cap=9'] }, {});
  expect(() => Object.assign(config, { seed: 2 })).toThrow(TypeError);
  expect(() => Object.assign(config.layers.get('x') ?? {}, { cap: 2 })).toThrow(TypeError);
});
