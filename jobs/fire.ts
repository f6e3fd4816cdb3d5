import type { StoredRun } from '../src/model/stored-run.ts';
import type { JobPorts } from './job-ports.ts';
import { paramsOfSlot } from './schedule-params.ts';

/**
 * A slot of a schedule has come: makes its run, once however often the slot fires. `null` when the schedule is gone or paused,
 * or when the slot lies before the schedule was set as it is.
 */
export async function fireSchedule(
  { store, config }: Pick<JobPorts, 'store' | 'config'>,
  scheduleId: string,
  slot: number,
): Promise<StoredRun | null> {
  const schedule = (await store.cases.schedules()).find(({ id }) => id === scheduleId);
  if (schedule === undefined || schedule.isPaused || slot < schedule.since) return null;
  const { run } = await store.cases.createRun({
    id: runIdOfSlot(scheduleId, slot),
    kind: schedule.kind,
    params: paramsOfSlot(schedule, slot, config),
    scheduleId,
    slot,
    priority: 'nightly',
  });
  return run;
}

/** `nightly-20261127T020000Z`: one slot, one run. */
export function runIdOfSlot(scheduleId: string, slot: number): string {
  return `${scheduleId}-${compactInstant(slot)}`;
}

export function compactInstant(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}
