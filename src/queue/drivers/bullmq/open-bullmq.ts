import { LockstepError } from '../../../model/errors.ts';
import { checkJob, checkSchedules } from '../../check-job.ts';
import type { JobQueue, JobWorker, QueueCheck } from '../../job-queue.ts';
import type { QueueSettings } from '../../queue-options.ts';
import { createCaller } from '../redis/caller.ts';
import { createConnector } from '../redis/connect.ts';
import { endConnection } from '../redis/end-connection.ts';
import { examineRedis } from '../redis/examine-redis.ts';
import { sayAway } from '../redis/explain-error.ts';
import { createTroubleTeller } from '../redis/trouble-teller.ts';
import { measureDepth } from './depth.ts';
import { examineLanes } from './examine-lanes.ts';
import { hire } from './hire.ts';
import { addJob, hasJob, removeJob } from './keys.ts';
import { createLanes } from './lanes.ts';
import { nextFires, putSchedules } from './schedules.ts';

/** BullMQ over one Redis, or one Redis Cluster. */
export async function openBullmq(url: string, settings: QueueSettings): Promise<JobQueue> {
  const { where, isCluster, forCalls, forWorkers } = await createConnector(url);
  refuseSplitKeys(isCluster, settings.prefix);
  const tell = createTroubleTeller(settings.onTrouble, where);
  const client = await forCalls(tell);
  const call = createCaller(client, where);
  try {
    refuseUnsafe(await call(() => examineRedis(client)), where, settings.allowUnsafeRedis);
  } catch (error) {
    client.disconnect();
    throw error;
  }
  const lanes = createLanes(client, settings.prefix, tell);
  const workers = new Set<JobWorker>();
  const close = async (): Promise<void> => {
    await Promise.all([...workers].map((worker) => worker.drain(0)));
    endConnection(client);
  };
  return {
    add: async (job) => {
      checkJob(job);
      await call(() => addJob(lanes, job));
    },
    has: (key) => call(() => hasJob(lanes, key)),
    remove: (key) => call(() => removeJob(lanes, key)),
    work: async (handler, { concurrency }) => {
      const worker = hire(forWorkers(tell), handler, concurrency, settings, tell);
      workers.add(worker);
      return worker;
    },
    putSchedules: async (schedules) => {
      checkSchedules(schedules, Date.now());
      await call(() => putSchedules(lanes.quick, schedules, Date.now()));
    },
    nextFires: () => call(() => nextFires(lanes.quick)),
    depth: () => call(() => measureDepth(lanes)),
    examine: () =>
      examine(
        () => call(async () => [...(await examineRedis(client)), ...(await examineLanes(lanes, Date.now()))]),
        where,
      ),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function refuseSplitKeys(isCluster: boolean, prefix: string): void {
  if (!isCluster || /\{[^{}]+\}/.test(prefix)) return;
  throw new LockstepError(
    'config',
    `A Redis Cluster keeps together only keys with a part in braces: write {${prefix}} into LOCKSTEP_QUEUE_PREFIX.`,
  );
}

function refuseUnsafe(checks: readonly QueueCheck[], where: string, isAllowed: boolean): void {
  const failed = checks.filter(({ state }) => state === 'failed');
  if (isAllowed || failed.length === 0) return;
  const found = failed.map((check) => `${check.name}: ${check.found}`).join('; ');
  const fixes = failed.map(({ fix }) => fix).join(', ');
  throw new LockstepError(
    'refused',
    `The Redis at ${where} may lose jobs (${found}): ${fixes}, or set LOCKSTEP_ALLOW_UNSAFE_REDIS to true.`,
  );
}

async function examine(look: () => Promise<readonly QueueCheck[]>, where: string): Promise<readonly QueueCheck[]> {
  try {
    return [{ name: 'redis', state: 'ok', found: `answers at ${where}`, fix: null }, ...(await look())];
  } catch (error) {
    const { message } = sayAway(error, where);
    return [{ name: 'redis', state: 'failed', found: message, fix: 'start it, or mend LOCKSTEP_QUEUE_URL' }];
  }
}
