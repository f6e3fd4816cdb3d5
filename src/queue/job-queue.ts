import type { Json } from '../model/stored-run.ts';

/** Words that a queue keeps in clear: ids of runs and schedules, never personal data; at most 4 KiB as JSON. */
export type JobPayload = { readonly [key: string]: Json };

/**
 * `long` jobs are those that work: a worker takes as many at a time as its concurrency says. `quick` ones end within moments
 * (a slot that fires, a canary) and have hands of their own, so that no sweep of an hour makes a healthy worker look dead.
 */
export type Lane = 'long' | 'quick';

/** A wake-up call. While a job of the same key waits or is worked on, the key again adds nothing. */
export type NewJob = {
  readonly name: string;
  /** Letters, digits, `-`, `_` and `.`, at most 256; not digits alone. A key belongs to one lane. */
  readonly key: string;
  readonly payload: JobPayload;
  /** Ad-hoc work goes before nightly work; default ad-hoc. */
  readonly priority?: 'ad-hoc' | 'nightly';
  /** Default long. */
  readonly lane?: Lane;
};

export type Job = {
  readonly name: string;
  /** That of the job as it was added; for a slot of a schedule `<id>.<slot>`. */
  readonly key: string;
  readonly payload: JobPayload;
  /** Times that it has been handed out, from 1. */
  readonly attempt: number;
  /** The slot of a schedule that made it, ms since 1970, also when it comes late; `null` for a job that was added. */
  readonly slot: number | null;
};

/** Thrown by a handler: nothing is wrong, ask again after `delayMs`. Counts as no failure. */
export class JobPostponed extends Error {
  override readonly name = 'JobPostponed';
  readonly delayMs: number;

  constructor(delayMs: number) {
    super(`Postponed for ${delayMs} ms.`);
    this.delayMs = delayMs;
  }
}

/**
 * Works on one job. Resolves when nothing is left to do; throws `JobPostponed` to be asked again later; any other error has it
 * handed out again with growing pauses, for ever: who counts lives is the case store. A job may be handed out twice, and to two
 * workers at once: effects are fenced where they are kept. `signal` says that the worker drains; what is thrown from then on
 * counts as no failure, and another worker gets the job at once.
 *
 * It runs on the event loop that renews the job's lock: work that computes goes to a thread (docs/decisions/0007).
 */
export type JobHandler = (job: Job, signal: AbortSignal) => Promise<void>;

/**
 * A job that comes again: each slot of `pattern` in `timezone` hands out a quick job of `name` with `payload`, once over all
 * workers. A slot that found nobody awake fires late, once; the slots behind it that have passed by then do not fire.
 */
export type QueueSchedule = {
  /** As a key. */
  readonly id: string;
  /** Five fields of cron; with six, the first counts seconds. */
  readonly pattern: string;
  readonly timezone: string;
  readonly name: string;
  readonly payload: JobPayload;
};

export type QueueDepth = {
  readonly waiting: number;
  readonly active: number;
  /** Postponed, not due yet. */
  readonly delayed: number;
  /** Handed out and failed so far, waiting to be handed out again. */
  readonly failed: number;
};

export type QueueCheck = {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'failed';
  readonly found: string;
  readonly fix: string | null;
};

/** Handlers of this process at work on the queue. */
export type JobWorker = {
  /**
   * For how long the queue has not answered its hands, which ask for jobs all the time: 0 to about 10 s while all is well, also
   * when there is nothing to do. Of the two lanes the longer; hands that are all full ask for nothing and are waited for by nobody.
   */
  readonly silentMs: () => number;
  /** Takes no new job, aborts the signal of those at hand, waits for them at most `graceMs`, and gives back what is left. */
  readonly drain: (graceMs: number) => Promise<void>;
};

/**
 * Wakes workers; keeps nothing that matters. May lose everything it holds: the case store knows which runs are open.
 * Calls throw `unreachable` when the server does not answer within seconds, `refused` when it takes no writes.
 */
export type JobQueue = AsyncDisposable & {
  readonly add: (job: NewJob) => Promise<void>;
  /** True while an added job of the key waits, is delayed or is worked on. */
  readonly has: (key: string) => Promise<boolean>;
  /** Takes an added job out that waits; false when there is none, or it is being worked on. */
  readonly remove: (key: string) => Promise<boolean>;
  readonly work: (handler: JobHandler, options: { readonly concurrency: number }) => Promise<JobWorker>;
  /**
   * Makes the queue's schedules exactly these. What is there already keeps its next slot, so that this can be said every minute,
   * which brings them back when the server has lost them. One process at a time calls it.
   */
  readonly putSchedules: (schedules: readonly QueueSchedule[]) => Promise<void>;
  /** When each schedule fires next, ms since 1970; in the past while nobody takes the slot; `null` = never. */
  readonly nextFires: () => Promise<ReadonlyMap<string, number | null>>;
  readonly depth: () => Promise<QueueDepth>;
  /** What `doctor` and readiness say of the queue and its server. Never throws for a server that is away: that is a failed check. */
  readonly examine: () => Promise<readonly QueueCheck[]>;
  /** Drains its workers without grace and lets go of the server. */
  readonly close: () => Promise<void>;
};
