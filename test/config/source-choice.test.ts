import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeConfig } from '../../src/config/describe-config.ts';
import { type Config, loadConfig } from '../../src/config/load-config.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-sources-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function load(yaml: string): Config {
  const configFile = join(folder, 'lockstep.yaml');
  writeFileSync(configFile, yaml);
  return loadConfig({ configFile }, {});
}

describe('a source in the config file', () => {
  it('of kind file has files, patterns and how its rows are read', () => {
    const { sources } = load(`
sources:
  logins:
    kind: file
    files: [ /data/**/*.csv.gz, edges.csv ]
    map: { account: user_id, at: 3 }
    layer_of: { device: device_id, ip: ip_addr }
    set: { source: 7, event: "" }
    stale_after: 26h
`);
    expect(sources.get('logins')).toEqual({
      kind: 'file',
      files: ['/data/**/*.csv.gz', resolve('edges.csv')],
      map: new Map([
        ['account', 'user_id'],
        ['at', '3'],
      ]),
      layerOf: new Map([
        ['device', 'device_id'],
        ['ip', 'ip_addr'],
      ]),
      set: new Map([
        ['event', ''],
        ['source', '7'],
      ]),
      staleAfterMs: 26 * 3_600_000,
    });
  });

  it('needs little: what is left out has its usual value', () => {
    const { sources } = load(`
sources:
  one: { kind: file, files: /data/a.csv }
  two: { kind: s3, bucket: edges, region: eu-central-1 }
  three: { kind: postgres, url: "postgres://db/x", query: SELECT 1, cursor: id }
`);
    const mapping = { map: new Map(), layerOf: new Map(), set: new Map(), staleAfterMs: null };
    expect(sources.get('one')).toEqual({ kind: 'file', files: ['/data/a.csv'], ...mapping });
    expect(sources.get('two')).toEqual({
      kind: 's3',
      endpoint: 'https://s3.eu-central-1.amazonaws.com',
      region: 'eu-central-1',
      bucket: 'edges',
      prefix: '',
      match: null,
      credentials: null,
      ...mapping,
    });
    expect(sources.get('three')).toMatchObject({ start: null, lookback: { count: 0 }, timeoutMs: 300_000, ...mapping });
  });

  it('looks back by a time or by a number', () => {
    const { sources } = load(`
sources:
  a: { kind: postgres, url: x, query: q, cursor: c, lookback: 10m, timeout: 30s, start: 2026-01-01 }
  b: { kind: postgres, url: x, query: q, cursor: c, lookback: 500, start: 12 }
`);
    expect(sources.get('a')).toMatchObject({ lookback: { ms: 600_000 }, timeoutMs: 30_000, start: '2026-01-01' });
    expect(sources.get('b')).toMatchObject({ lookback: { count: 500 }, start: '12' });
  });

  it('cannot be changed once it is loaded', () => {
    const { sources } = load('sources: { one: { kind: file, files: /a } }');
    expect(() => Object.assign(sources.get('one') ?? {}, { kind: 's3' })).toThrow(TypeError);
  });

  it('may be absent', () => {
    expect(load('seed: 3\n').sources.size).toBe(0);
    expect(load('sources:\n').sources.size).toBe(0);
  });
});

describe('what is refused names file and key:', () => {
  it.each([
    ['sources as a list', 'sources: [x]', /lockstep\.yaml: sources must hold names with settings/],
    ['a source that is a word', 'sources: { x: /data }', /lockstep\.yaml: sources\.x must hold settings/],
    [
      'a name with a colon',
      'sources: { "a:b": { kind: file, files: /a } }',
      /sources\.a:b: a source cannot be called so/,
    ],
    ['the name of files without one', 'sources: { file: { kind: file, files: /a } }', /sources\.file: .* command line/],
    ['no kind', 'sources: { x: { files: /a } }', /sources\.x has no kind: write file, s3, postgres/],
    [
      'an unknown kind',
      'sources: { x: { kind: postgers } }',
      /sources\.x\.kind: Unknown kind "postgers": did you mean "postgres"/,
    ],
    [
      'an unknown key',
      'sources: { x: { kind: file, fils: /a } }',
      /sources\.x: Unknown key "fils": did you mean "files"/,
    ],
    [
      'a key of another kind',
      'sources: { x: { kind: file, files: /a, bucket: b } }',
      /sources\.x: Unknown key "bucket"/,
    ],
    ['no files', 'sources: { x: { kind: file } }', /sources\.x has no files: add it/],
    [
      'an empty list',
      'sources: { x: { kind: file, files: [] } }',
      /sources\.x\.files cannot be \[\]; it must be a path/,
    ],
    [
      'an unknown column',
      'sources: { x: { kind: file, files: /a, map: { acount: u } } }',
      /sources\.x\.map: Unknown column "acount": did you mean "account"/,
    ],
    [
      'an unknown column to set',
      'sources: { x: { kind: file, files: /a, set: { wieght: 1 } } }',
      /sources\.x\.set: Unknown column "wieght"/,
    ],
    [
      'a map that is a list',
      'sources: { x: { kind: file, files: /a, map: [u] } }',
      /sources\.x\.map cannot be \["u"\]/,
    ],
    [
      'a time without a unit',
      'sources: { x: { kind: file, files: /a, stale_after: 26 } }',
      /sources\.x\.stale_after cannot be 26; it must be a duration/,
    ],
    [
      'an endpoint with a password',
      'sources: { x: { kind: s3, bucket: b, endpoint: "https://me:pw@host" } }',
      /sources\.x\.endpoint cannot be .*without credentials/,
    ],
    [
      'half of the credentials',
      'sources: { x: { kind: s3, bucket: b, access_key_id: me } }',
      /sources\.x has only a part of its credentials: add secret_access_key/,
    ],
    [
      'a secret twice',
      'sources: { x: { kind: postgres, url: u, url_file: /u, query: q, cursor: c } }',
      /sources\.x has url and url_file: keep one/,
    ],
    ['no address', 'sources: { x: { kind: postgres, query: q, cursor: c } }', /sources\.x has no url/],
    [
      'a negative look back',
      'sources: { x: { kind: postgres, url: u, query: q, cursor: c, lookback: -1 } }',
      /sources\.x\.lookback cannot be -1/,
    ],
  ])('%s', (_, yaml, message) => {
    expect(() => load(yaml)).toThrow(
      expect.objectContaining({ code: 'config', message: expect.stringMatching(message) }),
    );
  });

  it('a secret that is no text, without showing it', () => {
    const yaml = 'sources: { x: { kind: postgres, url: [hush], query: q, cursor: c } }';
    expect(() => load(yaml)).toThrow(/sources\.x\.url cannot be what it holds; it must be postgres:/);
    expect(() => load(yaml)).not.toThrow(/hush/);
  });
});

describe('secrets of sources', () => {
  const yaml = (secret: string) => `
sources:
  objects: { kind: s3, bucket: b, access_key_id: hush-id, secret_access_key_file: ${secret}, session_token: hush-token }
  rows: { kind: postgres, url: "postgres://me:hush-url@db/x", query: "SELECT *\\n  FROM edge", cursor: id }
`;

  it('in a file are read when they are needed, and then anew each time', () => {
    const secret = join(folder, 'key');
    rmSync(secret, { force: true });
    const source = load(yaml(secret)).sources.get('objects');
    const reveal = () => (source?.kind === 's3' ? source.credentials?.secretAccessKey.reveal() : undefined);
    expect(reveal).toThrow(/secret file .*key, named by .*lockstep\.yaml: sources\.objects\.secret_access_key_file/);
    writeFileSync(secret, 'first\n');
    expect(reveal()).toBe('first');
    writeFileSync(secret, 'second\n');
    expect(reveal()).toBe('second');
  });

  it('are never shown, and all else of a source is', () => {
    const secret = join(folder, 'shown-key');
    writeFileSync(secret, 'hush-key');
    const config = load(yaml(secret));
    const lines = describeConfig(config);
    expect(
      `${JSON.stringify(lines)} ${JSON.stringify([...config.sources])} ${inspect(config, { depth: 9 })}`,
    ).not.toContain('hush');
    const shown = Object.fromEntries(lines.map(({ key, value }) => [key, value]));
    expect(shown['sources.objects']).toBe(
      'kind=s3, endpoint=https://s3.us-east-1.amazonaws.com, region=us-east-1, bucket=b, credentials=set, not shown',
    );
    expect(shown['sources.rows']).toBe(
      'kind=postgres, url=set, not shown, query=SELECT * FROM edge, cursor=id, lookback=0, timeout=5m',
    );
  });
});
