/**
 * How fast an innocent crowd comes to an entity: the time constant against which a gap between two actions is judged.
 *
 * A crowd (20 holders or more) is judged by its own burst, half the interquartile range of its first actions, but
 * never as burstier than the layer's typical crowd: else a large botnet would hide behind the burst that it makes.
 * Smaller entities show no burst of their own and take the typical crowd's, between one hour (what a link or a text
 * shared by people keeps coming back for) and six.
 */
import type { Layer } from '../model/layer.ts';

const CROWD = 20;
const HOUR_MS = 3_600_000;
const SHORTEST_SMALL_MS = HOUR_MS;
const LONGEST_SMALL_MS = 6 * HOUR_MS;
const LONGEST_CROWD_MS = 24 * HOUR_MS;
const CROWDS_TO_BE_TYPICAL = 10;

/** Time constant of each entity, ms. `layer` has one time a cell (`firstActions`). */
export function entityClocks(layer: Layer): Float64Array {
  const clocks = new Float64Array(layer.entityCount);
  const spreads: number[] = [];
  for (let e = 0; e < layer.entityCount; e++) {
    const spread = interquartileRange(layer, e);
    clocks[e] = spread / 2;
    if (spread >= 0) spreads.push(spread);
  }
  const typical = spreads.length >= CROWDS_TO_BE_TYPICAL ? median(spreads) : HOUR_MS;
  const small = Math.min(LONGEST_SMALL_MS, Math.max(SHORTEST_SMALL_MS, typical));
  for (let e = 0; e < layer.entityCount; e++) {
    const own = clocks[e] as number;
    clocks[e] = own < 0 ? small : Math.max(1_000, Math.min(LONGEST_CROWD_MS, Math.max(typical, own)));
  }
  return clocks;
}

/** Interquartile range in ms of a crowd's times; -1 for an entity with fewer than 20 timed holders. */
function interquartileRange(layer: Layer, entity: number): number {
  const from = layer.entityOffsets[entity] as number;
  const to = layer.entityOffsets[entity + 1] as number;
  if (to - from < CROWD) return -1;
  const times = layer.at.slice(layer.cellOffsets[from] as number, layer.cellOffsets[to] as number).sort();
  if (times.length < CROWD) return -1;
  return quantile(times, 0.75) - quantile(times, 0.25);
}

function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] as number;
  return low + (place - below) * ((sorted[Math.min(below + 1, sorted.length - 1)] as number) - low);
}

function median(values: readonly number[]): number {
  return quantile(Float64Array.from(values).sort(), 0.5);
}
