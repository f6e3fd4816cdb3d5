import type { QueueDepth } from '../queue/job-queue.ts';

/** A canary is due every half minute and takes no time: this long without one, with work waiting, is no accident. */
export const DEAF_AFTER_MS = 60_000;

/**
 * Whether this worker still hears the queue. A worker can stay connected and be handed nothing (taskforcesh/bullmq#4378): what
 * tells is that quick jobs wait while it takes none.
 */
export type Liveness = {
  readonly jobTaken: () => void;
  readonly runBegun: () => void;
  readonly runEnded: () => void;
  /** Told of the queue's depth now and then. */
  readonly look: (depth: QueueDepth) => void;
  /** Runs being worked on here. */
  readonly runs: () => number;
  /** Since the last job was taken. */
  readonly silentMs: () => number;
  /** `null` = it hears; else a sentence. */
  readonly complaint: () => string | null;
};

export function createLiveness(now: () => number): Liveness {
  let takenAt = now();
  let waitingSince: number | null = null;
  let runs = 0;
  return {
    jobTaken: () => {
      takenAt = now();
      waitingSince = null;
    },
    runBegun: () => {
      runs++;
    },
    runEnded: () => {
      runs--;
    },
    look: ({ waiting }) => {
      if (waiting === 0) waitingSince = null;
      else waitingSince ??= now();
    },
    runs: () => runs,
    silentMs: () => now() - takenAt,
    complaint: () =>
      waitingSince !== null && runs === 0 && now() - waitingSince > DEAF_AFTER_MS
        ? `Jobs have been waiting for ${Math.round((now() - waitingSince) / 1_000)} s and this worker was handed none: restart it.`
        : null,
  };
}
