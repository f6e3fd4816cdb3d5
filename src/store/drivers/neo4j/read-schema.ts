import type { SchemaState, StoreOptions } from '../../store.ts';
import { createConnection } from './connection.ts';
import { listSteps } from './migrate.ts';
import { openDriver } from './open-driver.ts';

export async function readSchema(url: string, options: StoreOptions): Promise<SchemaState> {
  const driver = openDriver(url, options);
  try {
    const connection = createConnection(driver, options.neo4j?.database, options.now ?? Date.now);
    // Outside of any retry, so that a wrong address or password is told at once.
    await connection.once('store/describe');
    const steps = (await listSteps(connection)).map(({ name, isIn }) => ({ name, isIn }));
    return { driver: 'neo4j', location: new URL(url).host, steps };
  } finally {
    await driver.close();
  }
}
