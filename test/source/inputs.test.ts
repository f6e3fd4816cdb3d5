import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, openSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProgressEvent } from '../../src/model/progress.ts';
import { readEdges } from '../../src/source/read-edges.ts';
import { DEFAULT_READ_OPTIONS } from '../../src/source/read-options.ts';
import { inShort, read, readAll } from './reading.ts';

const HEAD = 'account,layer,entity,at\n';
let folder = '';
const put = (name: string, content: string | Uint8Array) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-inputs-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('reads several files of several formats in their order into one table of ids', async () => {
  const paths = [
    put('a.csv', `${HEAD}a,l,e,1\n`),
    put('b.ndjson', '{"account":"b","layer":"l","entity":"e","at":2}\n'),
    put('c.csv.gz', gzipSync(`at,entity,layer,account\n3,e,l,a\n`)),
  ];
  const { edges, columns, summary } = await readAll(paths);
  expect(inShort(edges)).toEqual(['a l e 1000', 'b l e 2000', 'a l e 3000']);
  expect([columns.accounts.size, columns.entities.size]).toEqual([2, 1]);
  expect(summary).toMatchObject({ rows: 3, rejected: 0, truncated: [] });
});

test('rejects name their own file', async () => {
  const paths = [put('bad1.csv', `${HEAD},l,e,1\n`), put('bad2.csv', `${HEAD}a,l,e,1\na,l,,1\n`)];
  const { rejects } = await readAll(paths);
  expect(rejects.map(({ file, line }) => [file, line])).toEqual([
    [paths[0], 2],
    [paths[1], 3],
  ]);
});

test('no input at all is an empty table', async () => {
  const { columns, summary } = await readAll([]);
  expect([columns.length, columns.accounts.size, summary.rows]).toEqual([0, 0, 0]);
});

test('progress grows to the sizes of all files together', async () => {
  const events: ProgressEvent[] = [];
  const paths = [put('p1.csv', `${HEAD}${'a,l,e,1\n'.repeat(100_000)}`), put('p2.csv', `${HEAD}a,l,e,1\n`)];
  const onProgress = (event: ProgressEvent) => events.push(event);
  await readEdges(paths, DEFAULT_READ_OPTIONS, { onReject: () => {}, onProgress });
  const done = events.map((event) => event.done);
  expect(done).toEqual([...done].sort((a, b) => a - b));
  expect(events.at(-1)).toEqual({ stage: 'read', done: 800_056, total: 800_056, unit: 'bytes' });
  expect(events.length).toBeGreaterThan(3);
});

test('a missing file is named with the nearest that is there, before any other is read', async () => {
  const present = put('transfers.csv', 'not even edges');
  await expect(readAll([present, join(folder, 'transfer.csv')])).rejects.toMatchObject({
    code: 'input-missing',
    message: `There is no file ${join(folder, 'transfer.csv')}: the nearest name there is ${present}.`,
  });
  await expect(readAll([join(folder, 'no', 'x.csv')])).rejects.toMatchObject({
    code: 'input-missing',
    message: expect.stringContaining(`There is no folder ${join(folder, 'no')}`),
  });
});

test('a directory, a named pipe and a device are refused at once, without waiting for a writer', async () => {
  const directory = join(folder, 'directory');
  mkdirSync(directory);
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const refusal = (message: string) => ({ code: 'input-unreadable', message: expect.stringContaining(message) });
  await expect(readAll([directory])).rejects.toMatchObject(refusal('is a directory: name the files in it'));
  await expect(readAll([pipe])).rejects.toMatchObject(refusal('is a named pipe'));
  await expect(readAll(['/dev/zero'])).rejects.toMatchObject(refusal('is a device'));
  await expect(readAll([put('file', ''), join(folder, 'file', 'x')])).rejects.toMatchObject({ code: 'input-missing' });
});

test('a file that may not be read is refused', async () => {
  const path = put('secret.csv', HEAD);
  chmodSync(path, 0);
  const isRoot = process.getuid?.() === 0;
  const reading = readAll([path]);
  if (isRoot) expect((await reading).columns.length).toBe(0);
  else await expect(reading).rejects.toMatchObject({ code: 'input-unreadable' });
});

test('links, .. and odd names are followed as the system does', async () => {
  put('odd \u00e9 name.csv', `${HEAD}a,l,e,1\n`);
  mkdirSync(join(folder, 'deep'));
  const link = join(folder, 'deep', 'link');
  symlinkSync('../odd \u00e9 name.csv', link);
  const { edges } = await readAll([link, `${folder}/deep/../odd \u00e9 name.csv`]);
  expect(edges).toHaveLength(2);
  symlinkSync('nowhere', join(folder, 'deep', 'broken'));
  await expect(readAll([join(folder, 'deep', 'broken')])).rejects.toMatchObject({ code: 'input-missing' });
});

test('standard input is - and is read as far as it goes, whatever its form', () => {
  const script = `
    import { readEdges } from ${JSON.stringify(new URL('../../src/source/read-edges.ts', import.meta.url).href)};
    import { DEFAULT_READ_OPTIONS } from ${JSON.stringify(new URL('../../src/source/read-options.ts', import.meta.url).href)};
    const rejects = [];
    const { columns } = await readEdges(['-'], DEFAULT_READ_OPTIONS, { onReject: (reject) => rejects.push(reject) });
    console.log(JSON.stringify([columns.length, rejects.map(({ file, line }) => [file, line])]));`;
  const run = (input: string | Uint8Array | number) => {
    const stdin = typeof input === 'number' ? { stdio: [input, 'pipe', 'inherit'] as const } : { input };
    const stdout = execFileSync(process.execPath, ['--input-type=module', '-e', script], stdin as object);
    return JSON.parse(stdout.toString());
  };
  const text = `${HEAD}a,l,e,1\n,l,e,2\n`;
  const expected = [1, [['standard input', 3]]];
  expect(run(text)).toEqual(expected);
  expect(run(gzipSync(text))).toEqual(expected);
  expect(run(openSync(put('stdin.csv', text), 'r'))).toEqual(expected);
});

test('standard input is read once only, and never as Parquet', async () => {
  await expect(readAll(['-', '-'])).rejects.toMatchObject({ code: 'usage' });
  await expect(read('PAR1PAR1')).rejects.toMatchObject({
    code: 'input-unreadable',
    message: expect.stringContaining('is Parquet, which cannot be read from a stream'),
  });
});

test.each([
  ['UTF-16 with a mark', Buffer.from(`\ufeff${HEAD}`, 'utf16le'), 'is UTF-16 text: convert it'],
  ['UTF-16 without a mark', Buffer.from(HEAD, 'utf16le'), 'is UTF-16 text: convert it'],
  ['UTF-16 big endian', Buffer.from(`\ufeff${HEAD}`, 'utf16le').swap16(), 'is UTF-16 text: convert it'],
  ['a zip archive', Buffer.from('PK\x03\x04....'), 'is a zip archive'],
  ['zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]), 'is compressed with zstd'],
  ['bzip2', Buffer.from('BZh91AY&SY'), 'is compressed with bzip2'],
  ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), 'is compressed with xz'],
  ['a JSON array', Buffer.from('[\n  {"account":"a"}\n]'), 'is a JSON array'],
])('%s is refused with a sentence', async (_, bytes, message) => {
  await expect(read(bytes)).rejects.toMatchObject({
    code: 'input-unreadable',
    message: expect.stringContaining(`edges.csv ${message}`),
  });
});

test('a failing stream ends the reading with its own error', async () => {
  const stream = (async function* () {
    yield new TextEncoder().encode(`${HEAD}a,l,e,1\n`);
    throw new Error('the line went dead');
  })();
  await expect(readAll([{ name: 'line', stream }])).rejects.toThrow('the line went dead');
});
