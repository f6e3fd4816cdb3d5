import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepSecret } from '../../../src/config/secret.ts';
import type { S3Source } from '../../../src/config/source-choice.ts';
import type { OpenInput } from '../../../src/source/open-input.ts';
import { listObjects } from '../../../src/source/pull/list-objects.ts';
import { openS3Server, S3_KEYS, type S3Fault, type S3Server } from '../../servers/s3-server.ts';
import { edgesOf, inShort } from '../reading.ts';
import { pull } from './pulling.ts';

const HEADER = 'account,layer,entity,at\n';
const encoder = new TextEncoder();

let server: S3Server;
beforeEach(async () => {
  server = await openS3Server();
});
afterEach(() => server[Symbol.asyncDispose]());

function sourceOf(changes: Partial<S3Source> = {}): S3Source {
  return {
    kind: 's3',
    endpoint: server.endpoint,
    region: 'eu-central-1',
    bucket: 'edges',
    prefix: '',
    match: null,
    credentials: {
      accessKeyId: keepSecret(S3_KEYS.accessKeyId),
      secretAccessKey: keepSecret(S3_KEYS.secretAccessKey),
      sessionToken: null,
    },
    map: new Map(),
    layerOf: new Map(),
    set: new Map(),
    staleAfterMs: null,
    ...changes,
  };
}

const list = (changes: Partial<S3Source> = {}) => listObjects('objects', sourceOf(changes), { firstPauseMs: 1 });

async function names(changes: Partial<S3Source> = {}): Promise<readonly string[]> {
  return (await list(changes)).parts.map(({ name }) => name.replace('s3://edges/', ''));
}

function put(key: string, content: string | Uint8Array = 'x'): void {
  server.objects.set(key, typeof content === 'string' ? encoder.encode(content) : content);
}

async function open(key: string): Promise<OpenInput> {
  const { parts, open: openPart } = await list();
  const part = parts.find(({ name }) => name === `s3://edges/${key}`);
  if (part === undefined) throw new Error(`${key} is not there`);
  return await openPart(part);
}

async function bytesOf(input: OpenInput): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of input.bytes()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Does each fault to one request for an object, in turn, and nothing afterwards. */
function faultsOf(faults: readonly S3Fault[], isMeant = (path: string) => !path.includes('list-type')): void {
  const left = [...faults];
  server.fault = ({ url = '' }) => (isMeant(url) ? (left.shift() ?? null) : null);
}

const LONG = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 31 + (i >> 8)) & 255));

describe('the objects of a bucket', () => {
  it('are listed page by page, in the order of their bytes, without what stands for a folder', async () => {
    const keys = Array.from({ length: 20 }, (_, i) => `day-${i}/é ${i}.csv`);
    for (const key of keys) put(key);
    put('folder/', '');
    expect(await names()).toEqual(keys.toSorted());
    expect(server.requests.filter(({ path }) => path.includes('list-type')).length).toBe(7);
  });

  it('may have any key: what is asked for is what is signed', async () => {
    const keys = [
      'a b+c.csv',
      'ü/日本&?#%25.csv',
      "q'(1)*!~.csv",
      'x=1/y;2,$@:.csv',
      'a//b.csv',
      '<&"\'>.csv',
      '…\u{1f600}',
    ];
    for (const key of keys) put(key, `content of ${key}`);
    expect((await names()).toSorted()).toEqual(keys.toSorted());
    for (const key of keys) expect((await bytesOf(await open(key))).toString()).toBe(`content of ${key}`);
    expect(server.requests.every(({ status }) => status < 300)).toBe(true);
  });

  it('are those of a prefix that fit a pattern', async () => {
    for (const key of ['in/a.csv', 'in/b/c.csv.gz', 'in/_SUCCESS', 'out/a.csv']) put(key);
    expect(await names({ prefix: 'in/' })).toEqual(['in/_SUCCESS', 'in/a.csv', 'in/b/c.csv.gz']);
    expect(await names({ prefix: 'in/', match: '**/*.csv*' })).toEqual(['in/a.csv', 'in/b/c.csv.gz']);
    await expect(names({ prefix: 'none/' })).rejects.toMatchObject({ code: 'input-missing' });
  });

  it('have another stamp when their content is another', async () => {
    put('a', 'one');
    const stamp = async () => (await list()).parts[0]?.stamp;
    const first = await stamp();
    expect(await stamp()).toBe(first);
    put('a', 'two');
    expect(await stamp()).not.toBe(first);
  });

  it('of a public bucket need no credentials', async () => {
    await using open = await openS3Server({ isPublic: true });
    open.objects.set('a', encoder.encode('x'));
    expect(await names({ credentials: null, endpoint: `${open.endpoint}/` })).toEqual(['a']);
  });

  it('whose key no address can hold are told of, and the others read', async () => {
    put('a/../b', 'x');
    put('c', 'y');
    await expect(bytesOf(await open('a/../b'))).rejects.toMatchObject({ code: 'input-unreadable' });
    expect((await bytesOf(await open('c'))).toString()).toBe('y');
  });
});

describe('an object', () => {
  it('that breaks off is asked for again from where it broke, until it is whole', async () => {
    put('long', LONG);
    const input = await open('long');
    faultsOf([1000, 65_536, 0, 1].map((after) => ({ kind: 'cut', after })));
    expect(Buffer.compare(await bytesOf(input), LONG)).toBe(0);
    const ranges = server.requests.flatMap(({ range }) => range ?? []).map((range) => Number(/\d+/.exec(range)?.[0]));
    expect(ranges).toEqual([0, 1000, 66_536, 66_536, 66_537]);
  });

  it('is asked for again while the server is busy or the connection fails', async () => {
    put('long', LONG);
    const input = await open('long');
    faultsOf([
      { kind: 'status', status: 503, code: 'SlowDown' },
      { kind: 'drop' },
      { kind: 'status', status: 500, code: 'InternalError' },
      { kind: 'status', status: 429, code: '' },
    ]);
    expect(Buffer.compare(await bytesOf(input), LONG)).toBe(0);
  });

  it('is put together from a server that knows no ranges', async () => {
    put('long', LONG);
    const input = await open('long');
    faultsOf([{ kind: 'cut', after: 5000 }, { kind: 'whole' }]);
    expect(Buffer.compare(await bytesOf(input), LONG)).toBe(0);
  });

  it('that never comes is given up', async () => {
    put('long', LONG);
    const input = await open('long');
    server.fault = () => ({ kind: 'cut', after: 0 });
    await expect(bytesOf(input)).rejects.toMatchObject({ code: 'unreachable' });
    expect(server.requests.length).toBeLessThan(10);
  });

  it('that was written since it was listed is not read in two halves', async () => {
    put('long', LONG);
    const input = await open('long');
    server.fault = ({ headers }) => {
      if (headers.range === 'bytes=0-299999') return { kind: 'cut', after: 1000 };
      put('long', Buffer.from(LONG).reverse());
      return null;
    };
    await expect(bytesOf(input)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/has changed since it was listed \(PreconditionFailed\)/),
    });
  });

  it('is read as CSV, gzip or Parquet, as a file would be', async () => {
    const csv = `${HEADER}${Array.from({ length: 9000 }, (_, i) => `a${i},link,e${i % 7},${i}\n`).join('')}`;
    const of = (prefix: string) => Array.from({ length: 9000 }, (_, i) => `${prefix}${prefix === 'a' ? i : i % 7}`);
    const columnData = [
      { name: 'account', data: of('a'), type: 'STRING' as const },
      { name: 'layer', data: Array(9000).fill('link'), type: 'STRING' as const },
      { name: 'entity', data: of('e'), type: 'STRING' as const },
      { name: 'at', data: Array.from({ length: 9000 }, (_, i) => i), type: 'INT32' as const },
    ];
    put('a.csv', csv);
    put('b.csv.gz', gzipSync(csv));
    put('c.parquet', new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 4000 })));
    const readings = await Promise.all(
      ['a.csv', 'b.csv.gz', 'c.parquet'].map(async (key) => await pull(await open(key), 1000)),
    );
    const [first = [], ...others] = readings.map(({ batches }) => inShort(batches.flatMap(edgesOf)));
    expect(first.length).toBe(9000);
    for (const other of others) expect(other).toEqual(first);
  });

  it('that is a gzip broken off on the way is whole all the same, and nobody calls it truncated', async () => {
    const rows = Array.from({ length: 50_000 }, (_, i) => `a${(i * 7919) % 50_021},link,e${i},${i}\n`).join('');
    put('long.csv.gz', gzipSync(HEADER + rows));
    const input = await open('long.csv.gz');
    faultsOf(Array.from({ length: 5 }, (_, i) => ({ kind: 'cut', after: 20_000 + i })));
    const { summary } = await pull(input, 10_000);
    expect(summary).toEqual({ rows: 50_000, rejected: 0, isWhole: true });
  });
});

describe('a server that does not list', () => {
  it.each([
    [
      'a wrong secret',
      {
        credentials: {
          accessKeyId: keepSecret(S3_KEYS.accessKeyId),
          secretAccessKey: keepSecret('hush'),
          sessionToken: null,
        },
      },
      /SignatureDoesNotMatch: check secret_access_key/,
    ],
    [
      'a wrong id',
      { credentials: { accessKeyId: keepSecret('hush'), secretAccessKey: keepSecret('hush'), sessionToken: null } },
      /InvalidAccessKeyId/,
    ],
    ['no credentials', { credentials: null }, /InvalidAccessKeyId|AccessDenied/],
    ['another region', { region: 'us-east-1' }, /AuthorizationHeaderMalformed: check region/],
    ['another bucket', { bucket: 'edge' }, /NoSuchBucket: there is no such bucket/],
  ] as const)('for %s is not asked again', async (_, changes, message) => {
    put('a');
    const error: Error = await list(changes).then(
      () => new Error('none'),
      (reason: Error) => reason,
    );
    expect(error).toMatchObject({ code: 'config', message: expect.stringMatching(message) });
    expect(error.message).not.toContain('hush');
    expect(server.requests.length).toBe(1);
  });

  it('because its answer broke off is asked again', async () => {
    for (let i = 0; i < 5; i++) put(`a${i}`);
    faultsOf([{ kind: 'cut', after: 100 }, { kind: 'drop' }], () => true);
    expect((await names()).length).toBe(5);
  });

  it('because it is not there, or is none of S3, says so', async () => {
    await expect(list({ endpoint: 'http://127.0.0.1:1' })).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    const { createServer } = await import('node:http');
    const other = createServer((_, response) => response.end('<html><p>hello</html>')).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const address = other.address();
    const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    await expect(list({ endpoint })).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('ListObjectsV2'),
    });
    other.closeAllConnections();
    other.close();
  });
});

it('a token of temporary credentials goes along, signed', async () => {
  put('a');
  let token: unknown;
  server.fault = ({ headers }) => {
    token = [headers['x-amz-security-token'], headers.authorization?.includes('x-amz-security-token')];
    return null;
  };
  const { credentials } = sourceOf();
  if (credentials === null) throw new Error('no credentials');
  await list({ credentials: { ...credentials, sessionToken: keepSecret('token') } });
  expect(token).toEqual(['token', true]);
});
