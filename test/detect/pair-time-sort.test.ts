import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTimeSort } from '../../src/detect/pair-time-sort.ts';
import { LATEST_AT_MS } from '../../src/model/edge.ts';

describe('createTimeSort', () => {
  it('sorts few and many actions by time, equal times in the order they came', () => {
    const sort = createTimeSort();
    const time = fc.oneof(fc.nat(3), fc.nat(100_000), fc.integer({ min: 0, max: LATEST_AT_MS }));
    fc.assert(
      fc.property(fc.array(time, { minLength: 1, maxLength: 200, size: 'max' }), (times) => {
        // room behind the actions, as a scratch array has
        const sorted = Float64Array.from([...times, 0, 0]);
        const who = Uint32Array.from([...times.keys(), 7, 7]);
        sort(sorted, who, times.length);
        const expected = times.map((at, i) => ({ at, i })).sort((x, y) => x.at - y.at || x.i - y.i);
        expect([...sorted.subarray(0, times.length)]).toEqual(expected.map(({ at }) => at));
        expect([...who.subarray(0, times.length)]).toEqual(expected.map(({ i }) => i));
      }),
    );
  });

  it('looks at the highest digit too', () => {
    for (const last of [255, 256, 257, 65_536]) {
      const times = Float64Array.from({ length: 40 }, (_, i) => (i === 0 ? last : i - 1));
      createTimeSort()(times, new Uint32Array(40), 40);
      expect(times.at(-1)).toBe(last);
    }
  });
});
