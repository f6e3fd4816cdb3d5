import { expect, it } from 'vitest';
import { BUCKETS, bucketOfName } from '../../src/store/name-bucket.ts';

it('names fall into buckets evenly, alike ones too', () => {
  const counts = new Uint32Array(BUCKETS);
  for (let i = 0; i < 100 * BUCKETS; i++) {
    const bucket = bucketOfName(`https://example.org/post/${i}`);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  // 100 a bucket, give or take five times the root of it
  expect(Math.min(...counts)).toBeGreaterThan(50);
  expect(Math.max(...counts)).toBeLessThan(150);
});

it('a name stays in its bucket: samples of different stores are the same', () => {
  expect(['', 'a', 'device-1', '🎯'].map(bucketOfName)).toMatchInlineSnapshot(`
    [
      119,
      780,
      919,
      677,
    ]
  `);
});
