import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration, parseDuration } from '../../src/config/duration.ts';

test.each([
  ['500ms', 500],
  ['60s', 60_000],
  ['10m', 600_000],
  ['2h', 7_200_000],
  ['1d', 86_400_000],
  ['1w', 604_800_000],
])('%s is %i ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['60', '', 's', '-5s', '1.5h', '5 s', '5y', '5S'])('"%s" is refused', (text) => {
  expect(() => parseDuration(text)).toThrow(/is not a duration/);
});

test('what is written is read back', () => {
  fc.assert(fc.property(fc.nat(999_999_999), (ms) => parseDuration(formatDuration(ms)) === ms));
});
