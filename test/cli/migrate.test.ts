import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';
import { callHere, lockstep } from './lockstep.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = makeMemoryFolder();
  path = join(folder, 'store.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

const migrate = (...args: readonly string[]) =>
  callHere(['migrate', ...args], { LOCKSTEP_STORE_URL: `sqlite:${path}` });

test('a store is made with all steps of its schema, and found up to date after that', async () => {
  const env = { LOCKSTEP_STORE_URL: `sqlite:${path}` };
  const { status, stdout, stderr } = await lockstep(['migrate', '--json'], { cwd: folder, env });
  expect([status, stderr]).toEqual([0, '']);
  const { steps, ...rest } = JSON.parse(stdout);
  expect(rest).toEqual({ driver: 'sqlite', location: path, migrated: true });
  await using store = await openStore(`sqlite:${path}`, { migrate: false });
  expect((await store.describe()).schemaSteps).toBe(steps.length);
  expect(steps.every(({ state }: { readonly state: string }) => state === 'done')).toBe(true);
  expect((await migrate()).stdout).toBe(
    `in      step 1\nin      step 2\nThe schema of sqlite ${path} is up to date.\n`,
  );
});

test('a dry run tells what is missing, and makes nothing', async () => {
  const { stdout } = await migrate('--dry-run');
  expect(stdout).toBe(`missing step 1\nmissing step 2\n2 steps of the schema of sqlite ${path} are missing.\n`);
  expect(existsSync(path)).toBe(false);
});

test('a store of a later version is refused with or without a dry run', async () => {
  await migrate();
  const db = new DatabaseSync(path);
  db.exec("INSERT INTO schema_step (version, digest, at) VALUES (99, 'of the future', 0)");
  db.close();
  for (const args of [[], ['--dry-run']])
    expect(await migrate(...args)).toMatchObject({ status: 6, stderr: expect.stringContaining('another version') });
});

test('a file that is no database, and a store in memory, are refused', async () => {
  writeFileSync(path, 'no database, but long enough to be taken for one if nobody looks'.repeat(20));
  expect(await migrate('--dry-run')).toMatchObject({
    status: 4,
    stderr: expect.stringContaining('no store of Lockstep'),
  });
  const memory = await callHere(['migrate'], { LOCKSTEP_STORE_URL: 'memory:' });
  expect(memory).toMatchObject({ status: 2, stderr: expect.stringContaining('memory: has no schema') });
});
