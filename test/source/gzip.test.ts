import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { cut, inShort, read } from './reading.ts';

const HEAD = 'account,layer,entity,at\n';
const NAME = 'edges.csv.gz';
const rows = Array.from({ length: 40 }, (_, i) => `a${i},l,e${(i * 7919) % 97},${i}`);
const text = `${HEAD}${rows.join('\n')}\n`;

/** What whole rows can be had from the first bytes of a gzip, by Node's own inflater told not to mind the end. */
function wholeRows(bytes: Uint8Array): number {
  try {
    const opened = gunzipSync(bytes, { finishFlush: 2 }).toString();
    return Math.max(0, opened.split('\n').length - 2);
  } catch {
    return 0;
  }
}

test('reads plain and gzipped text by what it holds, whatever its name', async () => {
  expect((await read(gzipSync(text), {}, 'edges.csv')).edges).toHaveLength(40);
  expect((await read(text, {}, NAME)).edges).toHaveLength(40);
  expect((await read(gzipSync('{"account":"a","layer":"l","entity":"e","at":1}'), {}, 'x')).edges).toHaveLength(1);
});

test('cut at every byte: the whole rows before the cut are kept and the input is named as truncated', async () => {
  const bytes = gzipSync(text);
  for (let length = 0; length < bytes.length; length++) {
    const { edges, rejects, summary } = await read(bytes.subarray(0, length), {}, NAME);
    expect([length, summary.truncated, rejects]).toEqual([length, [NAME], []]);
    expect([length, edges.length]).toEqual([length, wholeRows(bytes.subarray(0, length))]);
  }
  expect((await read(bytes, {}, NAME)).summary.truncated).toEqual([]);
});

test('reads all members of a gzip, and misses it when the last is cut anywhere', async () => {
  const first = gzipSync(`${HEAD}a,l,e,1\nb,l,`);
  const second = gzipSync('e,2\nc,l,e,3\n');
  const bytes = Buffer.concat([first, second]);
  expect(inShort((await read(bytes, {}, NAME)).edges)).toEqual(['a l e 1000', 'b l e 2000', 'c l e 3000']);
  for (let length = first.length + 1; length < bytes.length; length++) {
    const { edges, summary } = await read(bytes.subarray(0, length), {}, NAME);
    expect([length, summary.truncated]).toEqual([length, [NAME]]);
    expect(edges.length).toBeGreaterThanOrEqual(1);
  }
  expect((await read(first, {}, NAME)).summary.truncated).toEqual([]);
});

test('many members of all sizes, with padding behind, read as one text', async () => {
  const pieces = cut(new TextEncoder().encode(text), [1, 30, 0x40, 7]).map((piece) => gzipSync(piece));
  const bytes = Buffer.concat([...pieces, gzipSync(''), Buffer.alloc(512)]);
  expect((await read(bytes, {}, NAME)).edges).toEqual((await read(text)).edges);
});

test('a header with name, comment, extra field and checksum is passed over', async () => {
  const plain = gzipSync(text);
  const flags = Buffer.from(plain.subarray(0, 10));
  flags[3] = 4 + 8 + 16 + 2;
  const extra = Buffer.from([3, 0, 1, 2, 3]);
  const bytes = Buffer.concat([
    flags,
    extra,
    Buffer.from('edges.csv\0a comment\0'),
    Buffer.from([9, 9]),
    plain.subarray(10),
  ]);
  const { edges, summary } = await read(bytes, {}, NAME);
  expect([edges.length, summary.truncated]).toEqual([40, []]);
  for (let length = 11; length < 40; length++) {
    expect((await read(bytes.subarray(0, length), {}, NAME)).summary.truncated).toEqual([NAME]);
  }
});

test.each([
  ['text behind the gzip', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('and more')])],
  [
    'a second member with a broken mark',
    (bytes: Buffer) => Buffer.concat([bytes, Buffer.from([0x1e]), bytes.subarray(1)]),
  ],
  ['padding and then text', (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(9), Buffer.from('x')])],
  ['a wrong checksum', (bytes: Buffer) => flip(bytes, bytes.length - 8)],
  ['a wrong length', (bytes: Buffer) => flip(bytes, bytes.length - 1)],
])('%s is damage, and all rows before it are kept', async (_, damage) => {
  const { edges, summary } = await read(damage(gzipSync(text)), {}, NAME);
  expect([edges.length, summary.truncated]).toEqual([40, [NAME]]);
});

test('a gzip broken in its middle gives what comes before, the same for any chunks', async () => {
  const many = Array.from({ length: 20_000 }, (_, i) => `a${i},l,e${(i * 7919) % 9973},${i}`);
  const bytes = gzipSync(`${HEAD}${many.join('\n')}\n`);
  const broken = Buffer.from(bytes);
  broken.fill(0xff, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 64);
  const { edges, summary } = await read(broken, {}, NAME);
  expect(summary.truncated).toEqual([NAME]);
  expect(edges.length).toBeGreaterThan(8000);
  const good = many.slice(0, 8000).map((row) => row.split(',')[2]);
  expect(edges.slice(0, 8000).map((edge) => edge.entity)).toEqual(good);
  expect((await read(cut(broken, [1000, 1, 77]), {}, NAME)).edges).toEqual(edges);
});

test('a bomb of a thousand to one is stopped with a sentence, and early', async () => {
  const bomb = gzipSync(`${HEAD}a,l,e,1\n${'x'.repeat(100_000_000)}`);
  expect(bomb.length).toBeLessThan(120_000);
  await expect(read(bomb, {}, NAME)).rejects.toMatchObject({
    code: 'over-limit',
    message: `${NAME} opens to more than 500 times its size and reading was stopped: if it is no bomb, unpack it first and name the plain file.`,
  });
  await expect(read(gzipSync(Buffer.alloc(100_000_000)), {}, NAME)).rejects.toMatchObject({ name: 'LockstepError' });
});

test('an ordinary file that compresses well is none', async () => {
  const equal = gzipSync(`${HEAD}${`a,l,${'e'.repeat(993)},1\n`.repeat(60_000)}`);
  expect((await read(equal, {}, NAME)).columns.length).toBe(60_000);
});

test('the caller may set the limit in bytes', async () => {
  await expect(read(gzipSync(text), { maxExpandedBytes: 500 }, NAME)).rejects.toMatchObject({
    code: 'over-limit',
    message: expect.stringContaining('more than 500 bytes'),
  });
});

test.each([
  ['gzip inside gzip', gzipSync(gzipSync(text))],
  ['Parquet inside gzip', gzipSync('PAR1....PAR1')],
])('%s is refused', async (what, bytes) => {
  await expect(read(bytes, {}, NAME)).rejects.toMatchObject({
    code: 'input-unreadable',
    message: expect.stringContaining(`${NAME} is ${what}`),
  });
});

test('a gzip of nothing has no header, as a gzip that was cut has none yet', async () => {
  await expect(read(gzipSync(''), {}, NAME)).rejects.toMatchObject({ message: expect.stringContaining('is empty') });
  expect((await read('', {}, NAME)).summary.truncated).toEqual([NAME]);
});

function flip(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
}
