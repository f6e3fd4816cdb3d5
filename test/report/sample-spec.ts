/** A small generator that is the same everywhere: mulberry32. */
export type Random = () => number;

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type SampleKind = 'timed-ring' | 'device-ring' | 'co-rating' | 'household' | 'direct';

export type SampleSpec = {
  readonly kind: SampleKind;
  readonly size: number;
  readonly seed: number;
  readonly rank: number;
  readonly score: number;
  readonly nameAccount?: (i: number) => string;
  readonly nameEntity?: (i: number) => string;
};

export function hex(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
}

export type Holding = { readonly account: number; readonly at: readonly number[] };
export type SampleEntity = { readonly layer: string; readonly name: string; readonly outside: number };
export type Holdings = {
  readonly entities: readonly SampleEntity[];
  readonly holders: readonly (readonly Holding[])[];
};

export type SampleLinks = readonly (readonly [a: number, b: number, weight: number, layer: string])[];
