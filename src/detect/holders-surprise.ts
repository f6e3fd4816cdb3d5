/**
 * How surprising it is, within its layer, that an entity has so many holders: -ln of the share of sharing holdings
 * whose entity has more holders, plus half of those with as many (mid-p). A layer in which nearly everybody shares
 * (postcodes, carrier addresses) so says little for any entity, one in which sharing is rare says much for a large one.
 */
import type { Layer } from '../model/layer.ts';

/** Nats for each entity; 0 for an entity with one holder. */
export function holdersSurprise(layer: Layer): Float64Array {
  const own = ownPopulations(layer);
  const usual = usualPopulations(layer);
  const largest = own.reduce((most, population) => Math.max(most, population), usual.at(-1) ?? 0);
  const holdings = new Float64Array(largest + 2);
  let total = 0;
  for (const population of usual) {
    if (population < 2) continue;
    holdings[population] = (holdings[population] as number) + population;
    total += population;
  }
  const nats = new Float64Array(largest + 1);
  let above = 0;
  for (let population = largest; population >= 2; population--) {
    const here = holdings[population] as number;
    // a population that a sample does not show is there at least once, as the entity itself
    nats[population] =
      here > 0 ? -Math.log((above + here / 2) / total) : -Math.log((above + population / 2) / (total + population));
    above += here;
  }
  return Float64Array.from(own, (population) => nats[population] as number);
}

/** Distinct accounts that hold it, in the whole. */
export function populationOf(layer: Pick<Layer, 'entityOffsets' | 'beyond'>, entity: number): number {
  const inside = (layer.entityOffsets[entity + 1] as number) - (layer.entityOffsets[entity] as number);
  return layer.beyond === null ? inside : inside + (layer.beyond.holders[entity] as number);
}

function ownPopulations(layer: Layer): Uint32Array {
  return Uint32Array.from({ length: layer.entityCount }, (_, e) => populationOf(layer, e));
}

/** Populations of the layer's entities, ascending: of all of them, or of a sample when the layer shows a part. */
export function usualPopulations(layer: Layer): Uint32Array {
  const sample = layer.beyond?.sample ?? null;
  return (sample === null ? ownPopulations(layer) : sample.populations.slice()).sort();
}

/** Holders of the entity of the middle one of all holdings, entities sorted by population. */
export function typicalPopulation(layer: Layer): number {
  const populations = usualPopulations(layer);
  const total = populations.reduce((sum, population) => sum + population, 0);
  let below = 0;
  for (const population of populations) {
    below += population;
    if (below * 2 >= total) return population;
  }
  return 0;
}
