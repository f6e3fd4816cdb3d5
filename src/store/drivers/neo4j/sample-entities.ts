import type { EntitySample } from '../../../model/universe.ts';
import { compareWords } from '../../compare-words.ts';
import { BUCKETS, fewestBuckets } from '../../name-bucket.ts';
import { int } from './connection.ts';
import type { Questions } from './questions.ts';

/** Buckets asked for at first; then as many as are likely to be enough. */
const FIRST_BUCKETS = 4;

type Sampled = { readonly key: string; readonly bucket: number; readonly times: readonly number[] };

/** Asks for bucket after bucket (`first` up to `end`) until `size` have been found; `askFor` returns how many it found. */
export async function askBuckets(size: number, askFor: (first: number, end: number) => Promise<number>): Promise<void> {
  let found = 0;
  let end = 0;
  for (let more = FIRST_BUCKETS; end < BUCKETS && found < size; ) {
    const first = end;
    end = Math.min(BUCKETS, first + more);
    found += await askFor(first, end);
    more = Math.min(4 * end, Math.ceil(((size - found) / Math.max(1, found)) * end));
  }
}

export async function sampleEntities(ask: Questions['ask'], layer: string, size: number): Promise<EntitySample> {
  const found: Sampled[] = [];
  const counts = new Uint32Array(BUCKETS);
  await askBuckets(size, async (first, end) => {
    const rows = await ask('edges/sample-entities', { layer, first: int(first), end: int(end) });
    for (const row of rows) {
      const bucket = row.get('bucket') as number;
      counts[bucket] = (counts[bucket] as number) + 1;
      found.push({ key: row.get('key') as string, bucket, times: row.get('times') as readonly number[] });
    }
    return rows.length;
  });
  const share = fewestBuckets(counts, size);
  const chosen = found.filter(({ bucket }) => bucket < share).sort((x, y) => compareWords(x.key, y.key));
  const known = chosen.map(({ times }) => times.filter((at) => at >= 0).sort((x, y) => x - y));
  const offsets = new Uint32Array(chosen.length + 1);
  known.forEach((times, i) => {
    offsets[i + 1] = (offsets[i] as number) + times.length;
  });
  return {
    share: share / BUCKETS,
    populations: Uint32Array.from(chosen, ({ times }) => times.length),
    offsets,
    at: Float64Array.from(known.flat()),
  };
}
