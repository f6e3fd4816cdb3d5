import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Rows } from '../../../src/source/generated/rows.ts';

test('rows come out as they went in, whatever is added and taken when', () => {
  const steps = fc.array(fc.record({ add: fc.nat(2500), take: fc.integer({ min: 1, max: 2500 }) }), { maxLength: 8 });
  fc.assert(
    fc.property(steps, (plan) => {
      const rows = new Rows();
      const seen: number[] = [];
      const times: number[] = [];
      let added = 0;
      let torn = 0;
      const take = (most: number) => {
        const block = rows.take(most);
        expect(block.length).toBeLessThanOrEqual(most);
        for (let i = 0; i < block.length; i++) {
          const account = block.account[i] ?? -1;
          if (block.layer[i] !== account % 7 || block.entity[i] !== account * 3) torn++;
          seen.push(account);
          times.push(block.at[i] ?? -1);
        }
      };
      for (const step of plan) {
        for (let i = 0; i < step.add; i++, added++)
          rows.add(added, added % 7, added * 3, added % 2 ? added : Number.NaN);
        take(step.take);
      }
      while (rows.waiting > 0) take(999);
      expect(torn).toBe(0);
      expect(seen).toEqual(Array.from({ length: added }, (_, i) => i));
      expect(times).toEqual(Array.from({ length: added }, (_, i) => (i % 2 ? i : Number.NaN)));
    }),
    { numRuns: 30 },
  );
});
