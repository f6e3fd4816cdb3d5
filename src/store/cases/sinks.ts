import type { StoppedSink } from '../../model/outbox.ts';
import type { SinkStop } from '../case-store.ts';
import { get, put, remove, type Step, scan } from '../record.ts';
import { keyOf } from '../record-key.ts';
import { addAudit } from './audit.ts';
import { addEvents } from './outbox.ts';

/** A sink that is stopped already stays as it was stopped first: of two publishers that hear it, one tells. */
export function* stopSink(sink: string, { endpoint, why, events = [] }: SinkStop, now: number): Step<void> {
  if ((yield* get('stopped-sink', keyOf(sink))) !== null) return;
  yield* put('stopped-sink', keyOf(sink), { sink, endpoint, why, at: now });
  yield* addAudit({ actor: sink, action: 'sink.stopped', subject: sink, detail: { why } }, now);
  yield* addEvents(events, now);
}

export function* startSink(sink: string, actor: string, now: number): Step<boolean> {
  if ((yield* get('stopped-sink', keyOf(sink))) === null) return false;
  yield* remove('stopped-sink', keyOf(sink));
  yield* addAudit({ actor, action: 'sink.started', subject: sink, detail: null }, now);
  return true;
}

export function* stoppedSinks(): Step<readonly StoppedSink[]> {
  return (yield* scan('stopped-sink')).map(({ body }) => body);
}
