import { LockstepError } from '../model/errors.ts';
import type { StoredSchedule } from '../model/schedule.ts';
import type { QueueSchedule } from '../queue/job-queue.ts';
import type { Context } from '../service/context.ts';
import { raiseAlarms } from '../service/raise-alarms.ts';
import { CHORES } from './handle-job.ts';
import { keyOfRun, wakeRun } from './wake-runs.ts';

/*
 * Leading: what one process does for all. Every TICK_MS each worker asks for the lease `leader`; who has it
 *   - wakes open runs that nobody works on (the queue lost them, or never heard of them), each again after WAKE_AGAIN_MS;
 *   - puts the schedules into the queue, when they have changed and every SCHEDULES_EVERY_MS;
 *   - asks for the outbox to be emptied, for a canary, and looks for alarms.
 * All of it may be done twice without harm, as when a leader is thought dead and is not: keys and ids are the same.
 */
const TICK_MS = 1_000;
/** A leader that has died is followed as soon as its runs are given to others, and not before it has missed a few ticks. */
const LEASE_MS = { least: 3 * TICK_MS, most: 15_000 };
const WAKE_AGAIN_MS = 10_000;
const SCHEDULES_EVERY_MS = 30_000;
/** The same trouble is told once in so long. */
const COMPLAIN_EVERY_MS = 30_000;
const PUBLISH_EVERY_MS = 5_000;
const CANARY_EVERY_MS = 30_000;
const ALARMS_EVERY_MS = 60_000;

export type Leader = AsyncDisposable;

export function startLeading(context: Context): Leader {
  const { store, holder, log, metrics, config } = context;
  const leaving = new AbortController();
  const isOver = (): boolean => leaving.signal.aborted;
  const forChores = { ...context, queue: untilLeft(context.queue, leaving.signal) };
  const leaseMs = Math.min(LEASE_MS.most, Math.max(LEASE_MS.least, config.run_lease));
  const chores = [
    createWaking(forChores),
    createScheduling(forChores),
    every(CANARY_EVERY_MS, () => askFor(forChores, CHORES.canary)),
    every(ALARMS_EVERY_MS, async () => {
      await raiseAlarms(context);
    }),
    ...(context.sinks.length === 0 ? [] : [every(PUBLISH_EVERY_MS, () => askFor(forChores, CHORES.publish))]),
  ];
  let isLeading = false;
  const tick = async (): Promise<void> => {
    const leads = (await store.cases.takeLease('leader', holder, leaseMs)) !== null;
    if (leads !== isLeading) log.info(leads ? 'This worker leads.' : 'Another worker leads.');
    isLeading = leads;
    metrics.leads(leads);
    if (!leads) return;
    for (const chore of chores) if (!isOver()) await chore().catch(complain);
  };
  let complainedAt = Number.NEGATIVE_INFINITY;
  const complain = (error: unknown): void => {
    if (isOver() || performance.now() - complainedAt < COMPLAIN_EVERY_MS) return;
    complainedAt = performance.now();
    log.warn('Leading has met trouble and is tried again.', { error });
  };
  let wakeUp = (): void => undefined;
  const loop = (async () => {
    while (!isOver()) {
      await tick().catch(complain);
      if (isOver()) break;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, TICK_MS);
        wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();
  return {
    [Symbol.asyncDispose]: async () => {
      leaving.abort();
      wakeUp();
      await loop;
      if (isLeading) await store.cases.dropLease('leader', holder).catch(() => undefined);
    },
  };
}

type Chore = () => Promise<void>;
const LEFT = new LockstepError('unreachable', 'This worker ends and waits for the queue no longer.');
type ChoresQueue = Pick<Context['queue'], 'add' | 'putSchedules'>;
type ForChores = Pick<Context, 'store' | 'now'> & { readonly queue: ChoresQueue };

/** A queue that is waited for no longer than until the worker leaves: whoever leads next asks it again. */
function untilLeft(queue: ChoresQueue, leaving: AbortSignal): ChoresQueue {
  const orLeft = async (call: () => Promise<void>): Promise<void> => {
    if (leaving.aborted) throw LEFT;
    const left = Promise.withResolvers<never>();
    const leave = (): void => left.reject(LEFT);
    leaving.addEventListener('abort', leave);
    try {
      await Promise.race([call(), left.promise]);
    } finally {
      leaving.removeEventListener('abort', leave);
    }
  };
  return {
    add: (job) => orLeft(() => queue.add(job)),
    putSchedules: (schedules) => orLeft(() => queue.putSchedules(schedules)),
  };
}

/** Not before so long after the last time; a chore that has failed is due at once. */
function every(ms: number, chore: Chore): Chore {
  let doneAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - doneAt < ms) return;
    await chore();
    doneAt = performance.now();
  };
}

async function askFor({ queue }: ForChores, name: string): Promise<void> {
  await queue.add({ name, key: name, payload: {}, lane: 'quick' });
}

function createWaking({ store, queue, now }: ForChores): Chore {
  const wokenAt = new Map<string, number>();
  return async () => {
    const open = await store.cases.openRuns();
    const idle = open.filter(({ heldUntil }) => heldUntil === null || heldUntil <= now());
    const keys = new Set(idle.map(keyOfRun));
    for (const key of wokenAt.keys()) if (!keys.has(key)) wokenAt.delete(key);
    for (const run of idle) {
      const key = keyOfRun(run);
      if (now() - (wokenAt.get(key) ?? 0) < WAKE_AGAIN_MS) continue;
      await wakeRun(queue, run);
      wokenAt.set(key, now());
    }
  };
}

/** The queue's schedules are made from those on record, never the other way round; said again now and then, as the queue may lose them. */
function createScheduling({ store, queue }: ForChores): Chore {
  let said = '';
  let saidAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const schedules = (await store.cases.schedules()).filter(({ isPaused }) => !isPaused).map(toQueueSchedule);
    const text = JSON.stringify(schedules);
    if (text === said && performance.now() - saidAt < SCHEDULES_EVERY_MS) return;
    await queue.putSchedules(schedules);
    said = text;
    saidAt = performance.now();
  };
}

function toQueueSchedule({ id, pattern, timezone }: StoredSchedule): QueueSchedule {
  return { id, pattern, timezone, name: CHORES.fire, payload: { scheduleId: id } };
}
