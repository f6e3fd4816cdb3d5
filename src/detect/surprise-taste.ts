/**
 * Choices among many items: the rarity that two accounts share, times the share of both accounts' activity that it
 * explains, W · min(1, W / √(Va · Vb)). Two very active accounts share many items by chance; a co-rating ring is told
 * by how much of what its members do is the same. Single-use items count in V: they are activity that nothing explains.
 */
import type { Layer } from '../model/layer.ts';
import type { SimilarityGraph } from '../model/similarity-graph.ts';

/** `pairs.weight` is the shared rarity W, nats; the result's weight the explained part, nats. */
export function explainedShare(layer: Layer, rarity: Float64Array, pairs: SimilarityGraph): SimilarityGraph {
  const activity = activityOf(layer, rarity);
  const weight = new Float64Array(pairs.length);
  for (let i = 0; i < pairs.length; i++) {
    const shared = pairs.weight[i] as number;
    const both = Math.sqrt((activity[pairs.a[i] as number] as number) * (activity[pairs.b[i] as number] as number));
    weight[i] = shared * Math.min(1, shared / both);
  }
  return { ...pairs, weight };
}

/** Added rarity of all that each account holds, nats. */
function activityOf(layer: Layer, rarity: Float64Array): Float64Array {
  const activity = new Float64Array(layer.accountCount);
  for (let account = 0; account < layer.accountCount; account++) {
    let sum = 0;
    const to = layer.accountOffsets[account + 1] as number;
    for (let i = layer.accountOffsets[account] as number; i < to; i++)
      sum += rarity[layer.accountEntities[i] as number] as number;
    activity[account] = sum;
  }
  return activity;
}
