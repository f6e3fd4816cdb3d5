import type { StringTable } from '../../../model/string-table.ts';
import { BUCKETS, bucketOf } from '../../name-bucket.ts';

/** The bucket of every name of a table. */
export function bucketsOf({ size, bytes, offsets }: StringTable): Uint16Array {
  const buckets = new Uint16Array(size);
  for (let i = 0; i < size; i++) buckets[i] = bucketOf(bytes, offsets[i] as number, offsets[i + 1] as number);
  return buckets;
}

/** How many flagged names (1) there are in each bucket. */
export function countFlagged(flags: Uint8Array, buckets: Uint16Array): Uint32Array {
  const counts = new Uint32Array(BUCKETS);
  for (let i = 0; i < flags.length; i++) {
    const bucket = buckets[i] as number;
    counts[bucket] = (counts[bucket] as number) + (flags[i] as number);
  }
  return counts;
}
