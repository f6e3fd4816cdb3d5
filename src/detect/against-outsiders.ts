/**
 * Do the members act together more often than each of them does with others who act on the same things? A live audience,
 * readers of breaking news and fans come together because of what happens, and so do those of them that no cluster holds;
 * a ring is together among itself. Where the times of outside holders are not known (a part of a whole), the members are
 * expected to meet as the middle crowd does.
 */
import type { Cluster } from '../model/cluster.ts';
import type { Layer } from '../model/layer.ts';
import { isTimedAction } from './sharing-value.ts';

/** Outside holders below which an entity tells nothing of them. */
const LEAST_OUTSIDE = 5;

export type AgainstOutsiders = {
  /** Pairs of members' first actions on the same entity within the span, on the entities that tell. */
  readonly seen: number;
  /** What they would be if members met each other as they meet outsiders. */
  readonly expected: number;
  /** Pairs of members' actions within the span on entities with too few outsiders to tell. */
  readonly untold: number;
};

/** `placeOf` is scratch: -1 for each account. `usual` tells by layer the chance of the middle crowd. */
export function compareWithOutsiders(
  cluster: Cluster,
  layers: readonly Layer[],
  placeOf: Int32Array,
  usual: readonly number[] = [],
): AgainstOutsiders {
  for (const account of cluster.members) placeOf[account] = 1;
  const sums = { seen: 0, expected: 0, untold: 0 };
  for (let s = 0; s < cluster.shared.length; s++) {
    const l = cluster.shared.layer[s] as number;
    const layer = layers[l] as Layer;
    if (!isTimedAction(layer)) continue;
    const entity = cluster.shared.entity[s] as number;
    const { inside, outside } = splitTimes(layer, entity, placeOf);
    const together = pairsWithin(inside, inside, layer.settings.spanMs) / 2;
    const pairs = (inside.length * (inside.length - 1)) / 2;
    if (layer.beyond?.isTimed[entity] === 0) {
      sums.seen += together;
      sums.expected += (usual[l] ?? 0) * pairs;
      continue;
    }
    if (outside.length < LEAST_OUTSIDE) {
      sums.untold += together;
      continue;
    }
    const met = pairsWithin(inside, outside, layer.settings.spanMs);
    const rate = (met + 1) / (inside.length * outside.length + 1);
    sums.seen += together;
    sums.expected += rate * pairs;
  }
  for (const account of cluster.members) placeOf[account] = -1;
  return sums;
}

/** First actions on the entity, ascending, of members and of the others. */
function splitTimes(
  layer: Layer,
  entity: number,
  placeOf: Int32Array,
): { inside: Float64Array; outside: Float64Array } {
  const inside: number[] = [];
  const outside: number[] = [];
  const to = layer.entityOffsets[entity + 1] as number;
  for (let c = layer.entityOffsets[entity] as number; c < to; c++) {
    const first = layer.cellOffsets[c] as number;
    if (first === layer.cellOffsets[c + 1]) continue;
    const isInside = (placeOf[layer.entityAccounts[c] as number] as number) >= 0;
    (isInside ? inside : outside).push(layer.at[first] as number);
  }
  if (layer.beyond !== null) {
    const { offsets, at } = layer.beyond;
    outside.push(...at.subarray(offsets[entity], offsets[entity + 1]));
  }
  return { inside: Float64Array.from(inside).sort(), outside: Float64Array.from(outside).sort() };
}

/** Ordered pairs of an `x` and another `y` at most `spanMs` apart; both ascend. An array with itself pairs nothing with itself. */
function pairsWithin(x: Float64Array, y: Float64Array, spanMs: number): number {
  let low = 0;
  let high = 0;
  let pairs = 0;
  for (const at of x) {
    while (low < y.length && (y[low] as number) < at - spanMs) low++;
    while (high < y.length && (y[high] as number) <= at + spanMs) high++;
    pairs += high - low;
  }
  return x === y ? pairs - x.length : pairs;
}
