import { KeySegment } from './key-segment.ts';

/** Each grows by itself: what is copied then, and is in memory twice meanwhile, is a 64th of all. */
const SEGMENTS = 64;

/** What a row tells: an edge not seen before, one seen with a smaller weight, or nothing. */
export const NEW = 0;
export const RAISED = 1;
export const DUPLICATE = 2;

/**
 * The keys of all edges in the store as 96-bit hashes, each with the largest weight so far. Two different edges fall together
 * with a chance of 10^-11 in 10^9 edges, so a match is taken as the same edge; the hash is keyed by the store's own random
 * seed, so nobody can prepare edges that fall together.
 *
 * Weights take memory only once one differs from 1.
 */
export class KeyIndex {
  private readonly segments = Array.from({ length: SEGMENTS }, () => new KeySegment());

  get size(): number {
    return this.segments.reduce((sum, { size }) => sum + size, 0);
  }

  put(first: number, second: number, third: number, weight: number): typeof NEW | typeof RAISED | typeof DUPLICATE {
    const a = first >>> 0;
    const b = second >>> 0;
    const c = third >>> 0;
    const segment = this.segments[c % SEGMENTS] as KeySegment;
    const known = segment.find(a, b, c);
    if (known < 0) {
      segment.add(a, b, c, weight);
      return NEW;
    }
    if (weight <= segment.weightAt(known)) return DUPLICATE;
    segment.raise(known, weight);
    return RAISED;
  }
}
