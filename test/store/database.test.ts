import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/store/drivers/sqlite/database.ts';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';

const folder = makeMemoryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a log that somebody still reads from is not empty, and that is said', () => {
  const path = join(folder, 'a.db');
  const db = openDatabase(path, 50);
  const reader = openDatabase(path, 50);
  db.exec('CREATE TABLE t (x)');
  reader.exec('BEGIN');
  reader.get('SELECT count(*) FROM t');
  db.exec('INSERT INTO t VALUES (1)');
  expect(db.checkpoint()).toBe(false);
  reader.exec('COMMIT');
  expect(db.checkpoint()).toBe(true);
  reader.close();
  db.close();
});
