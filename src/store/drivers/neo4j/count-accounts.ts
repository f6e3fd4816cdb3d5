import { BUCKETS, fewestBuckets } from '../../name-bucket.ts';
import type { AccountCounts } from '../../snapshot-reader.ts';
import { int } from './connection.ts';
import type { Questions } from './questions.ts';
import { typeOfLayer } from './relationship-types.ts';
import { askBuckets } from './sample-entities.ts';

/** Accounts with an edge, in all and in each of some layers, as the fewest buckets with `size` of them tell. */
export async function countAccounts(
  ask: Questions['ask'],
  layers: readonly string[],
  size: number,
): Promise<AccountCounts> {
  const counts = new Uint32Array(BUCKETS);
  await askBuckets(size, async (first, end) => {
    let found = 0;
    for (const row of await ask('edges/sample-accounts', { first: int(first), end: int(end) })) {
      counts[row.get('bucket') as number] = row.get('accounts') as number;
      found += row.get('accounts') as number;
    }
    return found;
  });
  const counted = fewestBuckets(counts, size);
  const whole = (count: number): number => Math.round((count * BUCKETS) / counted);
  const ofLayer: number[] = [];
  for (const layer of layers) {
    const [row] = await ask('edges/count-actors', { layer, end: int(counted) }, typeOfLayer(layer).name);
    ofLayer.push(whole(row?.get('accounts') as number));
  }
  return { all: whole(counts.subarray(0, counted).reduce((sum, count) => sum + count, 0)), ofLayer };
}
