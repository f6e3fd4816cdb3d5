import { loadDriver } from './load-driver.ts';
import type { SchemaState, StoreDescription, StoreOptions } from './store.ts';
import { parseStoreUrl } from './store-url.ts';

type Read = (location: string, options: StoreOptions) => Promise<SchemaState>;

const DRIVERS: { readonly [driver in StoreDescription['driver']]: () => Promise<Read> } = {
  memory: async () => async () => ({ driver: 'memory', location: 'this process', steps: [] }),
  sqlite: async () => (await import('./drivers/sqlite/read-schema.ts')).readSchema,
  neo4j: async () => (await import('./drivers/neo4j/read-schema.ts')).readSchema,
};

/**
 * Which steps of this version's schema are in the store that a URL names. Writes nothing, and makes no file. Throws `conflict`
 * for a store of another version, `unreachable` for one that cannot be asked.
 */
export async function openSchema(url: string, options: StoreOptions = {}): Promise<SchemaState> {
  const { driver, location } = parseStoreUrl(url);
  const read = await loadDriver(DRIVERS[driver], driver);
  return await read(location, options);
}
