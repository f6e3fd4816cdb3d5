import type { NewJob } from '../../job-queue.ts';
import { LANES, type Lanes } from './lanes.ts';

const NIGHTLY = 10;
const HELD: ReadonlySet<string> = new Set(['waiting', 'prioritized', 'delayed', 'active']);

/** What has no priority goes first with BullMQ, then by number. */
export async function addJob(lanes: Lanes, job: NewJob): Promise<void> {
  const { name, key, payload, priority = 'ad-hoc', lane = 'long' } = job;
  const queue = lanes[lane];
  const rank = priority === 'nightly' ? { priority: NIGHTLY } : {};
  await queue.add(name, payload, { jobId: key, ...rank });
  if (await isOrphan(lanes, lane, key)) {
    await queue.remove(key);
    await queue.add(name, payload, { jobId: key, ...rank });
  }
}

/**
 * A job that is kept but stands in no line: what is left when a server lost a part of what it held. It would keep its key from
 * being added for ever. Looked at twice, as a job may just be on its way from one line to the next.
 */
async function isOrphan(lanes: Lanes, lane: keyof Lanes, key: string): Promise<boolean> {
  for (let look = 0; look < 2; look++) {
    if (HELD.has(await lanes[lane].getJobState(key))) return false;
    if ((await lanes[lane].getJob(key)) === undefined) return false;
  }
  return true;
}

export async function hasJob(lanes: Lanes, key: string): Promise<boolean> {
  const states = await Promise.all(LANES.map((lane) => lanes[lane].getJobState(key)));
  return states.some((state) => HELD.has(state));
}

export async function removeJob(lanes: Lanes, key: string): Promise<boolean> {
  for (const lane of LANES) {
    const state = await lanes[lane].getJobState(key);
    if (HELD.has(state) && state !== 'active') return (await lanes[lane].remove(key)) === 1;
  }
  return false;
}
