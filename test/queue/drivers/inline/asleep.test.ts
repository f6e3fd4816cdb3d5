import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Job } from '../../../../src/queue/job-queue.ts';
import { openQueue } from '../../../../src/queue/open-queue.ts';

const HOUR_MS = 3_600_000;
const EVENING = Date.parse('2026-05-01T22:00:00Z');
const NIGHT = Date.parse('2026-05-02T03:00:00Z');

beforeEach(() => {
  vi.useFakeTimers({ now: EVENING });
});
afterEach(() => {
  vi.useRealTimers();
});

async function openNightly() {
  const queue = await openQueue('inline:');
  const seen: Job[] = [];
  await queue.work(async (job) => void seen.push(job), { concurrency: 1 });
  await queue.putSchedules([{ id: 'nightly', pattern: '0 3 * * *', timezone: 'UTC', name: 'fire', payload: {} }]);
  return { queue, slots: () => seen.map(({ slot }) => slot) };
}

describe('the queue of a process', () => {
  it('fires each night at its hour', async () => {
    const { queue, slots } = await openNightly();
    await vi.advanceTimersByTimeAsync(5 * HOUR_MS - 1);
    expect(slots()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(slots()).toEqual([NIGHT]);
    await vi.advanceTimersByTimeAsync(48 * HOUR_MS);
    expect(slots()).toEqual([NIGHT, NIGHT + 24 * HOUR_MS, NIGHT + 48 * HOUR_MS]);
    await queue.close();
  });

  it('fires once, soon after, when its machine slept through two nights, with the first of them', async () => {
    const { queue, slots } = await openNightly();
    // Timers stand still in a machine that sleeps, and the clock does not.
    vi.setSystemTime(EVENING + 36 * HOUR_MS);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(slots()).toEqual([NIGHT]);
    expect([...(await queue.nextFires()).values()]).toEqual([NIGHT + 48 * HOUR_MS]);
    await queue.close();
  });

  it('leaves no timer behind when it is closed', async () => {
    const { queue } = await openNightly();
    await queue.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
