import { existsSync } from 'node:fs';
import type { SchemaState } from '../../store.ts';
import { openAsIs } from './database.ts';
import { hasLedger, readSteps } from './migrate.ts';
import { SCHEMA_STEPS } from './schema.ts';

/** A file that is not there yet has none of the steps. */
export async function readSchema(path: string): Promise<SchemaState> {
  const done = existsSync(path) ? stepsIn(path) : 0;
  const steps = SCHEMA_STEPS.map((_, i) => ({ name: `step ${i + 1}`, isIn: i < done }));
  return { driver: 'sqlite', location: path, steps };
}

function stepsIn(path: string): number {
  const db = openAsIs(path);
  try {
    return db.read(() => (hasLedger(db) ? readSteps(db, path) : 0));
  } finally {
    db.close();
  }
}
