import { BUCKETS, fewestBuckets } from '../../name-bucket.ts';
import type { AccountCounts } from '../../snapshot-reader.ts';
import { bucketsOf, countFlagged } from './buckets.ts';
import type { FileNames } from './file-names.ts';
import type { SnapshotTies } from './snapshot-ties.ts';

/** Accounts with an edge, in all and in each of some layers, as the fewest buckets with `size` of them tell. */
export function countAccounts(
  { accounts, layers: { size: layerCount }, layerNamed }: FileNames,
  { account, layer, blocks }: SnapshotTies,
  layers: readonly string[],
  size: number,
): AccountCounts {
  const everyone = new Uint8Array(accounts.size);
  const numbers = layers.map(layerNamed);
  const flags = numbers.map(() => new Uint8Array(accounts.size));
  const flagsOf = Array.from({ length: layerCount }, (_, number) => flags[numbers.indexOf(number)] ?? everyone);
  for (const { from, raised } of blocks) {
    for (let row = from; row < raised; row++) {
      const number = account[row] as number;
      everyone[number] = 1;
      const own = flagsOf[layer[row] as number];
      if (own !== undefined) own[number] = 1;
    }
  }
  const buckets = bucketsOf(accounts);
  const counted = fewestBuckets(countFlagged(everyone, buckets), size);
  const whole = (marks: Uint8Array): number => {
    const found = countFlagged(marks, buckets).subarray(0, counted);
    return Math.round((found.reduce((sum, count) => sum + count, 0) * BUCKETS) / counted);
  };
  return { all: whole(everyone), ofLayer: flags.map(whole) };
}
