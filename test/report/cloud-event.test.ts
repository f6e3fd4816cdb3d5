import { expect, it } from 'vitest';
import type { OutboxEvent } from '../../src/model/outbox.ts';
import { cloudEventJson } from '../../src/report/cloud-event.ts';

const event: OutboxEvent = {
  id: 'evt_1',
  type: 'lockstep.run.completed.v1',
  subject: 'nightly@1',
  data: { run_id: 'nightly@1', '\u{1f642}': 1, '\u{ffff}': 2 },
  position: 41,
  sequence: 7,
  at: Date.UTC(2026, 10, 27, 2, 0, 0, 5),
};

it('is CloudEvents 1.0 in structured JSON, with the place among the events of its subject', () => {
  expect(JSON.parse(cloudEventJson(event))).toEqual({
    specversion: '1.0',
    id: 'evt_1',
    source: 'urn:lockstep:outbox',
    type: 'lockstep.run.completed.v1',
    subject: 'nightly@1',
    time: '2026-11-27T02:00:00.005Z',
    datacontenttype: 'application/json',
    sequence: '000000000007',
    data: event.data,
  });
});

it('is the same text however the event was put together', () => {
  const shuffled = { ...Object.fromEntries(Object.entries(event).reverse()), data: reversed(event.data) };
  expect(cloudEventJson(shuffled as OutboxEvent)).toBe(cloudEventJson(event));
});

it('has sequences whose order as text is their order', () => {
  const at = (sequence: number) => String(JSON.parse(cloudEventJson({ ...event, sequence })).sequence);
  expect(at(9) < at(10) && at(10) < at(123_456)).toBe(true);
});

function reversed(data: unknown): unknown {
  return Object.fromEntries(Object.entries(data as object).reverse());
}
