import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MANIFEST_NAME, MANIFEST_SCHEMA } from '../../src/service/manifest.ts';
import { discardPartial, openOutputFolder } from '../../src/service/output-folder.ts';

let parent: string;
let out: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'lockstep-out-'));
  out = join(parent, 'out');
});
afterEach(() => rmSync(parent, { recursive: true }));

async function writeRun(text: string): Promise<void> {
  await using folder = await openOutputFolder(out);
  await folder.write('report.json', [text]);
  await folder.write(MANIFEST_NAME, [JSON.stringify({ schema: MANIFEST_SCHEMA, files: folder.written })]);
  await folder.commit();
}

test('the folder is not there until it is whole', async () => {
  await using folder = await openOutputFolder(out);
  await folder.write('report.json', ['{}']);
  expect(existsSync(out)).toBe(false);
  await folder.commit();
  expect(readdirSync(out)).toEqual(['report.json']);
});

test('work that throws leaves nothing behind', async () => {
  const failing = (async () => {
    await using folder = await openOutputFolder(out);
    await folder.write('report.json', ['{}']);
    throw new Error('the renderer broke');
  })();
  await expect(failing).rejects.toThrow('the renderer broke');
  expect(readdirSync(parent)).toEqual([]);
});

test('a thread that was stopped leaves a partial folder, which is discarded', async () => {
  const folder = await openOutputFolder(out);
  await folder.write('report.json', ['{}']);
  await discardPartial(out);
  expect(readdirSync(parent)).toEqual([]);
});

test('an earlier run is replaced as a whole', async () => {
  await writeRun('first');
  await writeRun('second');
  expect(readFileSync(join(out, 'report.json'), 'utf8')).toBe('second');
  expect(readdirSync(parent)).toEqual(['out']);
});

test('a folder with a foreign file is refused, and named, and left as it is', async () => {
  await writeRun('first');
  writeFileSync(join(out, 'notes.txt'), 'mine');
  await expect(openOutputFolder(out)).rejects.toThrow(/holds a file that no Lockstep run has written \(notes\.txt\)/);
  expect(readdirSync(out).sort()).toEqual(['manifest.json', 'notes.txt', 'report.json']);
});

test('a folder that only looks like a run is refused', async () => {
  mkdirSync(out);
  writeFileSync(join(out, 'manifest.json'), '{"schema":"else/1","files":[]}');
  await expect(openOutputFolder(out)).rejects.toThrow(expect.objectContaining({ code: 'conflict' }));
});

test('a file in the place of the folder is refused', async () => {
  writeFileSync(out, 'mine');
  await expect(openOutputFolder(out)).rejects.toThrow(/is a file/);
});

test('an empty folder is taken', async () => {
  mkdirSync(out);
  await writeRun('first');
  expect(readdirSync(out).sort()).toEqual(['manifest.json', 'report.json']);
});

test('what a killed process has left is cleared away, and an old folder without a successor put back', async () => {
  // Above the largest process id that Linux gives (2^22), so that no process has it.
  const dead = 4_194_305;
  mkdirSync(join(parent, `.out.partial-${dead}`));
  mkdirSync(join(parent, `.out.old-${dead}`));
  writeFileSync(
    join(parent, `.out.old-${dead}`, 'manifest.json'),
    JSON.stringify({ schema: MANIFEST_SCHEMA, files: [] }),
  );
  await using folder = await openOutputFolder(out);
  expect(readdirSync(parent).sort()).toEqual([`.out.partial-${process.pid}`, 'out']);
  expect(folder.path).toBe(out);
});

test('lives of one run keep apart, and a later one clears away what earlier ones have left', async () => {
  await using late = await openOutputFolder(out, 1);
  await late.write('report.json', ['late']);
  await using folder = await openOutputFolder(out, 2);
  await folder.write('report.json', ['{}']);
  // This process is alive, but its first life is over.
  expect(readdirSync(parent)).toEqual([`.out.partial-${process.pid}.2`]);
  await expect(late.write('report.html', ['late'])).rejects.toThrow('ENOENT');
  await using _later = await openOutputFolder(join(parent, 'other'), 3);
  await discardPartial(out, 1);
  await folder.commit();
  expect(readFileSync(join(out, 'report.json'), 'utf8')).toBe('{}');
});

test('an earlier life leaves what a later one is writing', async () => {
  await using folder = await openOutputFolder(out, 2);
  await folder.write('report.json', ['{}']);
  await using _late = await openOutputFolder(out, 1);
  await folder.commit();
  expect(readdirSync(out)).toEqual(['report.json']);
});

test('digest and size are those of the bytes on the disk', async () => {
  await using folder = await openOutputFolder(out);
  const chunks = ['a,b\n', new TextEncoder().encode('é,ü\n'), 'x'.repeat(600_000), '\n'];
  const plain = await folder.write('pairs.csv', chunks);
  const packed = await folder.write('pairs.csv.gz', chunks);
  await folder.commit();
  const [bytes, gzip] = [readFileSync(join(out, 'pairs.csv')), readFileSync(join(out, 'pairs.csv.gz'))];
  const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
  expect(plain).toEqual({ name: 'pairs.csv', bytes: bytes.length, sha256: sha256(bytes) });
  expect(gunzipSync(gzip).equals(bytes)).toBe(true);
  expect(packed).toEqual({
    name: 'pairs.csv.gz',
    bytes: gzip.length,
    sha256: sha256(gzip),
    unpacked_bytes: bytes.length,
    unpacked_sha256: sha256(bytes),
  });
});

test('bytes that come without any text are all written', async () => {
  await using folder = await openOutputFolder(out);
  const chunks = [Uint8Array.of(1, 2, 3), new Uint8Array(0), new Uint8Array(700_000).fill(7), Uint8Array.of(9)];
  await folder.write('edges.bin', chunks);
  await folder.commit();
  expect(readFileSync(join(out, 'edges.bin')).equals(Buffer.concat(chunks))).toBe(true);
});

test('the same chunks pack to the same bytes, with no time in the header', async () => {
  await using folder = await openOutputFolder(out);
  const first = await folder.write('a.gz', ['same']);
  const second = await folder.write('b.gz', ['sa', 'me']);
  await folder.commit();
  expect(second.sha256).toBe(first.sha256);
  expect([...readFileSync(join(out, 'a.gz')).subarray(4, 8)]).toEqual([0, 0, 0, 0]);
});

test('a log takes lines while other files are written, and counts among them', async () => {
  await using folder = await openOutputFolder(out);
  const log = folder.log('rejects.ndjson');
  for (let i = 0; i < 20_000; i++) log.append(`{"line":${i},"reason":"é"}\n`);
  log.close();
  await folder.commit();
  const bytes = readFileSync(join(out, 'rejects.ndjson'));
  expect(bytes.toString().split('\n')).toHaveLength(20_001);
  expect(folder.written).toEqual([
    { name: 'rejects.ndjson', bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
  ]);
});
