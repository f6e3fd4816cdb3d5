import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProgressEvent } from '../../src/model/progress.ts';
import { runTask, TaskStopped } from '../../src/service/run-task.ts';
import type { Request } from '../../src/service/tasks.ts';

let folder: string;
let file: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-task-'));
  file = join(folder, 'edges.csv');
  writeFileSync(file, 'account,layer,entity,at\na,link,x,1\nb,link,x,2\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

function requestFor(files: readonly string[]): Request<'survey'> {
  const input = { files, map: [], layerOf: [], set: [], keepRejectedRows: false, ids: [], pseudonyms: null };
  return {
    input,
    options: { seed: 1, layers: new Map(), window: { from: null, to: null } },
    namedLayers: [],
    allowlistFile: null,
    previousFolder: null,
    out: null,
    dataDir: folder,
    threads: 1,
    memoryLimitMb: 512,
  };
}

const options = { onProgress: () => {}, signal: new AbortController().signal, memoryLimitMb: 512, stdin: null };

test('a task answers from its thread, and tells how far it is', async () => {
  const events: ProgressEvent[] = [];
  const survey = await runTask('survey', requestFor([file]), { ...options, onProgress: (event) => events.push(event) });
  expect(survey).toMatchObject({ accounts: 2, layers: [{ name: 'link', edges: 2, timed: 2 }] });
  expect(events.map(({ stage }) => stage)).toContain('read');
});

test('an error keeps its code and its sentence on the way out of the thread', async () => {
  await expect(runTask('survey', requestFor([join(folder, 'edges.cvs')]), options)).rejects.toThrow(
    expect.objectContaining({ code: 'input-missing', message: expect.stringContaining('edges.csv') }),
  );
});

test('an abort ends a thread that waits for input that never comes', async () => {
  const controller = new AbortController();
  const stdin = Object.assign(new PassThrough(), { fd: 0 }) as unknown as NodeJS.ReadStream;
  const running = runTask('survey', requestFor(['-']), { ...options, signal: controller.signal, stdin });
  setTimeout(() => controller.abort(), 300);
  await expect(running).rejects.toThrow(TaskStopped);
});

test('a thread that outgrows its memory is explained', async () => {
  const big = join(folder, 'allow.ndjson');
  const entry = '{"kind":"account","id":"a","reason":"a reason that is told again and again","author":"me"}\n';
  writeFileSync(big, entry.repeat(400_000));
  const request = { ...requestFor([file]), allowlistFile: big };
  await expect(runTask('survey', request, { ...options, memoryLimitMb: 64 })).rejects.toThrow(
    expect.objectContaining({ code: 'over-limit', message: expect.stringContaining('64 MB') }),
  );
});
