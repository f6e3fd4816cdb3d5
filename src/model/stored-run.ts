import type { RunState } from './run-state.ts';

/** What a run does: a sweep over everything, a cluster job around some accounts, pulling edges in, removing old ones. */
export type RunKind = 'sweep' | 'cluster' | 'ingest' | 'expire';

/** Plain JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type RunProgress = { readonly stage: string; readonly done: number; readonly total: number };

export type RunFailure = { readonly code: string; readonly message: string };

/** A run as it is asked for. `id` is made by the caller: for a scheduled run from schedule and slot, so that it exists once. */
export type NewRun = {
  readonly id: string;
  readonly kind: RunKind;
  /** What the run works on. It stays in the store: a job carries only id and epoch. */
  readonly params: Json;
  readonly scheduleId?: string;
  /** The slot that it fills, ms since 1970. */
  readonly slot?: number;
  readonly priority?: 'ad-hoc' | 'nightly';
};

/** A worker's word that it is at work: it holds for so long, and noting progress renews it. */
export type RunLease = { readonly holder: string; readonly leaseMs: number };

/** Times are ms since 1970. */
export type StoredRun = {
  readonly id: string;
  /** Place among all runs, from 1, in the order they were asked for. */
  readonly number: number;
  readonly kind: RunKind;
  readonly params: Json;
  readonly priority: 'ad-hoc' | 'nightly';
  readonly scheduleId: string | null;
  readonly slot: number | null;
  readonly state: RunState;
  /** Lives so far: each claim begins a new one, and writes of older ones are refused. 0 = never claimed. */
  readonly epoch: number;
  readonly attempts: number;
  readonly cancelAsked: boolean;
  /** The worker that has claimed it with a lease. */
  readonly holder: string | null;
  /** Until when nobody else may claim it; `null` without a lease. With no holder: until when it rests after a failure. */
  readonly heldUntil: number | null;
  readonly progress: RunProgress | null;
  /** The snapshot that it reads, once it has one. */
  readonly snapshotSeq: number | null;
  readonly failure: RunFailure | null;
  /** What came out: digests and counts. */
  readonly result: Json;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
};
