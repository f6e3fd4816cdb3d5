import { LockstepError } from '../../../model/errors.ts';
import { checkJob, checkSchedules } from '../../check-job.ts';
import type { JobQueue, QueueCheck } from '../../job-queue.ts';
import type { QueueSettings } from '../../queue-options.ts';
import { createCrew } from './crew.ts';
import { createJobBook, type HeldJob } from './job-book.ts';
import { createTimetable, type Slot } from './timetable.ts';

/** A timer does not run on while the machine sleeps: the clock is looked at so often, however far off the next job is. */
const LOOK_MS = 30_000;

const CHECK: QueueCheck = {
  name: 'queue',
  state: 'ok',
  found: 'in this process: what waits ends with it, and is woken again from the store',
  fix: null,
};

/** The queue of one process. Slots that pass while the process is not there do not fire: there is nobody to remember them. */
export async function openInline(_url: string, settings: QueueSettings): Promise<JobQueue> {
  const book = createJobBook();
  const timetable = createTimetable();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const tick = (): void => {
    clearTimeout(timer);
    if (isClosed) return;
    for (const slot of timetable.due(Date.now())) book.add(makeSlotJob(slot));
    book.promote(Date.now());
    crew.handOut();
    const dueAt = Math.min(book.nextDue(), timetable.nextDue());
    if (dueAt < Number.POSITIVE_INFINITY) timer = setTimeout(tick, Math.max(1, Math.min(LOOK_MS, dueAt - Date.now())));
  };
  const crew = createCrew(book, settings, {
    taken: ({ scheduleId, slot }) => {
      if (scheduleId !== null && slot !== null) timetable.noteTaken(scheduleId, slot, Date.now());
    },
    moved: tick,
  });
  const refuseClosed = (): void => {
    if (isClosed) throw new LockstepError('internal', 'The queue is closed and takes no more jobs.');
  };
  const close = async (): Promise<void> => {
    isClosed = true;
    clearTimeout(timer);
    await crew.dismiss();
  };
  return {
    add: async (job) => {
      refuseClosed();
      checkJob(job);
      if (book.get(job.key) !== undefined) return;
      const { name, key, payload, priority = 'ad-hoc', lane = 'long' } = job;
      book.add({
        name,
        key,
        payload: structuredClone(payload),
        priority,
        lane,
        slot: null,
        scheduleId: null,
        ...FRESH,
      });
      tick();
    },
    has: async (key) => book.get(key) !== undefined,
    remove: async (key) => {
      const job = book.get(key);
      if (job === undefined || job.state === 'active') return false;
      book.drop(job);
      return true;
    },
    work: async (handler, { concurrency }) => {
      refuseClosed();
      return crew.hire(handler, concurrency);
    },
    putSchedules: async (schedules) => {
      refuseClosed();
      checkSchedules(schedules, Date.now());
      for (const gone of timetable.put(structuredClone(schedules), Date.now())) {
        const job = book.get(slotKey(gone));
        if (job?.state === 'waiting') book.drop(job);
      }
      tick();
    },
    nextFires: async () => timetable.nextFires(),
    depth: async () => book.depth(),
    examine: async () => [CHECK],
    close,
    [Symbol.asyncDispose]: close,
  };
}

const FRESH = { state: 'waiting', dueAt: 0, attempts: 0, failures: 0 } as const;

function makeSlotJob(slot: Slot): HeldJob {
  const { id, name, payload } = slot.schedule;
  const place = { priority: 'ad-hoc', lane: 'quick', slot: slot.at, scheduleId: id } as const;
  return { name, key: slotKey(slot), payload, ...place, ...FRESH };
}

/** With a colon, which no added job has in its key. */
function slotKey({ schedule, at }: Slot): string {
  return `${schedule.id}:${at}`;
}
