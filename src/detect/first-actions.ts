/**
 * The layer with only the first time of each (account, entity) cell: an account that returns to a hashtag every day
 * is near anybody's use of it sooner or later, so repeats are no evidence of doing it together. Of a part of a whole, what
 * is over the cap is left without times: its holders at hand are too few to show it.
 */
import type { Layer } from '../model/layer.ts';
import { populationOf } from './holders-surprise.ts';

export function firstActions(layer: Layer): Layer {
  const cells = layer.entityAccounts.length;
  const cellOffsets = new Uint32Array(cells + 1);
  const at = new Float64Array(cells);
  let kept = 0;
  for (let e = 0; e < layer.entityCount; e++) {
    const isLeftOut = layer.beyond !== null && populationOf(layer, e) > layer.settings.cap;
    const to = layer.entityOffsets[e + 1] as number;
    for (let c = layer.entityOffsets[e] as number; c < to; c++) {
      const from = layer.cellOffsets[c] as number;
      if (!isLeftOut && from < (layer.cellOffsets[c + 1] as number)) at[kept++] = layer.at[from] as number;
      cellOffsets[c + 1] = kept;
    }
  }
  return { ...layer, cellOffsets, at: at.subarray(0, kept) };
}
