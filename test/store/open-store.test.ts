import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { LockstepError } from '../../src/model/errors.ts';
import { openStore } from '../../src/store/open-store.ts';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';

const folder = makeMemoryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function failure(work: Promise<unknown>): Promise<LockstepError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof LockstepError) return error;
    throw error;
  }
  throw new Error('It should have failed.');
}

describe('openStore', () => {
  it('names the URLs that it knows when it is given another, and no password', async () => {
    const error = await failure(openStore('postgres://ann:secret@host/db'));
    expect(error.code).toBe('config');
    expect(error.message).toContain('sqlite:./lockstep.db');
    expect(error.message).not.toContain('secret');
    expect((await failure(openStore('lockstep.db'))).code).toBe('config');
    expect((await failure(openStore('sqlite:'))).message).toContain('names no file');
  });

  it('says so when a file cannot be opened, is no store, or is of another version', async () => {
    expect((await failure(openStore(`sqlite:${join(folder, 'none', 'x.db')}`))).code).toBe('unreachable');
    writeFileSync(
      join(folder, 'text.db'),
      'not a database, but long enough to be taken for one if nobody looks'.repeat(100),
    );
    expect((await failure(openStore(`sqlite:${join(folder, 'text.db')}`))).message).toContain('no store of Lockstep');
    const later = join(folder, 'later.db');
    await (await openStore(`sqlite:${later}`)).close();
    const db = new DatabaseSync(later);
    db.exec("INSERT INTO schema_step (version, digest, at) VALUES (99, 'of the future', 0)");
    db.close();
    const error = await failure(openStore(`sqlite:${later}`));
    expect([error.code, error.message]).toEqual(['conflict', expect.stringContaining('another version')]);
  });

  it('refuses a file without tables when it may not make them', async () => {
    const error = await failure(openStore(`sqlite:${join(folder, 'bare.db')}`, { migrate: false }));
    expect(error.message).toContain('lockstep migrate');
  });

  it('says in one sentence that a server does not answer', async () => {
    const error = await failure(openStore('bolt://127.0.0.1:1', { neo4j: { password: 'x' } }));
    expect([error.code, error.message]).toEqual(['unreachable', expect.stringContaining('does not answer')]);
  });

  it('tells what it has opened', async () => {
    await using store = await openStore(`sqlite:${join(folder, 'a.db')}`);
    expect(await store.describe()).toMatchObject({
      driver: 'sqlite',
      schemaSteps: 2,
      schemaStepsKnown: 2,
      version: expect.stringMatching(/^3\./),
    });
  });
});
