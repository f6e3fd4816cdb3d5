import { type Job as BullJob, DelayedError, Worker } from 'bullmq';
import { type Job, type JobHandler, JobPostponed, type JobWorker, type Lane } from '../../job-queue.ts';
import { QUICK_AT_ONCE, type QueueSettings } from '../../queue-options.ts';
import { retryPauseMs } from '../../retry-pause.ts';
import { sayFailed } from '../../say-failed.ts';
import { settlesWithin } from '../../settles-within.ts';
import { ANSWER_MS, type Client } from './connect.ts';
import { LANES, SLOT_STRATEGY } from './lanes.ts';
import { readSlot } from './schedules.ts';

/** Who stalls how often is no matter of the queue's: lives are counted in the case store. */
const NEVER_GIVEN_UP = 1_000_000_000;
/** BullMQ waits 15 s after a lost connection by itself. */
const AFTER_LOSS_MS = 1_000;

/** What BullMQ gets to know of an error: it keeps that in Redis, and the error itself may name accounts. */
class JobFailed extends Error {
  override readonly name = 'JobFailed';
  override readonly stack = '';
  readonly pauseMs: number;

  constructor(pauseMs: number) {
    super('failed: see the log of the worker');
    this.pauseMs = pauseMs;
  }
}

type AtHand = Map<BullJob, string>;

/** Workers of BullMQ for both lanes, over one connection and a blocking one each. They wait for a server that is away. */
export async function hire(
  client: Client,
  handler: JobHandler,
  concurrency: number,
  settings: QueueSettings,
  onError: (error: Error) => void,
): Promise<JobWorker> {
  const leaving = new AbortController();
  const atHand: AtHand = new Map();
  const process = createProcessor(handler, leaving.signal, atHand, settings);
  const hands: { readonly [lane in Lane]: number } = { long: concurrency, quick: QUICK_AT_ONCE };
  const workers = LANES.map((lane) => {
    const worker = new Worker(lane, process, {
      connection: client,
      prefix: settings.prefix,
      concurrency: hands[lane],
      lockDuration: settings.lockMs,
      stalledInterval: settings.lockMs,
      maxStalledCount: NEVER_GIVEN_UP,
      runRetryDelay: AFTER_LOSS_MS,
      settings: { ...SLOT_STRATEGY, backoffStrategy: createBackoff(settings) },
    });
    worker.on('error', onError);
    return worker;
  });
  const close = async (): Promise<void> => {
    await Promise.all(workers.map((worker) => worker.close()));
  };
  return {
    drain: async (graceMs) => {
      leaving.abort();
      const closing = close();
      if (!(await settlesWithin(closing, graceMs))) await settlesWithin(giveBack(atHand), ANSWER_MS);
      client.disconnect();
    },
  };
}

function createBackoff(settings: QueueSettings) {
  const { firstPauseMs: firstMs, longestPauseMs: longestMs, random } = settings;
  return (failures: number, _type?: string, error?: Error): number =>
    error instanceof JobFailed ? error.pauseMs : retryPauseMs(failures, { firstMs, longestMs, random });
}

function createProcessor(handler: JobHandler, signal: AbortSignal, atHand: AtHand, settings: QueueSettings) {
  const backoff = createBackoff(settings);
  return async (bullJob: BullJob, token = ''): Promise<void> => {
    const job = toJob(bullJob);
    atHand.set(bullJob, token);
    try {
      await handler(job, signal);
    } catch (error) {
      if (error instanceof JobPostponed) return await postpone(bullJob, token, error.delayMs);
      if (signal.aborted) return await postpone(bullJob, token, 0);
      const pauseMs = backoff(bullJob.attemptsMade + 1);
      settings.onTrouble(sayFailed(job, pauseMs, error));
      throw new JobFailed(pauseMs);
    } finally {
      atHand.delete(bullJob);
    }
  };
}

async function postpone(bullJob: BullJob, token: string, delayMs: number): Promise<never> {
  await bullJob.moveToDelayed(Date.now() + delayMs, token);
  throw new DelayedError();
}

/** What did not end in time is another worker's at once; otherwise it would wait until its lock has run out. */
async function giveBack(atHand: AtHand): Promise<void> {
  await Promise.all([...atHand].map(([bullJob, token]) => bullJob.moveToDelayed(Date.now(), token)));
}

function toJob(bullJob: BullJob): Job {
  const id = bullJob.id ?? '';
  const slot = readSlot(id);
  return {
    name: bullJob.name,
    key: slot === null ? id : `${slot.scheduleId}.${slot.slot}`,
    payload: bullJob.data,
    attempt: bullJob.attemptsStarted,
    slot: slot?.slot ?? null,
  };
}
