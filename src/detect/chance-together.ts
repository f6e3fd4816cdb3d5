/**
 * How likely two innocent holders of an entity act within a span of each other.
 *
 * A crowd (20 holders or more) tells by itself: the share of its pairs that do. Most people come soon after a thing is
 * born and some come weeks later, so no formula with one constant fits. But no crowd's chance is more than the middle
 * crowd's of its layer: else a large botnet would hide behind the burst that it makes.
 *
 * A smaller entity shows nothing: 1 - exp(-span / clock), the clock being the middle crowd's spread, between one hour
 * (what a link or a text shared by people keeps coming back for) and six.
 *
 * Of a part of a whole the middle crowds are those of a sample of the whole; a crowd whose outside holders' times are not
 * known gets the middle crowd's chance, which is the most that it could have.
 */
import type { Layer } from '../model/layer.ts';
import { populationOf } from './holders-surprise.ts';

const CROWD = 20;
const HOUR_MS = 3_600_000;
const LONGEST_CLOCK_MS = 6 * HOUR_MS;
const CROWDS_TO_BE_TYPICAL = 10;

/** For each span the chance of each entity, 0 to 1. `layer` has one time a cell (`firstActions`); `clockMs` = its resolution. */
export function chanceTogether(layer: Layer, spansMs: readonly number[], clockMs: number): readonly Float64Array[] {
  const crowds = crowdsOf(layer);
  const usual = usualCrowds(layer, crowds);
  const clock = Math.min(LONGEST_CLOCK_MS, Math.max(HOUR_MS, middleSpread(usual)));
  return spansMs.map((span) => {
    const chance = new Float64Array(layer.entityCount).fill(-Math.expm1(-(span + clockMs) / clock));
    const most = middleShare(usual, span + clockMs) ?? chance[0] ?? 1;
    for (const [entity, times] of crowds)
      chance[entity] = times === null ? most : Math.min(shareWithin(times, span + clockMs), most);
    return chance;
  });
}

/** The chance of the middle crowd within the layer's span: what stands for an entity whose times are not known. */
export function usualChance(layer: Layer, clockMs: number): number {
  const within = layer.settings.spanMs + clockMs;
  const crowds = usualCrowds(layer, crowdsOf(layer));
  return middleShare(crowds, within) ?? -Math.expm1(-within / HOUR_MS);
}

/** First actions on each entity of a crowd, ascending; `null` where those of outside holders are not known. */
type Crowds = ReadonlyMap<number, Float64Array | null>;

function crowdsOf(layer: Layer): Crowds {
  const crowds = new Map<number, Float64Array | null>();
  for (let e = 0; e < layer.entityCount; e++) {
    if (populationOf(layer, e) < CROWD) continue;
    const times = layer.beyond?.isTimed[e] === 0 ? null : firstTimes(layer, e);
    if (times === null || times.length >= CROWD) crowds.set(e, times);
  }
  return crowds;
}

function usualCrowds({ beyond }: Layer, own: Crowds): readonly Float64Array[] {
  if (beyond === null || beyond.sample === null) return [...own.values()].filter((times) => times !== null);
  const { offsets, at } = beyond.sample;
  return Array.from({ length: offsets.length - 1 }, (_, i) => at.subarray(offsets[i], offsets[i + 1])).filter(
    ({ length }) => length >= CROWD,
  );
}

/** The middle of the crowds' shares of pairs within the span; `null` where there are fewer than ten crowds. */
function middleShare(crowds: readonly Float64Array[], spanMs: number): number | null {
  if (crowds.length < CROWDS_TO_BE_TYPICAL) return null;
  const shares = Float64Array.from(crowds, (times) => shareWithin(times, spanMs)).sort();
  return shares[shares.length >>> 1] as number;
}

/** The middle of the crowds' interquartile ranges, ms; an hour where there are fewer than ten crowds. */
function middleSpread(crowds: readonly Float64Array[]): number {
  if (crowds.length < CROWDS_TO_BE_TYPICAL) return HOUR_MS;
  return Float64Array.from(crowds, interquartileRange).sort()[crowds.length >>> 1] as number;
}

/** First actions on an entity, ascending; holders without a time are left out. */
function firstTimes(layer: Layer, entity: number): Float64Array {
  const from = layer.cellOffsets[layer.entityOffsets[entity] as number] as number;
  const to = layer.cellOffsets[layer.entityOffsets[entity + 1] as number] as number;
  if (layer.beyond === null) return layer.at.slice(from, to).sort();
  const { offsets, at } = layer.beyond;
  const beyondFrom = offsets[entity] as number;
  const times = new Float64Array(to - from + (offsets[entity + 1] as number) - beyondFrom);
  times.set(layer.at.subarray(from, to));
  times.set(at.subarray(beyondFrom, offsets[entity + 1]), to - from);
  return times.sort();
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
