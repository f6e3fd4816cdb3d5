import type { Json, RunKind } from './stored-run.ts';

/** A run that comes again. The queue's own schedulers are made from these, never the other way round. */
export type Schedule = {
  readonly id: string;
  /** Five fields of cron. */
  readonly pattern: string;
  /** Name of a time zone, such as Europe/Berlin. */
  readonly timezone: string;
  readonly kind: RunKind;
  readonly params: Json;
  readonly isPaused: boolean;
};

/** `since`: the moment from which it asks for just these slots, ms since 1970. Slots before that were never its to fill. */
export type StoredSchedule = Schedule & { readonly since: number };

/** The right to do something alone, for a while. */
export type Lease = { readonly name: string; readonly holder: string; readonly until: number };
