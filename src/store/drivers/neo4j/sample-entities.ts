import type { Record as Row } from 'neo4j-driver';
import type { EntitySample } from '../../../model/universe.ts';
import { compareWords } from '../../compare-words.ts';
import { BUCKETS } from '../../entity-bucket.ts';
import { int, type Params } from './connection.ts';

/** Buckets asked for at first; then as many as are likely to be enough. */
const FIRST_BUCKETS = 4;

type Sampled = { readonly key: string; readonly bucket: number; readonly times: readonly number[] };

/** Bucket after bucket until there are enough entities. */
export async function sampleEntities(
  ask: (name: string, params: Params) => Promise<readonly Row[]>,
  layer: string,
  size: number,
): Promise<EntitySample> {
  const found: Sampled[] = [];
  let end = 0;
  for (let more = FIRST_BUCKETS; end < BUCKETS && found.length < size; ) {
    const first = end;
    end = Math.min(BUCKETS, first + more);
    for (const row of await ask('edges/sample-entities', { layer, first: int(first), end: int(end) })) {
      const times = row.get('times') as readonly number[];
      found.push({ key: row.get('key') as string, bucket: row.get('bucket') as number, times });
    }
    more = Math.min(4 * end, Math.ceil(((size - found.length) / Math.max(1, found.length)) * end));
  }
  const share = lastBucket(found, size, end);
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

/** The end of the fewest buckets that hold `size` entities or more. */
function lastBucket(found: readonly Sampled[], size: number, end: number): number {
  const ascending = Uint32Array.from(found, ({ bucket }) => bucket).sort();
  const last = ascending[size - 1];
  return last === undefined ? end : last + 1;
}
