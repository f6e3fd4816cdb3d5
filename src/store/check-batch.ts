import type { EdgeBatch } from '../model/edge-batch.ts';
import { LockstepError } from '../model/errors.ts';

/** Refuses a batch that no store takes. */
export function checkBatch(batch: EdgeBatch, maxRows: number): void {
  if (batch.batchKey === '')
    throw new LockstepError('usage', 'A batch needs a key that names it for ever: give it one.');
  if (batch.columns.length > maxRows) {
    throw new LockstepError(
      'over-limit',
      `The batch ${batch.batchKey} has ${batch.columns.length} rows and this store takes ${maxRows} at once: cut it into smaller ones.`,
    );
  }
}
