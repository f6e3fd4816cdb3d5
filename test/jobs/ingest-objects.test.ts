import { rmSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parsePseudonymKeys } from '../../src/source/pseudonym-keys.ts';
import { digestEdges } from '../../src/store/digest-edges.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';
import { openS3Server, S3_KEYS, type S3Server } from '../servers/s3-server.ts';
import { read } from '../source/reading.ts';
import { configOf, HEADER, ingest, KEY, makeRows, withBatches } from './ingesting.ts';

let folder = '';
let store: Store;
let server: S3Server;
beforeEach(async () => {
  folder = makeMemoryFolder();
  store = await openStore('memory:');
  server = await openS3Server();
});
afterEach(async () => {
  await store.close();
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

async function figures(changes: { readonly [key: string]: string } = {}) {
  const source = {
    kind: 's3',
    endpoint: server.endpoint,
    region: 'eu-central-1',
    bucket: 'edges',
    access_key_id: S3_KEYS.accessKeyId,
    secret_access_key: S3_KEYS.secretAccessKey,
    ...changes,
  };
  const config = configOf(folder, `sources: { objects: ${JSON.stringify(source)} }`);
  return (await ingest(withBatches(store, 500), config, [{ name: 'objects' }])).result.sources[0];
}

const put = (key: string, text: string | Buffer) => server.objects.set(key, Buffer.from(text));
const reads = () => server.requests.filter(({ path }) => !path.includes('list-type')).length;

it('objects of a bucket come to the edges of their rows, and are read again only when they are others', async () => {
  const rows = makeRows(5000);
  for (let i = 0; i < 5; i++) put(`in/${i}.csv.gz`, gzipSync(HEADER + rows.slice(1000 * i, 1000 * i + 1000).join('')));
  expect(await figures({ prefix: 'in/' })).toMatchObject({ rows: 5000, parts: 5, skipped: 0 });
  const { columns } = await read(HEADER + rows.join(''), { keys: parsePseudonymKeys(KEY) });
  expect(await store.edges.digest()).toBe(digestEdges(columns));
  const before = reads();
  put('in/3.csv.gz', gzipSync(HEADER + rows.slice(3000, 4000).join('') + makeRows(10, 9).join('')));
  put('in/6.csv', HEADER + makeRows(20, 10).join(''));
  expect(await figures({ prefix: 'in/' })).toMatchObject({ rows: 1030, parts: 2, skipped: 4 });
  expect(reads()).toBe(before + 2);
});

it('what a server does not answer for one object is not asked of it for each of the others', async () => {
  for (let i = 0; i < 3; i++) put(`${i}.csv`, HEADER + makeRows(5, i).join(''));
  server.fault = ({ url = '' }) =>
    url.includes('0.csv') ? { kind: 'status', status: 403, code: 'AccessDenied' } : null;
  await expect(figures()).rejects.toMatchObject({ code: 'config' });
  expect((await store.edges.counts()).edges).toBeGreaterThan(5);
  for (let i = 3; i < 6; i++) put(`${i}.csv`, HEADER + makeRows(5, i).join(''));
  const before = reads();
  server.fault = ({ url = '' }) =>
    url.includes('list-type') ? null : { kind: 'status', status: 412, code: 'PreconditionFailed' };
  await expect(figures()).rejects.toMatchObject({ code: 'unreachable' });
  expect(reads()).toBe(before + 1);
});
