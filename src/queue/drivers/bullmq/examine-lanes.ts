import type { QueueCheck } from '../../job-queue.ts';
import { LANES, type Lanes } from './lanes.ts';
import { nextFires } from './schedules.ts';

/** A worker that is awake takes a slot within seconds. */
const OVERDUE_MS = 60_000;

/** Whether jobs are handed out at all, and somebody takes them. */
export async function examineLanes(lanes: Lanes, now: number): Promise<readonly QueueCheck[]> {
  const [paused, fires] = await Promise.all([
    Promise.all(LANES.map((lane) => lanes[lane].isPaused())),
    nextFires(lanes.quick),
  ]);
  const overdue = [...fires].filter(([, at]) => at !== null && at < now - OVERDUE_MS).map(([id]) => id);
  return [
    paused.includes(true)
      ? { name: 'queue', state: 'failed', found: 'paused', fix: 'resume it with the tool that paused it' }
      : { name: 'queue', state: 'ok', found: 'hands out jobs', fix: null },
    overdue.length > 0
      ? {
          name: 'queue schedules',
          state: 'warning',
          found: `nobody took the slot of ${overdue.join(', ')}`,
          fix: 'start a worker',
        }
      : { name: 'queue schedules', state: 'ok', found: `${fires.size}, none overdue`, fix: null },
  ];
}
