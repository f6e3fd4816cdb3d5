import { z } from 'zod';
import { instant } from '../cluster-schema.ts';
import { EVENTS, type EventType } from './event-types.ts';

/** What every event wears: CloudEvents 1.0 in its structured JSON form. */
function envelope<Type extends EventType>(type: Type) {
  const { about, data } = EVENTS[type];
  return z
    .object({
      specversion: z.literal('1.0'),
      id: z.string().describe('The same for every delivery of the event: take each id once.'),
      source: z.string(),
      type: z.literal(type),
      subject: z.string().describe('Events about one subject arrive in order.'),
      time: instant.describe('When it happened.'),
      datacontenttype: z.literal('application/json'),
      sequence: z
        .string()
        .regex(/^\d{12}$/)
        .describe('Place among the events of the subject, from 000000000001.'),
      data: data as z.ZodType,
    })
    .meta({ id: type, description: about });
}

/** JSON Schema 2020-12 of what webhooks and the stream carry. Fields may be added within a version of a type, so it does not forbid what it does not name. */
export function eventsJsonSchema(): object {
  const types = Object.keys(EVENTS) as readonly EventType[];
  const events = z.union(types.map(envelope)).meta({
    title: 'Lockstep events',
    description: 'What Lockstep tells others of, one envelope for webhooks and the stream.',
  });
  return { $id: 'urn:lockstep:events:1', ...z.toJSONSchema(events, { target: 'draft-2020-12', io: 'input' }) };
}
