import type { LockstepError } from '../model/errors.ts';

export type QueueOptions = {
  /** What the keys in Redis begin with; in braces for a Redis Cluster. */
  readonly prefix?: string;
  /** Opens a Redis that evicts, has no append-only file, is old or a replica; `examine` still says what is wrong. */
  readonly allowUnsafeRedis?: boolean;
  /** A job whose worker has not been heard of for so long is handed to another, after one to two times as long. */
  readonly lockMs?: number;
  /** Pause after a job's first failure; it doubles up to `longestPauseMs`. */
  readonly firstPauseMs?: number;
  readonly longestPauseMs?: number;
  /** In [0, 1); spreads the pauses. */
  readonly random?: () => number;
  /** Told of what goes wrong behind the calls: a server that is away, a lock that was lost. The queue goes on by itself. */
  readonly onTrouble?: (trouble: LockstepError) => void;
};

/** All of them decided. */
export type QueueSettings = Required<QueueOptions>;

export const QUEUE_DEFAULTS: QueueSettings = {
  prefix: '{lockstep}',
  allowUnsafeRedis: false,
  lockMs: 30_000,
  firstPauseMs: 1_000,
  longestPauseMs: 300_000,
  random: Math.random,
  onTrouble: () => undefined,
};

/** Hands that a worker has for quick jobs, beside those for long ones. */
export const QUICK_AT_ONCE = 4;
