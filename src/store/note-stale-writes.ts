import type { AuditEntry } from '../model/audit.ts';
import { StaleEpochError } from './fencing.ts';

/** A write of a life that is over changes nothing, and the audit chain keeps that it was tried. */
export async function noteStaleWrite<T>(
  write: () => Promise<T>,
  action: string,
  addAudit: (entry: AuditEntry) => Promise<unknown>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof StaleEpochError) {
      const { runId, epoch } = error.fence;
      await addAudit({ actor: 'worker', action: 'write.refused', subject: runId, detail: { action, epoch } });
    }
    throw error;
  }
}
