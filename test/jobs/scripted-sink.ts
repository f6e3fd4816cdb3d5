import type { PublishPorts } from '../../jobs/job-ports.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import type { EventSink, SinkAnswer } from '../../src/model/event-sink.ts';
import type { OutboxEvent } from '../../src/model/outbox.ts';
import { sha256 } from '../../src/service/hash.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createClock } from '../conformance/case-scenario.ts';

export const TAKEN: SinkAnswer = { answer: 'taken' };
export const FAILED: SinkAnswer = { answer: 'failed', why: 'answered 503' };
export const REFUSED: SinkAnswer = { answer: 'refused', why: 'answered 410' };

type Answer = (event: OutboxEvent, offers: number, signal: AbortSignal) => SinkAnswer | Promise<SinkAnswer>;

/** A sink that answers as it is told to, and remembers the ids that it was offered and that it took. */
export function createSink(answer: Answer = () => TAKEN, name = 'hook', endpoint?: string) {
  const offered: string[] = [];
  const taken: string[] = [];
  const sink: EventSink = {
    name,
    ...(endpoint === undefined ? {} : { endpoint }),
    deliver: async (event, _body, signal) => {
      offered.push(event.id);
      const given = await answer(event, offered.filter((id) => id === event.id).length, signal);
      if (given.answer === 'taken') taken.push(event.id);
      return given;
    },
    [Symbol.asyncDispose]: async () => {},
  };
  return { sink, offered, taken };
}

export async function openOutbox() {
  const clock = createClock();
  const { cases, ...store } = await openStore('memory:', { now: clock.now });
  const portsFor = (sinks: readonly EventSink[], signal = new AbortController().signal): PublishPorts => ({
    store: { cases, ...store },
    config: loadConfig({}, {}),
    hash: sha256,
    now: clock.now,
    signal,
    sinks,
  });
  /** Adds events named `SUBJECT NUMBER`. */
  const add = (...names: readonly string[]) =>
    cases.addEvents(
      names.map((id) => ({ id, type: 'lockstep.test.v1', subject: id.split(' ')[0] ?? '', data: { id } })),
    );
  return { cases, clock, portsFor, add };
}
