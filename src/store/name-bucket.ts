import { hashBytes } from './hash-bytes.ts';

/** Every name falls into one of so many buckets by its hash: those in the first few are a fair sample, the same in every store. */
export const BUCKETS = 1_024;

const SEED = 0x5bd1e995;
const FACTOR = 0x2c1b3c6d;

/** The bucket, 0 to 1,023, of the name `bytes[start .. end)`. */
export function bucketOf(bytes: Uint8Array, start: number, end: number): number {
  return hashBytes(bytes, start, end, SEED, FACTOR) & (BUCKETS - 1);
}

const encoder = new TextEncoder();

export function bucketOfName(name: string): number {
  const bytes = encoder.encode(name);
  return bucketOf(bytes, 0, bytes.length);
}

/** The fewest buckets, from the first on, that hold `size` names or more; all when there are fewer. `counts` by bucket. */
export function fewestBuckets(counts: ArrayLike<number>, size: number): number {
  let held = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    held += counts[bucket] ?? 0;
    if (held >= size) return bucket + 1;
  }
  return BUCKETS;
}
