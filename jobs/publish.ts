import { randomUUID } from 'node:crypto';
import type { DueEvent } from '../src/store/case-store.ts';
import { type Delivering, deliverEvent } from './deliver-event.ts';
import type { PublishPorts } from './job-ports.ts';
import { RETRY_POLICY, type RetryPolicy } from './retry-pause.ts';

export type PublishOptions = {
  /** In [0, 1). */
  readonly random?: () => number;
  readonly retry?: RetryPolicy;
  /** Events that a sink is offered in one call at most. */
  readonly most?: number;
  /** How long a publisher that died keeps the others from a sink; longer than a delivery takes. */
  readonly leaseMs?: number;
};

/**
 * How it ended for a sink: `drained` nothing is due, `bounded` more is due, `stopped` the signal came, `unreachable` it failed
 * several times in a row and is left in peace, `refused` it wants no more, `held` another publisher is at work on it.
 */
export type SinkEnding = 'drained' | 'bounded' | 'stopped' | 'unreachable' | 'refused' | 'held';

export type SinkCounts = {
  readonly sink: string;
  readonly ending: SinkEnding;
  readonly delivered: number;
  /** Tries that failed and come again. */
  readonly failed: number;
  /** Events given up in this call. */
  readonly dead: number;
  /** Why the last try failed, or the sink refused; no personal data. */
  readonly lastError: string | null;
};

/** Events fetched at once. */
const BATCH = 64;
/** Deliveries under way at once: of different subjects, which have no order among them. */
const LANES = 4;
/** Failures in a row after which a sink counts as away. */
const PATIENCE = 5;
const MOST = 2_000;
const LEASE_MS = 60_000;

/**
 * Hands the outbox to every sink, at least once and in order within a subject: an event is offered only when the one before it
 * of its subject was taken or given up, and it counts as taken once the store has noted it. Normally one publisher at a time
 * works on a sink, by a lease; should there be two (one was paused past its lease), an event may arrive twice, never out of
 * order for who takes each id once. A call ends when nothing is due, after `most` events, or soon after the signal.
 */
export async function publishEvents(ports: PublishPorts, options: PublishOptions = {}): Promise<readonly SinkCounts[]> {
  const { random = Math.random, retry = RETRY_POLICY, most = MOST, leaseMs = LEASE_MS } = options;
  // A sink that cannot be served for a fault of the store does not cut the others short.
  const settled = await Promise.allSettled(
    ports.sinks.map((sink) => drain({ ports, sink, retry, random }, most, leaseMs)),
  );
  return settled.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

/** One sink's part of a call, while it goes on. */
type Session = {
  readonly delivering: Delivering;
  readonly lease: { readonly name: string; readonly holder: string; readonly ms: number };
  heldUntil: number;
  ending: SinkEnding | null;
  delivered: number;
  failed: number;
  dead: number;
  failuresInARow: number;
  lastError: string | null;
};

async function drain(delivering: Delivering, most: number, leaseMs: number): Promise<SinkCounts> {
  const { ports, sink } = delivering;
  const lease = { name: `publish:${sink.name}`, holder: randomUUID(), ms: leaseMs };
  const counts = { delivered: 0, failed: 0, dead: 0, failuresInARow: 0 };
  const session: Session = { delivering, lease, heldUntil: 0, ending: null, ...counts, lastError: null };
  await askStopped(session);
  if (await holdLease(session)) {
    try {
      while (session.ending === null) await deliverBatch(session, most);
    } finally {
      await ports.store.cases.dropLease(lease.name, lease.holder);
    }
  }
  const { ending, delivered, failed, dead, lastError } = session;
  return { sink: sink.name, ending: ending ?? 'held', delivered, failed, dead, lastError };
}

/** A sink that refused and leads to another place now has been mended; one that leads where it did is left alone. */
async function askStopped(session: Session): Promise<void> {
  const { ports, sink } = session.delivering;
  const stopped = (await ports.store.cases.stoppedSinks()).find((one) => one.sink === sink.name);
  if (stopped === undefined) return;
  if (sink.endpoint !== undefined && sink.endpoint !== stopped.endpoint) {
    await ports.store.cases.startSink(sink.name, 'config');
    return;
  }
  session.ending = 'refused';
  session.lastError = stopped.why;
}

/** Takes the lease, or takes it for longer when half of it is over; a delivery takes seconds. */
async function holdLease(session: Session): Promise<boolean> {
  if (session.ending !== null) return false;
  const { ports } = session.delivering;
  const { name, holder, ms } = session.lease;
  if (session.heldUntil - ports.now() > ms / 2) return true;
  const held = await ports.store.cases.takeLease(name, holder, ms);
  if (held === null) session.ending = 'held';
  else session.heldUntil = held.until;
  return held !== null;
}

async function deliverBatch(session: Session, most: number): Promise<void> {
  const { ports, sink } = session.delivering;
  const left = most - session.delivered - session.failed - session.dead;
  if (ports.signal.aborted || left <= 0) {
    session.ending = ports.signal.aborted ? 'stopped' : 'bounded';
    return;
  }
  const due = await ports.store.cases.dueEvents(sink.name, Math.min(BATCH, left));
  if (due.length === 0) {
    session.ending = 'drained';
    return;
  }
  const waiting = due.values();
  const lane = async (): Promise<void> => {
    for (const next of waiting) {
      if (ports.signal.aborted || !(await holdLease(session))) return;
      await deliverNext(next, session);
    }
  };
  // All lanes end before the error of one is passed on: nothing is delivered once the lease is dropped.
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
  for (const result of lanes) if (result.status === 'rejected') throw result.reason;
}

async function deliverNext(due: DueEvent, session: Session): Promise<void> {
  const { end, why } = await deliverEvent(due, session.delivering);
  session.lastError = why ?? session.lastError;
  session.failuresInARow = end === 'taken' ? 0 : session.failuresInARow + 1;
  if (end === 'taken') session.delivered++;
  if (end === 'failed') session.failed++;
  if (end === 'dead') session.dead++;
  if (end === 'refused') session.ending = 'refused';
  else if (session.failuresInARow >= PATIENCE) session.ending ??= 'unreachable';
}
