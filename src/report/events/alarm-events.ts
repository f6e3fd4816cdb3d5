import type { Alarm, AlarmKind } from '../../model/alarm.ts';
import type { NewEvent } from '../../model/outbox.ts';
import type { Hash } from '../../model/ports.ts';
import { makeEvent } from './make-event.ts';

/** A run that failed has told of itself, in the transaction that failed it (`runFailed`). */
const TYPE_OF = {
  'run-failed': null,
  'run-missed': 'lockstep.run.missed.v1',
  'source-stale': 'lockstep.source.stale.v1',
  'layer-dropped': 'lockstep.layer.dropped.v1',
} as const satisfies { readonly [kind in AlarmKind]: unknown };

/**
 * What is told of the alarms that stand. An alarm is told once, however often and by however many it is found: the id is made of
 * its kind, its subject and since when it stands.
 */
export function alarmEvents(alarms: readonly Alarm[], hash: Hash): readonly NewEvent[] {
  return alarms.flatMap(({ kind, subject, since, says }): readonly NewEvent[] => {
    const type = TYPE_OF[kind];
    if (type === null) return [];
    const data = { about: subject, since: new Date(since).toISOString(), says };
    return [makeEvent({ type, subject, key: [since], data }, hash)];
  });
}

/** A sink answered that it wants no more events. */
export function sinkRefused(
  refused: { readonly sink: string; readonly eventId: string; readonly why: string; readonly at: number },
  hash: Hash,
): NewEvent {
  const { sink, eventId, why, at } = refused;
  const data = { sink, event_id: eventId, why };
  return makeEvent({ type: 'lockstep.sink.refused.v1', subject: sink, key: [eventId, at], data }, hash);
}
