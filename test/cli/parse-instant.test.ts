import { expect, test } from 'vitest';
import { parseInstant } from '../../src/cli/parse-instant.ts';

test.each([
  ['2026-03-29T10:00:00+02:00', 'UTC', '2026-03-29T08:00:00.000Z'],
  ['1769860800', 'UTC', '2026-01-31T12:00:00.000Z'],
  ['2026-01-31', 'UTC', '2026-01-31T00:00:00.000Z'],
  ['2026-01-31', 'Europe/Berlin', '2026-01-30T23:00:00.000Z'],
  ['2026-07-01', 'America/New_York', '2026-07-01T04:00:00.000Z'],
  ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
  ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
])('%s in %s is %s', (text, zone, expected) => {
  expect(new Date(parseInstant('--from', text, zone)).toISOString()).toBe(expected);
});

test.each([
  ['2026-02-30', /"2026-02-30" is no date and time that exists/],
  ['2026-01-31T12:00:00', /has no offset from UTC/],
  ['yesterday', /is neither RFC 3339/],
  ['', /--from "" is empty/],
  ['1769860800000', /looks like milliseconds/],
])('%s is refused with what to write', (text, message) => {
  expect(() => parseInstant('--from', text, 'UTC')).toThrow(message);
});
