import { describe, expect, it } from 'vitest';
import { retryPauseMs } from '../../src/queue/retry-pause.ts';

describe('retryPauseMs', () => {
  const pauses = (random: () => number) =>
    [1, 2, 3, 4, 20, 5_000].map((failures) => retryPauseMs(failures, { firstMs: 1_000, longestMs: 60_000, random }));

  it('doubles from failure to failure up to the longest', () => {
    expect(pauses(() => 1)).toEqual([1_000, 2_000, 4_000, 8_000, 60_000, 60_000]);
  });

  it('is never less than half of that, however the dice fall', () => {
    expect(pauses(() => 0)).toEqual([500, 1_000, 2_000, 4_000, 30_000, 30_000]);
  });
});
