import { isDeepStrictEqual } from 'node:util';
import type { JobSchedulerJson, Queue } from 'bullmq';
import type { QueueSchedule } from '../../job-queue.ts';

/** A slot that is so long past and has no job is one that a worker lost on its way. */
const STUCK_MS = 60_000;

/**
 * Makes the schedulers of BullMQ exactly these. One that is there already is left alone: putting it again would throw away a slot
 * that is due and waits for a worker.
 */
export async function putSchedules(queue: Queue, schedules: readonly QueueSchedule[], now: number): Promise<void> {
  const there = await queue.getJobSchedulers(0, -1);
  for (const { key } of there) {
    if (!schedules.some(({ id }) => id === key)) await queue.removeJobScheduler(key);
  }
  for (const schedule of schedules) {
    const same = there.find((scheduler) => isSame(scheduler, schedule));
    if (same !== undefined && !(await isStuck(queue, same, now))) continue;
    const { id, pattern, timezone, name, payload } = schedule;
    await queue.upsertJobScheduler(id, { pattern, tz: timezone }, { name, data: payload });
  }
}

function isSame({ key, name, pattern, tz, template }: JobSchedulerJson, schedule: QueueSchedule): boolean {
  const { id, payload } = schedule;
  return (
    key === id &&
    name === schedule.name &&
    pattern === schedule.pattern &&
    tz === schedule.timezone &&
    isDeepStrictEqual(template?.data ?? {}, payload)
  );
}

async function isStuck(queue: Queue, { key, next }: JobSchedulerJson, now: number): Promise<boolean> {
  if (next === undefined || next > now - STUCK_MS) return false;
  return (await queue.getJob(`repeat:${key}:${next}`)) === undefined;
}

export async function nextFires(queue: Queue): Promise<ReadonlyMap<string, number | null>> {
  const there = await queue.getJobSchedulers(0, -1);
  return new Map(there.map(({ key, next }) => [key, next ?? null]));
}

/** The slot that a job of a scheduler was made for, which BullMQ keeps in its id. */
export function readSlot(id: string): { readonly scheduleId: string; readonly slot: number } | null {
  const [, scheduleId, slot] = /^repeat:([^:]+):(\d+)$/.exec(id) ?? [];
  return scheduleId === undefined ? null : { scheduleId, slot: Number(slot) };
}
