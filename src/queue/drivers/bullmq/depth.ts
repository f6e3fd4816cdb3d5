import type { QueueDepth } from '../../job-queue.ts';
import { LANES, type Lanes } from './lanes.ts';

/** Delayed jobs that are looked at one by one to tell what failed from what was postponed; any more count as postponed. */
const MOST_LOOKED_AT = 1_000;

/** Slots that are yet to come are no jobs. */
export async function measureDepth(lanes: Lanes): Promise<QueueDepth> {
  const depths = await Promise.all(
    LANES.map(async (lane) => {
      const [counts, looked] = await Promise.all([
        lanes[lane].getJobCounts('wait', 'prioritized', 'active', 'delayed'),
        lanes[lane].getDelayed(0, MOST_LOOKED_AT - 1),
      ]);
      const slots = looked.filter((job) => job?.repeatJobKey !== undefined && job.attemptsStarted === 0).length;
      const failed = looked.filter((job) => job?.attemptsMade > 0).length;
      const { wait = 0, prioritized = 0, active = 0, delayed = 0 } = counts;
      return { waiting: wait + prioritized, active, delayed: Math.max(0, delayed - slots - failed), failed };
    }),
  );
  const sum = (of: keyof QueueDepth) => depths.reduce((total, depth) => total + depth[of], 0);
  return { waiting: sum('waiting'), active: sum('active'), delayed: sum('delayed'), failed: sum('failed') };
}
