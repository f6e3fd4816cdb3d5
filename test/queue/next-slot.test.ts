import { describe, expect, it } from 'vitest';
import { nextSlot } from '../../src/queue/next-slot.ts';

const at = (text: string): number => Date.parse(text);
const slotAfter = (pattern: string, timezone: string, from: string): string => {
  const slot = nextSlot(pattern, timezone, at(from));
  return slot === null ? 'never' : new Date(slot).toISOString();
};

describe('nextSlot', () => {
  it('is strictly after the instant it is asked for', () => {
    expect(slotAfter('0 3 * * *', 'UTC', '2026-05-01T03:00:00.000Z')).toBe('2026-05-02T03:00:00.000Z');
    expect(slotAfter('0 3 * * *', 'UTC', '2026-05-01T02:59:59.999Z')).toBe('2026-05-01T03:00:00.000Z');
  });

  it('is at the hour of its zone, in summer and in winter', () => {
    expect(slotAfter('30 3 * * *', 'Europe/Berlin', '2026-07-01T12:00:00Z')).toBe('2026-07-02T01:30:00.000Z');
    expect(slotAfter('30 3 * * *', 'Europe/Berlin', '2026-12-01T12:00:00Z')).toBe('2026-12-02T02:30:00.000Z');
  });

  it('comes right after the gap on the day that has no such hour', () => {
    expect(slotAfter('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(slotAfter('30 2 * * *', 'Europe/Berlin', '2026-03-29T01:00:00Z')).toBe('2026-03-30T00:30:00.000Z');
  });

  it('comes once on the day that has the hour twice', () => {
    expect(slotAfter('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(slotAfter('30 2 * * *', 'Europe/Berlin', '2026-10-25T00:30:00Z')).toBe('2026-10-26T01:30:00.000Z');
  });

  it('is none for a day that never comes, and is found four years off', () => {
    expect(slotAfter('0 0 30 2 *', 'UTC', '2026-01-01T00:00:00Z')).toBe('never');
    expect(slotAfter('0 0 29 2 *', 'UTC', '2028-03-01T00:00:00Z')).toBe('2032-02-29T00:00:00.000Z');
  });

  it('says what to write instead of a pattern or zone that it cannot read', () => {
    expect(() => nextSlot('daily', 'UTC', 0)).toThrow('five fields');
    expect(() => nextSlot('61 3 * * *', 'UTC', 0)).toThrow('five fields');
    expect(() => nextSlot('0 3 * * *', 'Berlin', 0)).toThrow('Europe/Berlin');
  });
});
