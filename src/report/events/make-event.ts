import type { z } from 'zod';
import type { NewEvent } from '../../model/outbox.ts';
import type { Hash } from '../../model/ports.ts';
import type { EVENTS, EventType } from './event-types.ts';

/** What events are made about: `key` tells this one from all others of its type and subject. */
export type EventFacts<Type extends EventType> = {
  readonly type: Type;
  /** Never the id of an account or entity: it stands in counters that an erasure does not reach. */
  readonly subject: string;
  readonly key: readonly (string | number)[];
  readonly data: z.infer<(typeof EVENTS)[Type]['data']>;
};

const encoder = new TextEncoder();

/**
 * An event whose id is a function of what it tells of, so that a worker that comes to the same point in a second life makes
 * the same one, and the outbox takes it once. Ids are letters, digits and `_`: no dot, which the signature of a webhook
 * puts between its parts.
 */
export function makeEvent<Type extends EventType>(
  { type, subject, key, data }: EventFacts<Type>,
  hash: Hash,
): NewEvent {
  const name = JSON.stringify([type, subject, ...key]);
  return { id: `evt_${hash([encoder.encode(name)]).slice(0, 32)}`, type, subject, data };
}

/** RFC 3339 in UTC with milliseconds, of ms since 1970. */
export function instantOrNull(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
