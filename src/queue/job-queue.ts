import type { Json } from '../model/stored-run.ts';

/** Words that a queue keeps in clear: ids of runs and schedules, never personal data; at most 4 KiB as JSON. */
export type JobPayload = { readonly [key: string]: Json };

/** A wake-up call. While a job of the same key waits or is worked on, the key again adds nothing. */
export type NewJob = {
  readonly name: string;
  /** Letters, digits, `-`, `_` and `.`; no colon, not digits alone. */
  readonly key: string;
  readonly payload: JobPayload;
  /** Ad-hoc work goes before nightly work; default ad-hoc. */
  readonly priority?: 'ad-hoc' | 'nightly';
};

export type Job = {
  readonly name: string;
  readonly key: string;
  readonly payload: JobPayload;
  /** Times that it has been handed out, from 1. */
  readonly attempt: number;
  /** The slot of a schedule that made it, ms since 1970; `null` for a job that was added. */
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
 * workers at once: effects are fenced where they are kept. `signal` says that the worker drains.
 */
export type JobHandler = (job: Job, signal: AbortSignal) => Promise<void>;

/** A job that comes again: each slot of `pattern` in `timezone` hands out a job of `name` with `payload`, once over all workers. */
export type QueueSchedule = {
  readonly id: string;
  /** Five fields of cron. */
  readonly pattern: string;
  readonly timezone: string;
  readonly name: string;
  readonly payload: JobPayload;
};

export type QueueDepth = {
  readonly waiting: number;
  readonly active: number;
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
  /** Takes no new job, aborts the signal of those at hand, waits for them at most `graceMs`. */
  readonly drain: (graceMs: number) => Promise<void>;
};

/**
 * Wakes workers; keeps nothing that matters. May lose everything it holds: the case store knows which runs are open.
 * Calls throw `unreachable` when the server does not answer.
 */
export type JobQueue = AsyncDisposable & {
  readonly add: (job: NewJob) => Promise<void>;
  /** True while a job of the key waits, is delayed or is worked on. */
  readonly has: (key: string) => Promise<boolean>;
  /** Takes a job out that waits; false when there is none, or it is being worked on. */
  readonly remove: (key: string) => Promise<boolean>;
  readonly work: (handler: JobHandler, options: { readonly concurrency: number }) => Promise<JobWorker>;
  /** Makes the queue's schedules exactly these. One process at a time calls it. */
  readonly putSchedules: (schedules: readonly QueueSchedule[]) => Promise<void>;
  /** When each schedule fires next, ms since 1970; `null` = never. */
  readonly nextFires: () => Promise<ReadonlyMap<string, number | null>>;
  readonly depth: () => Promise<QueueDepth>;
  /** What `doctor` and readiness say of the queue and its server. Never throws for a server that is away: that is a failed check. */
  readonly examine: () => Promise<readonly QueueCheck[]>;
  readonly close: () => Promise<void>;
};
