import { isDeepStrictEqual } from 'node:util';
import type { QueueSchedule } from '../../job-queue.ts';
import { nextSlot } from '../../next-slot.ts';

export type Slot = { readonly schedule: QueueSchedule; readonly at: number };

/**
 * The schedules of a queue, each with the slot that comes next. A slot that is due is told once; the one after it is looked for
 * only when somebody has taken it, so that of the slots that pass while nobody works the first fires, late, and no other.
 */
export type Timetable = {
  /** Makes the schedules exactly these; returns the slots that were told, were not taken, and are of no schedule any more. */
  readonly put: (schedules: readonly QueueSchedule[], now: number) => readonly Slot[];
  readonly due: (now: number) => readonly Slot[];
  readonly noteTaken: (scheduleId: string, slot: number, now: number) => void;
  readonly nextFires: () => ReadonlyMap<string, number | null>;
  /** When the next slot is to be told. */
  readonly nextDue: () => number;
};

type Row = { readonly schedule: QueueSchedule; next: number | null; isTold: boolean };

export function createTimetable(): Timetable {
  let rows: readonly Row[] = [];
  return {
    put: (schedules, now) => {
      const kept = rows.filter(({ schedule }) => schedules.some((other) => isDeepStrictEqual(schedule, other)));
      const gone = rows.filter((row) => !kept.includes(row));
      const made = schedules
        .filter((schedule) => !kept.some((row) => row.schedule.id === schedule.id))
        .map((schedule) => ({ schedule, next: nextSlot(schedule.pattern, schedule.timezone, now), isTold: false }));
      rows = [...kept, ...made];
      return gone.flatMap(({ schedule, next, isTold }) => (isTold && next !== null ? [{ schedule, at: next }] : []));
    },
    due: (now) =>
      rows.flatMap((row) => {
        if (row.isTold || row.next === null || row.next > now) return [];
        row.isTold = true;
        return [{ schedule: row.schedule, at: row.next }];
      }),
    noteTaken: (scheduleId, slot, now) => {
      const row = rows.find(({ schedule }) => schedule.id === scheduleId);
      if (row === undefined || row.next !== slot) return;
      row.isTold = false;
      row.next = nextSlot(row.schedule.pattern, row.schedule.timezone, Math.max(now, slot));
    },
    nextFires: () => new Map(rows.map(({ schedule, next }) => [schedule.id, next])),
    nextDue: () =>
      Math.min(
        Number.POSITIVE_INFINITY,
        ...rows.map(({ next, isTold }) => (isTold || next === null ? Number.POSITIVE_INFINITY : next)),
      ),
  };
}
