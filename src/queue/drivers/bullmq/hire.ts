import { type Job as BullJob, DelayedError } from 'bullmq';
import { type Job, type JobHandler, JobPostponed, type JobWorker, type Lane } from '../../job-queue.ts';
import { QUICK_AT_ONCE, type QueueSettings } from '../../queue-options.ts';
import { retryPauseMs } from '../../retry-pause.ts';
import { sayFailed } from '../../say-failed.ts';
import { settlesWithin } from '../../settles-within.ts';
import { ANSWER_MS, type Client } from '../redis/connect.ts';
import { endConnection } from '../redis/end-connection.ts';
import { createHearing, type Hearing } from './hearing.ts';
import { LANES, SLOT_STRATEGY } from './lanes.ts';
import { AFTER_LOSS_MS, PatientWorker } from './patient-worker.ts';
import { readSlot } from './schedules.ts';

/** Who stalls how often is no matter of the queue's: lives are counted in the case store. */
const NEVER_GIVEN_UP = 1_000_000_000;
/**
 * What a worker that leaves waits for its server at most when there is nothing to be noted, or nobody who could: a job of which
 * the end was not noted is another's when its lock has run out.
 */
const LAST_MS = 1_000;

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
type Process = (bullJob: BullJob, token?: string) => Promise<void>;

/** Workers of BullMQ for both lanes, over one connection and a blocking one each. They wait for a server that is away. */
export function hire(
  client: Client,
  handler: JobHandler,
  concurrency: number,
  settings: QueueSettings,
  onError: (error: Error) => void,
): JobWorker {
  const leaving = new AbortController();
  const atHand: AtHand = new Map();
  const atWork = new Set<Promise<void>>();
  const process = createProcessor(keepTrack(handler, atWork), leaving.signal, atHand, settings);
  const hearings: Hearing[] = [];
  const hands: { readonly [lane in Lane]: number } = { long: concurrency, quick: QUICK_AT_ONCE };
  const connections = keepDuplicates(client);
  const workers = LANES.map((lane) => {
    const hearing = createHearing(hands[lane]);
    hearings.push(hearing);
    const worker = new PatientWorker(lane, noteHands(process, hearing), {
      connection: client,
      prefix: settings.prefix,
      concurrency: hands[lane],
      lockDuration: settings.lockMs,
      stalledInterval: settings.lockMs,
      maxStalledCount: NEVER_GIVEN_UP,
      runRetryDelay: AFTER_LOSS_MS,
      settings: { ...SLOT_STRATEGY, backoffStrategy: createBackoff(settings) },
    });
    worker.onAnswer = hearing.answered;
    worker.on('error', onError);
    return worker;
  });
  const close = async (): Promise<void> => {
    await Promise.all(workers.map((worker) => worker.close()));
  };
  const isThere = (): boolean => client.status === 'ready';
  const leave = async (graceMs: number): Promise<void> => {
    leaving.abort();
    const graceEnds = performance.now() + graceMs;
    const closing = close();
    const haveEnded = await settlesWithin(Promise.all(atWork), graceMs);
    // BullMQ closes when the server has noted how all jobs ended, for which it would wait without end.
    const hasToNote = isThere() && workers.some(({ unsettled }) => unsettled.size > 0);
    const patience = hasToNote ? Math.max(ANSWER_MS, graceEnds - performance.now()) : LAST_MS;
    const isNoted = haveEnded && (await settlesWithin(closing, patience));
    if (!isNoted && isThere()) await settlesWithin(giveBack(atHand), ANSWER_MS);
    for (const connection of connections) endConnection(connection);
  };
  let drained: Promise<void> | null = null;
  return {
    silentMs: () => Math.max(...hearings.map((hearing) => hearing.silentMs())),
    drain: (graceMs) => {
      drained ??= leave(graceMs);
      return drained;
    },
  };
}

/** The connection itself and the blocking ones that BullMQ makes of it, one a worker, and lets nobody have. */
function keepDuplicates(client: Client): ReadonlySet<Client> {
  const connections = new Set<Client>([client]);
  const { duplicate } = client;
  client.duplicate = (...args: Parameters<typeof duplicate>) => {
    const made = Reflect.apply(duplicate, client, args);
    connections.add(made);
    return made;
  };
  return connections;
}

function createBackoff(settings: QueueSettings) {
  const { firstPauseMs: firstMs, longestPauseMs: longestMs, random } = settings;
  return (failures: number, _type?: string, error?: Error): number =>
    error instanceof JobFailed ? error.pauseMs : retryPauseMs(failures, { firstMs, longestMs, random });
}

/** Without what the queue itself writes down before and after. */
function keepTrack(handler: JobHandler, atWork: Set<Promise<void>>): JobHandler {
  return async (job, signal) => {
    const work = handler(job, signal);
    atWork.add(work);
    try {
      await work;
    } finally {
      atWork.delete(work);
    }
  };
}

function noteHands(process: Process, hearing: Hearing): Process {
  return async (bullJob, token) => {
    const letGo = hearing.handed();
    try {
      await process(bullJob, token);
    } finally {
      letGo();
    }
  };
}

function createProcessor(handler: JobHandler, signal: AbortSignal, atHand: AtHand, settings: QueueSettings): Process {
  const backoff = createBackoff(settings);
  return async (bullJob, token = '') => {
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
