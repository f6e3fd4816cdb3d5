import type { OutboxEvent } from '../model/outbox.ts';
import { canonicalJson } from './canonical-json.ts';

/** What made the event; together with `id` it is unique. */
const SOURCE = 'urn:lockstep:outbox';
/** Digits of `sequence`, so that the order of text, which CloudEvents asks for, is the order of numbers. */
const SEQUENCE_DIGITS = 12;

export const CLOUD_EVENT_TYPE = 'application/cloudevents+json; charset=utf-8';

/** The event as CloudEvents 1.0 in structured JSON: the exact text that is signed and sent, the same bytes each time. */
export function cloudEventJson({ id, type, subject, sequence, at, data }: OutboxEvent): string {
  return canonicalJson({
    specversion: '1.0',
    id,
    source: SOURCE,
    type,
    subject,
    time: new Date(at).toISOString(),
    datacontenttype: 'application/json',
    sequence: String(sequence).padStart(SEQUENCE_DIGITS, '0'),
    data,
  });
}
