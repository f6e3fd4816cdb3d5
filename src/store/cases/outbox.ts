import type { Delivery, NewEvent, OutboxEvent } from '../../model/outbox.ts';
import type { DeliveryOutcome, DueEvent } from '../case-store.ts';
import { readForgotten } from '../forgotten.ts';
import { countUp, get, put, type RecordBodies, remove, type Step, scan } from '../record.ts';
import { keyOf, under } from '../record-key.ts';
import { addAudit } from './audit.ts';
import { eraseForgotten } from './erase-forgotten.ts';

type PendingDelivery = RecordBodies['delivery'];

/** Events a sink is handed at once at most, however many are asked for; also how far ahead its list of open ones is filled. */
const AHEAD = 500;

export function* addEvents(events: readonly NewEvent[], at: number): Step<readonly string[]> {
  const added: string[] = [];
  const forgotten = events.length === 0 ? null : yield* readForgotten();
  for (const event of events) {
    if ((yield* get('event-place', keyOf(event.id))) !== null) continue;
    const position = yield* countUp('event');
    const sequence = yield* countUp(keyOf('event', event.subject));
    const { id, type, subject } = event;
    const data = forgotten === null || forgotten.size === 0 ? event.data : eraseForgotten(event.data, forgotten);
    yield* put('event', keyOf(position), { id, type, subject, data, position, sequence, at });
    yield* put('event-place', keyOf(id), { position });
    added.push(id);
  }
  return added;
}

export function* eventsAfter(position: number, limit: number): Step<readonly OutboxEvent[]> {
  return (yield* scan('event', { from: keyOf(position + 1), limit })).map(({ body }) => body);
}

/** Lists for the sink what has come since it was last asked, then picks the first open event of each subject that is due. */
export function* dueEvents(sink: string, limit: number, now: number): Step<readonly DueEvent[]> {
  if ((yield* get('stopped-sink', keyOf(sink))) !== null) return [];
  yield* listNewEvents(sink);
  const open = yield* scan('delivery', under(sink));
  const busy = new Set<string>();
  const due: DueEvent[] = [];
  for (const { body } of open) {
    if (body.isDead || busy.has(body.subject)) continue;
    busy.add(body.subject);
    if (body.notBefore > now || due.length >= limit) continue;
    const event = yield* get('event', keyOf(body.position));
    if (event !== null) due.push({ event, attempts: body.attempts });
  }
  return due;
}

function* listNewEvents(sink: string): Step<void> {
  const fresh = yield* newEvents(sink);
  for (const { id, subject, position } of fresh) {
    yield* put('delivery', keyOf(sink, position), { ...untried(sink, id, position), subject });
  }
  const newest = fresh.at(-1);
  if (newest !== undefined) yield* put('counter', keyOf('sink', sink), { last: newest.position });
}

/** Events that are not on the sink's list yet. */
function* newEvents(sink: string): Step<readonly OutboxEvent[]> {
  const last = (yield* get('counter', keyOf('sink', sink)))?.last ?? 0;
  return yield* eventsAfter(last, AHEAD);
}

function untried(sink: string, eventId: string, position: number): Delivery {
  return { sink, eventId, position, attempts: 0, notBefore: 0, lastError: null, isDead: false };
}

function* findDelivery(
  sink: string,
  eventId: string,
): Step<{ readonly key: string; readonly body: PendingDelivery } | null> {
  const place = yield* get('event-place', keyOf(eventId));
  if (place === null) return null;
  const key = keyOf(sink, place.position);
  const body = yield* get('delivery', key);
  return body === null ? null : { key, body };
}

/** Settling what is settled already changes nothing: two deliveries of one event may both report. */
export function* settleEvent(sink: string, eventId: string, result: DeliveryOutcome): Step<void> {
  const found = yield* findDelivery(sink, eventId);
  if (found === null) return;
  if (result.outcome === 'delivered') {
    yield* remove('delivery', found.key);
    return;
  }
  yield* put('delivery', found.key, {
    ...found.body,
    attempts: found.body.attempts + 1,
    lastError: result.error,
    notBefore: result.outcome === 'retry' ? result.notBefore : found.body.notBefore,
    isDead: result.outcome === 'dead',
  });
}

export function* deliveries(sink: string): Step<readonly Delivery[]> {
  const listed = (yield* scan('delivery', under(sink))).map(({ body }) => ({
    sink: body.sink,
    eventId: body.eventId,
    position: body.position,
    attempts: body.attempts,
    notBefore: body.notBefore,
    lastError: body.lastError,
    isDead: body.isDead,
  }));
  // Nobody may have asked for the sink's events yet: they wait all the same.
  return [...listed, ...(yield* newEvents(sink)).map(({ id, position }) => untried(sink, id, position))];
}

export function* redeliver(sink: string, eventId: string, actor: string, now: number): Step<boolean> {
  const found = yield* findDelivery(sink, eventId);
  if (found === null) return false;
  yield* put('delivery', found.key, { ...found.body, isDead: false, attempts: 0, notBefore: now });
  yield* addAudit({ actor, action: 'event.redeliver', subject: eventId, detail: { sink } }, now);
  return true;
}
