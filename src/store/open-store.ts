import { LockstepError } from '../model/errors.ts';
import type { Store, StoreOptions } from './store.ts';

type Open = (location: string, options: StoreOptions) => Promise<Store>;

/** Drivers by the scheme of the URL, imported only when asked for. `location` is what follows the scheme, for a server the whole URL. */
const DRIVERS: { readonly [scheme: string]: { readonly load: () => Promise<Open>; readonly isServer: boolean } } = {
  memory: { load: async () => (await import('./drivers/memory/open-memory.ts')).openMemory, isServer: false },
  sqlite: { load: async () => (await import('./drivers/sqlite/open-sqlite.ts')).openSqlite, isServer: false },
  ...Object.fromEntries(
    ['neo4j', 'neo4j+s', 'neo4j+ssc', 'bolt', 'bolt+s', 'bolt+ssc'].map((scheme) => [
      scheme,
      { load: async () => (await import('./drivers/neo4j/open-neo4j.ts')).openNeo4j, isServer: true },
    ]),
  ),
};

/** Opens the store that a URL names: `memory:`, `sqlite:./lockstep.db`, `neo4j://host:7687` or `bolt://host:7687`. */
export async function openStore(url: string, options: StoreOptions = {}): Promise<Store> {
  const end = url.indexOf(':');
  const driver = end < 0 ? undefined : DRIVERS[url.slice(0, end)];
  if (driver === undefined) {
    throw new LockstepError(
      'config',
      `The store URL "${redact(url)}" names no store that Lockstep knows: write memory:, sqlite:./lockstep.db, neo4j://host:7687 or bolt://host:7687.`,
    );
  }
  const open = await load(driver.load, url.slice(0, end));
  return await open(driver.isServer ? url : url.slice(end + 1), options);
}

async function load(driver: () => Promise<Open>, scheme: string): Promise<Open> {
  try {
    return await driver();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new LockstepError(
      'config',
      `The store ${scheme}: needs a package that is not installed: run "npm ci" in the folder of Lockstep.`,
      { cause },
    );
  }
}

/** A URL may carry a password. */
function redact(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//…@');
}
