import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { openConfiguredStore } from '../../src/service/open-configured-store.ts';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';

const folder = makeMemoryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const configOf = (env: { readonly [name: string]: string }) => loadConfig({}, env);

describe('the store of the config', () => {
  it('is opened, and made when it is not there', async () => {
    const file = join(folder, 'a.db');
    await using store = await openConfiguredStore(configOf({ LOCKSTEP_STORE_URL: `sqlite:${file}` }));
    expect(await store.describe()).toMatchObject({ driver: 'sqlite', location: file });
  });

  it('is not made by work that needs what others have written', async () => {
    const file = join(folder, 'none.db');
    const opening = openConfiguredStore(configOf({ LOCKSTEP_STORE_URL: `sqlite:${file}` }), { mustExist: true });
    await expect(opening).rejects.toMatchObject({ code: 'input-missing' });
    expect(existsSync(file)).toBe(false);
  });

  it('may be in memory only where nothing else has to see it', async () => {
    const config = configOf({ LOCKSTEP_STORE_URL: 'memory:' });
    await expect(openConfiguredStore(config, { mustExist: true })).rejects.toThrow(/LOCKSTEP_STORE_URL/);
    await using store = await openConfiguredStore(config);
    expect(await store.describe()).toMatchObject({ driver: 'memory' });
  });

  it('gets the password of the config, and says nothing of it when the server is away', async () => {
    const config = configOf({ LOCKSTEP_STORE_URL: 'bolt://127.0.0.1:1', LOCKSTEP_NEO4J_PASSWORD: 'tell-nobody' });
    const error = await openConfiguredStore(config).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'unreachable' });
    expect(String(error)).not.toContain('tell-nobody');
  });
});
