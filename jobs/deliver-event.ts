import { LockstepError } from '../src/model/errors.ts';
import type { EventSink, SinkAnswer } from '../src/model/event-sink.ts';
import { cloudEventJson } from '../src/report/cloud-event.ts';
import { sinkRefused } from '../src/report/events/alarm-events.ts';
import type { DueEvent } from '../src/store/case-store.ts';
import type { PublishPorts } from './job-ports.ts';
import { type RetryPolicy, retryPauseMs } from './retry-pause.ts';

export type Delivering = {
  readonly ports: PublishPorts;
  readonly sink: EventSink;
  readonly retry: RetryPolicy;
  readonly random: () => number;
};

/** `failed` comes again, `dead` is given up, `refused` stops the sink, `unknown` was cut short and stays as it was. */
export type Delivered = {
  readonly end: 'taken' | 'failed' | 'dead' | 'refused' | 'unknown';
  readonly why: string | null;
};

const LONGEST_WHY = 300;

/** Offers an event to the sink and notes in the store what came of it. */
export async function deliverEvent(due: DueEvent, delivering: Delivering): Promise<Delivered> {
  const { ports, sink } = delivering;
  const answer = await offer(due, delivering);
  switch (answer.answer) {
    case 'taken':
      await ports.store.cases.settleEvent(sink.name, due.event.id, { outcome: 'delivered' });
      return { end: 'taken', why: null };
    case 'refused':
      return await stopSink(due, shorten(answer.why), delivering);
    case 'failed':
      // Whether it arrived before the signal came is not known.
      if (ports.signal.aborted) return { end: 'unknown', why: null };
      return await postpone(due, answer, delivering);
  }
}

async function offer({ event }: DueEvent, { ports, sink }: Delivering): Promise<SinkAnswer> {
  try {
    return await sink.deliver(event, cloudEventJson(event), ports.signal);
  } catch (error) {
    // One event that a sink trips over must not keep all others waiting. The message of an error that is not ours may hold the event.
    if (error instanceof LockstepError) return { answer: 'failed', why: error.message };
    return { answer: 'failed', why: `the sink failed (${error instanceof Error ? error.name : typeof error})` };
  }
}

async function stopSink({ event }: DueEvent, why: string, { ports, sink }: Delivering): Promise<Delivered> {
  const told = sinkRefused({ sink: sink.name, eventId: event.id, why, at: ports.now() }, ports.hash);
  await ports.store.cases.stopSink(sink.name, { endpoint: sink.endpoint ?? null, why, events: [told] });
  return { end: 'refused', why };
}

async function postpone(
  { event, attempts }: DueEvent,
  answer: SinkAnswer & { readonly answer: 'failed' },
  { ports, sink, retry, random }: Delivering,
): Promise<Delivered> {
  const why = shorten(answer.why);
  const failures = attempts + 1;
  if (failures >= retry.tries) {
    await ports.store.cases.settleEvent(sink.name, event.id, { outcome: 'dead', error: why });
    return { end: 'dead', why };
  }
  const notBefore = ports.now() + retryPauseMs(failures, retry, random, answer.retryAfterMs);
  await ports.store.cases.settleEvent(sink.name, event.id, { outcome: 'retry', notBefore, error: why });
  return { end: 'failed', why };
}

function shorten(text: string): string {
  return text.length <= LONGEST_WHY ? text : `${text.slice(0, LONGEST_WHY - 1)}…`;
}
