import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { csvRow } from '../../src/report/csv-row.ts';
import { namesAccount } from '../../src/service/names-account.ts';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';

const folder = makeMemoryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function names(file: string, content: string | Uint8Array, id: string): Promise<boolean> {
  const path = join(folder, file);
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  writeFileSync(path, file.endsWith('.gz') && typeof content === 'string' ? gzipSync(bytes) : bytes);
  return await namesAccount(path, id);
}

const ODD_IDS = [
  'alice-1',
  '12',
  '4711',
  'a"b,c',
  "=1+1'",
  '<i>&"x',
  'ünïcöde',
  'back\\slash',
  'two\nlines',
  '\u{1f600}',
  'a',
];

describe.each(ODD_IDS)('an account called %j', (id) => {
  test.each([
    ['report.json', JSON.stringify({ members: [{ account_id: id }] })],
    ['figures.ndjson.gz', `{"x":1}\n${JSON.stringify({ accounts: ['other', id] })}\n`],
    ['accounts.csv', `account_id,score\n${csvRow([id, 0.5])}`],
    ['pairs.csv.gz', `a,b,weight\nx,y,1\n${csvRow(['x', id, 2])}`],
  ])('is found in %s', async (file, content) => {
    expect(await names(file, content, id)).toBe(true);
  });

  test('is not found where only longer ids and counts look like it', async () => {
    const longer = [`${id}9`, `9${id}`, `x${id}x`];
    expect(await names('report.json', JSON.stringify({ rank: 12, size: 4711, members: longer }), id)).toBe(false);
    // A record that stands in several lines is taken for one that names whom its first line begins to.
    if (id.includes('\n')) return;
    const table = `a,b,weight\n${longer.map((other) => csvRow(['x', other, 12])).join('')}`;
    expect(await names('pairs.csv.gz', table, id)).toBe(false);
  });

  test('is found wherever the file is cut into pieces', async () => {
    // A file is read in pieces of 64 KB; the string ends at each place around the end of the first.
    const text = JSON.stringify(id);
    for (let over = 0; over <= Buffer.byteLength(text) + 1; over++) {
      const before = `{"x":"${' '.repeat(65_536 - 8 - Buffer.byteLength(text) + over)}",`;
      expect(await names('report.json', `${before}${text}:1}`, id), `${over} bytes over`).toBe(true);
    }
  });
});

test('an id is found as a word of a sentence, unless it may be a count', async () => {
  const sentence = JSON.stringify({ summary: '4711 accounts; alice-1 leads.' });
  expect(await names('report.json', sentence, 'alice-1')).toBe(true);
  expect(await names('report.json', sentence, '4711')).toBe(false);
  expect(await names('report.json', sentence, 'alice')).toBe(false);
});

test('a rejected row that was kept names whom it is about, however short', async () => {
  const reject = JSON.stringify({ file: 'x.csv', line: 2, field: 'at', reason: 'is empty', row: 'bob,device,d1,' });
  expect(await names('r.1.ndjson', `${reject}\n`, 'bob')).toBe(true);
  expect(await names('r.1.ndjson', `${reject}\n`, 'bo')).toBe(false);
  expect(await names('r.1.ndjson', 'bob,device,d1', 'bob')).toBe(true);
});

test('markup names an account between its tags and in its quotes', async () => {
  expect(await names('report.html', '<td>a&lt;b</td>', 'a<b')).toBe(true);
  expect(await names('clusters.graphml', '<data key="v0">12</data>', '12')).toBe(true);
  expect(await names('report.html', '<p>12 accounts</p>', '12')).toBe(false);
});

test('a packed file that is damaged may name anybody', async () => {
  expect(await names('pairs.csv.gz', gzipSync('a,b\nx,y\n').subarray(0, 20), 'alice-1')).toBe(true);
});

test('a file that is not ours names whose id stands in it anywhere, if that can be no chance', async () => {
  expect(await names('store.bak', Buffer.from('\0\u0001alice-1bob'), 'alice-1')).toBe(true);
  expect(await names('store.bak', Buffer.from('\0\u0001alice-1bob'), 'bob')).toBe(false);
});
