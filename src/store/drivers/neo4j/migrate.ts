import { createHash } from 'node:crypto';
import { LockstepError } from '../../../model/errors.ts';
import { type Connection, int } from './connection.ts';
import { schemaSteps, statement } from './statements.ts';

/**
 * Brings the database to this version's constraints, one step at a time; each may be done twice, so that several processes may
 * start at once and a killed one leaves no harm. A step that differs from the one that was done is refused.
 */
export async function migrateDatabase(connection: Connection, now: () => number, mayMigrate: boolean): Promise<number> {
  const missing = (await listSteps(connection)).filter(({ isIn }) => !isIn);
  if (missing.length > 0 && !mayMigrate) {
    throw new LockstepError(
      'conflict',
      'The Neo4j database has not the schema of this version: run "lockstep migrate".',
    );
  }
  for (const { name, digest } of missing) {
    await connection.alone(`schema/${name}`);
    await connection.alone('store/note-migration', { name, digest, at: int(now()) });
  }
  return missing.length;
}

type Step = { readonly name: string; readonly digest: string; readonly isIn: boolean };

/** This version's steps, and which are in; throws `conflict` when one is in that is not ours. */
export async function listSteps(connection: Connection): Promise<readonly Step[]> {
  const rows = await connection.read((tx) => tx.run('store/read-migrations'));
  const done = new Map(rows.map((row) => [row.get('name') as string, row.get('digest') as string]));
  const steps = schemaSteps().map((name) => ({ name, digest: digestOf(`schema/${name}`) }));
  for (const [name, digest] of done) {
    if (steps.some((step) => step.name === name && step.digest === digest)) continue;
    throw new LockstepError(
      'conflict',
      `The Neo4j database was made by another version of Lockstep (step ${name} of its schema differs): use that version, or another database.`,
    );
  }
  return steps.map((step) => ({ ...step, isIn: done.has(step.name) }));
}

function digestOf(name: string): string {
  return createHash('sha256').update(statement(name).text).digest('hex');
}
