import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Dice, scramble } from '../../../src/source/generated/dice.ts';

const draw = (dice: Dice, count: number) => Array.from({ length: count }, () => dice.unit());

test('equal seeds and streams give equal numbers, other seeds and other streams others', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.string(), (seed, stream) => {
      const numbers = draw(new Dice(seed, stream), 8);
      expect(draw(new Dice(seed, stream), 8)).toEqual(numbers);
      expect(draw(new Dice(seed, `${stream}.`), 8)).not.toEqual(numbers);
      expect(draw(new Dice(seed === 0 ? 1 : -seed, stream), 8)).not.toEqual(numbers);
    }),
  );
});

test('numbers fill the unit interval evenly', () => {
  const dice = new Dice(1, 'even');
  const bins = new Uint32Array(20);
  for (let i = 0; i < 200_000; i++) {
    const place = Math.floor(dice.unit() * 20);
    bins[place] = (bins[place] ?? 0) + 1;
  }
  // Six standard deviations of a bin with 10,000 expected.
  for (const count of bins) expect(Math.abs(count - 10_000)).toBeLessThan(600);
});

test('whole numbers between two bounds reach both and nothing beyond', () => {
  const dice = new Dice(2, 'bounds');
  const seen = new Set(Array.from({ length: 2000 }, () => dice.between(3, 7)));
  expect([...seen].sort()).toEqual([3, 4, 5, 6, 7]);
});

test('a log-normal draw has its median in the middle, an exponential one its mean', () => {
  const dice = new Dice(3, 'shapes');
  const normal = Array.from({ length: 20_001 }, () => dice.logNormal(50, 1)).sort((a, b) => a - b);
  expect(normal[10_000]).toBeGreaterThan(47);
  expect(normal[10_000]).toBeLessThan(53);
  const waits = Array.from({ length: 20_000 }, () => dice.exponential(8));
  expect(waits.reduce((sum, wait) => sum + wait, 0) / waits.length).toBeCloseTo(8, 0);
});

test('scrambling maps no two numbers to one', () => {
  for (const key of [0, 1, 0xdeadbeef]) {
    const images = new Set(Array.from({ length: 100_000 }, (_, i) => scramble(i * 42_949, key)));
    expect(images.size).toBe(100_000);
  }
});
