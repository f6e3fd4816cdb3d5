import { createCaseStore } from '../../create-case-store.ts';
import { createStore } from '../../create-store.ts';
import type { Step } from '../../record.ts';
import { runStep } from '../../run-step.ts';
import type { Store, StoreOptions } from '../../store.ts';
import { openDatabase } from './database.ts';
import { migrateDatabase } from './migrate.ts';
import { createRecords } from './records.ts';
import { SCHEMA_STEPS } from './schema.ts';
import { createSqliteEdges } from './sqlite-edges.ts';

/** Edges and cases in one file. Any number of processes may have it open; writers take turns. */
export async function openSqlite(path: string, options: StoreOptions): Promise<Store> {
  const now = options.now ?? Date.now;
  const db = openDatabase(path);
  const answer = createRecords(db);
  try {
    migrateDatabase(db, path, now, options.migrate ?? true);
  } catch (error) {
    db.close();
    throw error;
  }
  const transactor = {
    read: async <T>(createStep: () => Step<T>) => db.read(() => runStep(createStep(), answer)),
    write: async <T>(createStep: () => Step<T>) => db.write(() => runStep(createStep(), answer)),
  };
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) db.close();
    isOpen = false;
  };
  return createStore({
    edges: createSqliteEdges(db, answer, now),
    cases: createCaseStore(transactor, now),
    describe: async () => ({
      driver: 'sqlite',
      location: path,
      version: String(db.get('SELECT sqlite_version() AS version')?.['version']),
      schemaSteps: Number(db.get('SELECT count(*) AS steps FROM schema_step')?.['steps']),
      schemaStepsKnown: SCHEMA_STEPS.length,
    }),
    close,
  });
}
