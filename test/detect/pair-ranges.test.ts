import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addWork, openWork, splitWork } from '../../src/detect/pair-ranges.ts';

describe('splitWork', () => {
  it('covers every item once, in order, for any work and number of threads', () => {
    const work = fc.array(fc.tuple(fc.nat(100_000), fc.nat(1_000)), { maxLength: 50 });
    fc.assert(
      fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 8 }), work, (items, threads, steps) => {
        const open = openWork(items, threads);
        for (const [item, count] of steps) if (item < items) addWork(open, item, count);
        const ranges = splitWork(open);
        expect(ranges[0]?.from).toBe(0);
        expect(ranges.at(-1)?.to).toBe(items);
        ranges.slice(1).forEach(({ from }, i) => {
          expect(from).toBe(ranges[i]?.to);
        });
      }),
    );
  });

  it('gives threads pieces of about equal work, not of equal length', () => {
    const items = 1_000_000;
    const open = openWork(items, 2);
    for (let item = 0; item < items; item++) addWork(open, item, items - item);
    const works = splitWork(open).map(({ from, to }) => ((2 * items - from - to) * (to - from)) / 2);
    expect(works).toHaveLength(8);
    expect(Math.max(...works) / Math.min(...works)).toBeLessThan(1.1);
  });
});
