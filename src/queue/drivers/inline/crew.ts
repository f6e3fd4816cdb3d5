import { type JobHandler, JobPostponed, type JobWorker, type Lane } from '../../job-queue.ts';
import { QUICK_AT_ONCE, type QueueSettings } from '../../queue-options.ts';
import { retryPauseMs } from '../../retry-pause.ts';
import { sayFailed } from '../../say-failed.ts';
import { settlesWithin } from '../../settles-within.ts';
import type { HeldJob, JobBook } from './job-book.ts';

/** The workers of a queue in one process. */
export type Crew = {
  readonly hire: (handler: JobHandler, concurrency: number) => JobWorker;
  /** Hands out what waits to hands that are free. */
  readonly handOut: () => void;
  readonly dismiss: () => Promise<void>;
};

type Worker = {
  readonly handler: JobHandler;
  readonly hands: { readonly [lane in Lane]: number };
  readonly atHand: Map<HeldJob, Promise<void>>;
  readonly leaving: AbortController;
};

/** What the queue does around a job: `taken` when it is handed out, `moved` after it has changed its place. */
type Around = { readonly taken: (job: HeldJob) => void; readonly moved: () => void };

export function createCrew(book: JobBook, settings: QueueSettings, around: Around): Crew {
  const workers = new Set<Worker>();
  const handOut = (): void => {
    for (const worker of workers) {
      for (const lane of ['quick', 'long'] as const) {
        while (isFree(worker, lane)) {
          const job = book.take(lane);
          if (job === undefined) break;
          around.taken(job);
          worker.atHand.set(job, perform(worker, job, book, settings).then(around.moved));
        }
      }
    }
  };
  const drain = async (worker: Worker, graceMs: number): Promise<void> => {
    workers.delete(worker);
    worker.leaving.abort();
    await settlesWithin(Promise.all(worker.atHand.values()), graceMs);
    for (const job of worker.atHand.keys()) book.wait(job);
    worker.atHand.clear();
    around.moved();
  };
  return {
    hire: (handler, concurrency) => {
      const hands = { long: concurrency, quick: QUICK_AT_ONCE };
      const worker: Worker = { handler, hands, atHand: new Map(), leaving: new AbortController() };
      workers.add(worker);
      around.moved();
      // Whoever adds a job hands it out: nothing lies between that could fall silent.
      return { silentMs: () => 0, drain: (graceMs) => drain(worker, graceMs) };
    },
    handOut,
    dismiss: async () => {
      for (const worker of workers) await drain(worker, 0);
    },
  };
}

function isFree(worker: Worker, lane: Lane): boolean {
  return [...worker.atHand.keys()].filter((job) => job.lane === lane).length < worker.hands[lane];
}

/** Ends when the job has its new place. A job that was given back meanwhile is another's, and stays where it is. */
async function perform(worker: Worker, job: HeldJob, book: JobBook, settings: QueueSettings): Promise<void> {
  const { name, payload, attempts: attempt, slot } = job;
  const key = job.scheduleId === null ? job.key : `${job.scheduleId}.${slot}`;
  const outcome = await run(worker, { name, key, payload, attempt, slot });
  if (!worker.atHand.delete(job)) return;
  if (outcome === null) book.drop(job);
  else if (outcome.error instanceof JobPostponed) book.delay(job, Date.now() + outcome.error.delayMs);
  else if (worker.leaving.signal.aborted) book.wait(job);
  else {
    job.failures++;
    const { firstPauseMs: firstMs, longestPauseMs: longestMs, random, onTrouble } = settings;
    const pauseMs = retryPauseMs(job.failures, { firstMs, longestMs, random });
    book.delay(job, Date.now() + pauseMs);
    onTrouble(sayFailed(job, pauseMs, outcome.error));
  }
}

async function run(worker: Worker, job: Parameters<JobHandler>[0]): Promise<{ readonly error: unknown } | null> {
  try {
    // A turn later, so that whoever added the job is not held up by it.
    await null;
    await worker.handler(job, worker.leaving.signal);
    return null;
  } catch (error) {
    return { error };
  }
}
