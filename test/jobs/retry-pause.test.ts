import { expect, it } from 'vitest';
import { RETRY_POLICY, retryPauseMs } from '../../jobs/retry-pause.ts';

const HOUR_MS = 3_600_000;
const waits = (random: () => number) =>
  Array.from({ length: RETRY_POLICY.tries - 1 }, (_, i) => retryPauseMs(i + 1, RETRY_POLICY, random));
const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);

it('the tries take 21 hours on average and 41 at most, as the page on events says', () => {
  expect(Math.round(sum(waits(() => 0.5)) / HOUR_MS)).toBe(21);
  expect(Math.round(sum(waits(() => 0.999_999)) / HOUR_MS)).toBe(41);
});

it('a pause is anywhere up to its limit, which doubles until the cap', () => {
  expect(waits(() => 0)).toEqual(waits(() => 0).map(() => 0));
  const limits = waits(() => 1);
  expect(limits.slice(0, 4)).toEqual([30_000, 60_000, 120_000, 240_000]);
  expect(Math.max(...limits)).toBe(12 * HOUR_MS);
});

it('a receiver is not asked sooner than it wants, and not kept from its events for longer than a day', () => {
  expect(retryPauseMs(1, RETRY_POLICY, () => 0, 120_000)).toBe(120_000);
  expect(retryPauseMs(12, RETRY_POLICY, () => 1, 1)).toBe(12 * HOUR_MS);
  expect(retryPauseMs(1, RETRY_POLICY, () => 0, 1e12)).toBe(24 * HOUR_MS);
});
