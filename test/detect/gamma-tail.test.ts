import { describe, expect, it } from 'vitest';
import { gammaTailNats } from '../../src/detect/gamma-tail.ts';

/** Exact -ln P(Gamma(k) >= y) for whole k: the chance of fewer than k events of a Poisson process with mean y. */
function exactTail(y: number, k: number): number {
  let term = Math.exp(-y);
  let sum = term;
  for (let i = 1; i < k; i++) {
    term *= y / i;
    sum += term;
  }
  return -Math.log(sum);
}

describe('gammaTailNats', () => {
  it('never claims more evidence than the exact tail holds', () => {
    for (const k of [1, 2, 3, 7, 20, 60]) {
      for (const factor of [1.01, 1.5, 2, 4, 8]) {
        expect(gammaTailNats(k * factor, k)).toBeLessThanOrEqual(exactTail(k * factor, k) + 1e-9);
      }
    }
  });

  it('comes near the exact tail where evidence is large', () => {
    expect(gammaTailNats(80, 10) / exactTail(80, 10)).toBeGreaterThan(0.9);
  });

  it('gives nothing to co-actions that are no closer than chance', () => {
    expect(gammaTailNats(9, 10)).toBe(0);
    expect(gammaTailNats(10, 10)).toBe(0);
    expect(gammaTailNats(0, 0)).toBe(0);
  });

  it('counts a co-action without synchrony against the pair', () => {
    expect(gammaTailNats(40, 11)).toBeLessThan(gammaTailNats(40, 10));
  });
});
