import { loadDriver } from './load-driver.ts';
import type { Store, StoreDescription, StoreOptions } from './store.ts';
import { parseStoreUrl } from './store-url.ts';

type Open = (location: string, options: StoreOptions) => Promise<Store>;

const DRIVERS: { readonly [driver in StoreDescription['driver']]: () => Promise<Open> } = {
  memory: async () => (await import('./drivers/memory/open-memory.ts')).openMemory,
  sqlite: async () => (await import('./drivers/sqlite/open-sqlite.ts')).openSqlite,
  neo4j: async () => (await import('./drivers/neo4j/open-neo4j.ts')).openNeo4j,
};

/** Opens the store that a URL names: `memory:`, `sqlite:./lockstep.db`, `neo4j://host:7687` or `bolt://host:7687`. */
export async function openStore(url: string, options: StoreOptions = {}): Promise<Store> {
  const { driver, location } = parseStoreUrl(url);
  const open = await loadDriver(DRIVERS[driver], driver);
  return await open(location, options);
}
