import type { QueueDepth } from '../queue/job-queue.ts';

/**
 * The hands of a worker ask the queue for jobs every ten seconds at least, and mend a connection that has died within twenty: for
 * so long without an answer is no accident. Who asks for health is to know within a minute.
 */
export const DEAF_AFTER_MS = 45_000;
/** A canary is due every half minute and takes no time: this long without one, with work waiting, is no accident. */
export const IDLE_AFTER_MS = 60_000;

/**
 * Whether this worker still hears the queue. A worker can stay connected and be handed nothing for ever (taskforcesh/bullmq#4378).
 * Two things tell: its own hands have no answer from the queue, which it sees whatever others are handed; and jobs wait while it
 * takes none. A worker with a run at hand is left in peace until that ends: a restart would break it off.
 */
export type Liveness = {
  readonly jobTaken: () => void;
  readonly runBegun: () => void;
  readonly runEnded: () => void;
  /** From whom to ask how long the queue has been silent. */
  readonly listen: (silentMs: () => number) => void;
  /** Told of the queue's depth now and then. */
  readonly look: (depth: QueueDepth) => void;
  /** Since the last job was taken. */
  readonly idleMs: () => number;
  /** Since the queue last answered. */
  readonly silentMs: () => number;
  /** `null` = it hears; else a sentence. */
  readonly complaint: () => string | null;
};

export function createLiveness(now: () => number, deafAfterMs = DEAF_AFTER_MS): Liveness {
  let takenAt = now();
  let waitingSince: number | null = null;
  let runs = 0;
  let silentMs = (): number => 0;
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
    listen: (ask) => {
      silentMs = ask;
    },
    look: ({ waiting }) => {
      if (waiting === 0) waitingSince = null;
      else waitingSince ??= now();
    },
    idleMs: () => now() - takenAt,
    silentMs: () => silentMs(),
    complaint: () => {
      if (runs > 0) return null;
      if (silentMs() > deafAfterMs) {
        return `The queue has not answered this worker for ${seconds(silentMs())} s: see that its server is there; if it is, restart this worker.`;
      }
      if (waitingSince !== null && now() - waitingSince > IDLE_AFTER_MS) {
        return `Jobs have been waiting for ${seconds(now() - waitingSince)} s and this worker was handed none: restart it.`;
      }
      return null;
    },
  };
}

function seconds(ms: number): number {
  return Math.round(ms / 1_000);
}
