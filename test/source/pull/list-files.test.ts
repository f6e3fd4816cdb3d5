import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listFiles } from '../../../src/source/pull/list-files.ts';

let folder = '';
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'lockstep-list-')));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(name: string, content = 'x'): void {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), content);
}

async function names(...patterns: readonly string[]): Promise<readonly string[]> {
  const { parts } = await listFiles(patterns.map((pattern) => join(folder, pattern)));
  return parts.map(({ name }) => relative(folder, name));
}

it('a pattern names the files in all folders below, in the order of their bytes, each once', async () => {
  for (const name of ['b.csv', 'a/é.csv', 'a/z.csv', 'a/b/c.csv', 'a/notes.txt', 'a/.hidden.csv', '.git/x.csv'])
    put(name);
  mkdirSync(join(folder, 'folder.csv'));
  expect(await names('**/*.csv', 'a/*.csv')).toEqual(['a/b/c.csv', 'a/z.csv', 'a/é.csv', 'b.csv']);
  expect(await names('a/{z,nothing}.csv')).toEqual(['a/z.csv']);
});

it('a link to a file is a file, one to a folder is not gone into, one to nothing is left out', async () => {
  put('real.csv');
  symlinkSync(join(folder, 'real.csv'), join(folder, 'link.csv'));
  symlinkSync(folder, join(folder, 'loop'));
  symlinkSync(join(folder, 'nothing'), join(folder, 'dangling.csv'));
  expect(await names('**/*.csv')).toEqual(['link.csv', 'real.csv']);
});

it('a file whose name looks like a pattern is found by its name', async () => {
  put('day[1].csv');
  put('day1.csv');
  expect(await names('day[1].csv')).toEqual(['day[1].csv']);
  rmSync(join(folder, 'day[1].csv'));
  expect(await names('day[1].csv')).toEqual(['day1.csv']);
});

it('a file has another stamp when its size or its time is another, and only then', async () => {
  put('a.csv', 'one');
  const stamp = async () => (await listFiles([join(folder, 'a.csv')])).parts[0]?.stamp;
  const at = (seconds: number) => utimesSync(join(folder, 'a.csv'), seconds, seconds);
  at(1000.001);
  const first = await stamp();
  expect(await stamp()).toBe(first);
  at(1000.002);
  expect(await stamp()).not.toBe(first);
  put('a.csv', 'two!');
  at(1000.001);
  expect(await stamp()).not.toBe(first);
  put('a.csv', 'two');
  at(1000.001);
  expect(await stamp()).toBe(first);
});

it.each([
  ['a missing file', 'gone.csv', 'input-missing', /There is no file .*gone\.csv: the nearest name there is .*a\.csv/],
  ['a pattern that nothing fits', '*.parquet', 'input-missing', /No file fits the pattern .*\*\.parquet/],
  ['a folder', 'inner', 'input-unreadable', /inner is a directory: name the files in it/],
  ['a named pipe', 'pipe', 'input-unreadable', /pipe is a named pipe/],
])('%s is told of', async (_, name, code, message) => {
  put('a.csv');
  mkdirSync(join(folder, 'inner'));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  await expect(names(name)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});

it('standard input is refused, for it is gone after a crash', async () => {
  await expect(listFiles(['/dev/stdin'])).rejects.toMatchObject({
    code: 'input-unreadable',
    message: expect.stringMatching(/is a device, not a file|can be read once only/),
  });
});
