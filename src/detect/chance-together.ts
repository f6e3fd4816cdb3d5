/**
 * How likely two innocent holders of an entity act within a span of each other.
 *
 * A crowd (20 holders or more) tells by itself: the share of its pairs that do. Most people come soon after a thing is
 * born and some come weeks later, so no formula with one constant fits. But no crowd's chance is more than the middle
 * crowd's of its layer: else a large botnet would hide behind the burst that it makes.
 *
 * A smaller entity shows nothing: 1 - exp(-span / clock), the clock being the middle crowd's spread, between one hour
 * (what a link or a text shared by people keeps coming back for) and six.
 */
import type { Layer } from '../model/layer.ts';
import { populationOf } from './holders-surprise.ts';

const CROWD = 20;
const HOUR_MS = 3_600_000;
const LONGEST_CLOCK_MS = 6 * HOUR_MS;
const CROWDS_TO_BE_TYPICAL = 10;

/** For each span the chance of each entity, 0 to 1. `layer` has one time a cell (`firstActions`); `clockMs` = its resolution. */
export function chanceTogether(layer: Layer, spansMs: readonly number[], clockMs: number): readonly Float64Array[] {
  const clock = Math.min(LONGEST_CLOCK_MS, Math.max(HOUR_MS, middleSpread(layer)));
  return spansMs.map((span) => {
    const chance = new Float64Array(layer.entityCount).fill(-Math.expm1(-(span + clockMs) / clock));
    const crowds = crowdChances(layer, span + clockMs);
    const shares = Float64Array.from(crowds.values()).sort();
    const most = shares.length < CROWDS_TO_BE_TYPICAL ? (chance[0] ?? 1) : (shares[shares.length >>> 1] as number);
    for (const [entity, share] of crowds) chance[entity] = Math.min(share, most);
    return chance;
  });
}

/** For each crowd the share of its pairs within the span. */
function crowdChances(layer: Layer, spanMs: number): ReadonlyMap<number, number> {
  const shares = new Map<number, number>();
  for (let e = 0; e < layer.entityCount; e++) {
    if (populationOf(layer, e) < CROWD) continue;
    const times = firstTimes(layer, e);
    if (times.length >= CROWD) shares.set(e, shareWithin(times, spanMs));
  }
  return shares;
}

/** The middle of the crowds' interquartile ranges, ms; an hour where there are fewer than ten crowds. */
function middleSpread(layer: Layer): number {
  const spreads: number[] = [];
  for (let e = 0; e < layer.entityCount; e++) {
    if (populationOf(layer, e) < CROWD) continue;
    const times = firstTimes(layer, e);
    if (times.length >= CROWD) spreads.push(interquartileRange(times));
  }
  if (spreads.length < CROWDS_TO_BE_TYPICAL) return HOUR_MS;
  return spreads.sort((x, y) => x - y)[spreads.length >>> 1] as number;
}

/** First actions on an entity, ascending; holders without a time are left out. */
function firstTimes(layer: Layer, entity: number): Float64Array {
  const from = layer.cellOffsets[layer.entityOffsets[entity] as number] as number;
  const to = layer.cellOffsets[layer.entityOffsets[entity + 1] as number] as number;
  return layer.at.slice(from, to).sort();
}

function interquartileRange(times: Float64Array): number {
  return (
    (times[Math.floor(0.75 * (times.length - 1))] as number) - (times[Math.floor(0.25 * (times.length - 1))] as number)
  );
}

/** Share of the pairs of ascending times that are at most `spanMs` apart, one pair more on both sides. */
function shareWithin(times: Float64Array, spanMs: number): number {
  let pairs = 0;
  let low = 0;
  for (let high = 0; high < times.length; high++) {
    while ((times[high] as number) - (times[low] as number) > spanMs) low++;
    pairs += high - low;
  }
  return (pairs + 1) / ((times.length * (times.length - 1)) / 2 + 1);
}
