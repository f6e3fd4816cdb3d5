/**
 * How surprising it is, within its layer, that an entity has so many holders: -ln of the share of sharing holdings
 * whose entity has more holders, plus half of those with as many (mid-p). A layer in which nearly everybody shares
 * (postcodes, carrier addresses) so says little for any entity, one in which sharing is rare says much for a large one.
 */
import type { Layer } from '../model/layer.ts';

/** Nats for each entity; 0 for an entity with one holder. */
export function holdersSurprise(layer: Layer): Float64Array {
  const largest = largestPopulation(layer);
  const holdings = new Float64Array(largest + 2);
  let total = 0;
  for (let e = 0; e < layer.entityCount; e++) {
    const population = populationOf(layer, e);
    if (population < 2) continue;
    holdings[population] = (holdings[population] as number) + population;
    total += population;
  }
  const nats = new Float64Array(largest + 1);
  let above = 0;
  for (let population = largest; population >= 2; population--) {
    const here = holdings[population] as number;
    nats[population] = here > 0 ? -Math.log((above + here / 2) / total) : 0;
    above += here;
  }
  const ofEntity = new Float64Array(layer.entityCount);
  for (let e = 0; e < layer.entityCount; e++) ofEntity[e] = nats[populationOf(layer, e)] as number;
  return ofEntity;
}

export function populationOf(layer: Layer, entity: number): number {
  return (layer.entityOffsets[entity + 1] as number) - (layer.entityOffsets[entity] as number);
}

function largestPopulation(layer: Layer): number {
  let largest = 0;
  for (let e = 0; e < layer.entityCount; e++) largest = Math.max(largest, populationOf(layer, e));
  return largest;
}

/** Holders of the entity of the middle one of all holdings, entities sorted by population. */
export function typicalPopulation(layer: Layer): number {
  const populations = new Float64Array(layer.entityCount);
  let total = 0;
  for (let e = 0; e < layer.entityCount; e++) {
    populations[e] = populationOf(layer, e);
    total += populations[e] as number;
  }
  populations.sort();
  let below = 0;
  for (const population of populations) {
    below += population;
    if (below * 2 >= total) return population;
  }
  return 0;
}
