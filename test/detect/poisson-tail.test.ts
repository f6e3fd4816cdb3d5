import { describe, expect, it } from 'vitest';
import { poissonTailNats } from '../../src/detect/poisson-tail.ts';

/** -ln P(X >= k) of a Poisson with mean m, summed from the tail's first term. */
function exactTail(k: number, m: number): number {
  let logTerm = -m;
  for (let i = 1; i <= k; i++) logTerm += Math.log(m / i);
  let sum = 1;
  let term = 1;
  for (let i = k + 1; i < k + 400; i++) {
    term *= m / i;
    sum += term;
  }
  return -(logTerm + Math.log(sum));
}

describe('poissonTailNats', () => {
  it('never claims more evidence than the exact tail holds', () => {
    for (const m of [0.01, 0.3, 1, 5, 40]) {
      for (const k of [1, 2, 5, 12, 60, 200]) {
        if (k > m) expect(poissonTailNats(k, m)).toBeLessThanOrEqual(exactTail(k, m) + 1e-9);
      }
    }
  });

  it('comes near the exact tail where evidence is large', () => {
    expect(poissonTailNats(20, 1) / exactTail(20, 1)).toBeGreaterThan(0.9);
  });

  it('gives nothing to what chance makes as often', () => {
    expect(poissonTailNats(5, 5)).toBe(0);
    expect(poissonTailNats(0, 0)).toBe(0);
    expect(poissonTailNats(3, 4)).toBe(0);
  });
});
