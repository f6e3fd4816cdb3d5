import { LockstepError } from '../model/errors.ts';
import type { JobPayload, NewJob, QueueSchedule } from './job-queue.ts';
import { nextSlot } from './next-slot.ts';

const MOST_BYTES = 4096;
const KEY = /^(?!\d+$)[A-Za-z0-9._-]{1,256}$/;

/** Throws `usage` for a key that a driver could not keep, `over-limit` for a payload that is more than a reference. */
export function checkJob(job: NewJob): void {
  checkKey(job.key);
  checkPayload(job.key, job.payload);
}

/** Throws `usage` as well for a pattern or time zone that cannot be read, and for a pattern that never comes. */
export function checkSchedules(schedules: readonly QueueSchedule[], now: number): void {
  const ids = new Set(schedules.map(({ id }) => id));
  if (ids.size < schedules.length) {
    throw new LockstepError('usage', 'Two schedules have the same id: give each an id of its own.');
  }
  for (const { id, pattern, timezone, payload } of schedules) {
    checkKey(id);
    checkPayload(id, payload);
    if (nextSlot(pattern, timezone, now) !== null) continue;
    throw new LockstepError(
      'usage',
      `The pattern "${pattern}" of the schedule ${id} never comes: name a day that exists.`,
    );
  }
}

function checkKey(key: string): void {
  if (KEY.test(key)) return;
  throw new LockstepError(
    'usage',
    `The job key ${JSON.stringify(key.slice(0, 80))} cannot be kept: use 1 to 256 letters, digits, "-", "_" and ".", not digits alone.`,
  );
}

function checkPayload(key: string, payload: JobPayload): void {
  const bytes = Buffer.byteLength(JSON.stringify(payload));
  if (bytes <= MOST_BYTES) return;
  throw new LockstepError(
    'over-limit',
    `The payload of the job ${key} has ${bytes} bytes, and ${MOST_BYTES} is the most: keep the data in the store and put its id into the job.`,
  );
}
