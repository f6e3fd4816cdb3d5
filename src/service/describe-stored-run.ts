import type { Json, StoredRun } from '../model/stored-run.ts';

/** A run as it leaves Lockstep as JSON. Times are RFC 3339. */
export type RunDocument = {
  readonly run_id: string;
  readonly number: number;
  readonly kind: StoredRun['kind'];
  readonly state: StoredRun['state'];
  readonly priority: StoredRun['priority'];
  readonly schedule_id: string | null;
  readonly slot: string | null;
  readonly attempts: number;
  readonly cancel_asked: boolean;
  readonly progress: StoredRun['progress'];
  readonly snapshot_seq: number | null;
  readonly failure: StoredRun['failure'];
  readonly params: Json;
  readonly result: Json;
  readonly created_at: string;
  readonly updated_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
};

export function describeStoredRun(run: StoredRun): RunDocument {
  return {
    run_id: run.id,
    number: run.number,
    kind: run.kind,
    state: run.state,
    priority: run.priority,
    schedule_id: run.scheduleId,
    slot: instant(run.slot),
    attempts: run.attempts,
    cancel_asked: run.cancelAsked,
    progress: run.progress,
    snapshot_seq: run.snapshotSeq,
    failure: run.failure,
    params: run.params,
    result: run.result,
    created_at: new Date(run.createdAt).toISOString(),
    updated_at: new Date(run.updatedAt).toISOString(),
    started_at: instant(run.startedAt),
    finished_at: instant(run.finishedAt),
  };
}

function instant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
