/** Rarity of each entity in nats: ln(accounts / holders), the surprise that one account more holds it (inverse document frequency). */
import type { Layer } from '../model/layer.ts';
import { accountsOf } from './accounts-of.ts';
import { populationOf } from './holders-surprise.ts';

export function entityRarity(layer: Layer): Float64Array {
  const rarity = new Float64Array(layer.entityCount);
  const accounts = Math.max(2, accountsOf(layer));
  for (let e = 0; e < layer.entityCount; e++) rarity[e] = Math.log(accounts / Math.max(1, populationOf(layer, e)));
  return rarity;
}
