import { createCaseStore } from '../../create-case-store.ts';
import { createStore } from '../../create-store.ts';
import type { Step } from '../../record.ts';
import type { Store, StoreOptions } from '../../store.ts';
import { createConnection, int } from './connection.ts';
import { migrateDatabase } from './migrate.ts';
import { createNeo4jEdges } from './neo4j-edges.ts';
import { openDriver } from './open-driver.ts';
import { runRecords } from './records.ts';
import { schemaSteps } from './statements.ts';

/** Notes of committed writes are kept far longer than any retry lasts. */
const TOKEN_LIFE_MS = 3_600_000;

/** Edges and cases in one Neo4j database, 5.26 or newer, of any edition. */
export async function openNeo4j(url: string, options: StoreOptions): Promise<Store> {
  const now = options.now ?? Date.now;
  const driver = openDriver(url, options);
  const connection = createConnection(driver, options.neo4j?.database, now);
  const describeServer = async () => (await connection.once('store/describe'))[0];
  try {
    // Outside of any retry, so that a wrong address or password is told at once.
    await describeServer();
    await migrateDatabase(connection, now, options.migrate ?? true);
    await connection.alone('store/prune-applied', { before: int(now() - TOKEN_LIFE_MS) });
  } catch (error) {
    await driver.close();
    throw error;
  }
  const transactor = {
    read: <T>(createStep: () => Step<T>) => connection.read((tx) => runRecords(tx, createStep())),
    write: <T>(createStep: () => Step<T>) => connection.write((tx) => runRecords(tx, createStep())),
  };
  const close = async (): Promise<void> => {
    await driver.close();
  };
  return createStore({
    edges: createNeo4jEdges(connection, now),
    cases: createCaseStore(transactor, now),
    describe: async () => ({
      driver: 'neo4j',
      location: new URL(url).host,
      version: String((await describeServer())?.get('version')),
      schemaSteps: (await connection.read((tx) => tx.run('store/read-migrations'))).length,
      schemaStepsKnown: schemaSteps().length,
    }),
    close,
  });
}
