import type { Json } from './stored-run.ts';

/** Something to tell others of, written in the transaction of what it tells of. */
export type NewEvent = {
  /** Made by the caller; the same id is taken once. */
  readonly id: string;
  /** Such as `lockstep.run.completed.v1`. */
  readonly type: string;
  /** What it is about; events about one subject are delivered in order. */
  readonly subject: string;
  readonly data: Json;
};

export type OutboxEvent = NewEvent & {
  /** Place among all events, from 1. */
  readonly position: number;
  /** Place among the events of its subject, from 1. */
  readonly sequence: number;
  readonly at: number;
};

/** A sink that wants no more: it is handed nothing until it is started again, and its events stay. */
export type StoppedSink = {
  readonly sink: string;
  /** Where it led when it answered so, as a digest; `null` = nobody said. */
  readonly endpoint: string | null;
  readonly why: string;
  readonly at: number;
};

/** How a sink stands with an event that it has not taken yet. */
export type Delivery = {
  readonly sink: string;
  readonly eventId: string;
  /** Place of the event among all. */
  readonly position: number;
  readonly attempts: number;
  /** Not to be tried again before, ms since 1970. */
  readonly notBefore: number;
  readonly lastError: string | null;
  /** Given up: it waits for a person to redeliver it, and does not hold up its subject. */
  readonly isDead: boolean;
};
