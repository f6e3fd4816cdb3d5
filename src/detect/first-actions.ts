/**
 * The layer with only the first time of each (account, entity) cell: an account that returns to a hashtag every day
 * is near anybody's use of it sooner or later, so repeats are no evidence of doing it together.
 */
import type { Layer } from '../model/layer.ts';

export function firstActions(layer: Layer): Layer {
  const cells = layer.entityAccounts.length;
  const cellOffsets = new Uint32Array(cells + 1);
  const at = new Float64Array(cells);
  let kept = 0;
  for (let c = 0; c < cells; c++) {
    const from = layer.cellOffsets[c] as number;
    if (from < (layer.cellOffsets[c + 1] as number)) at[kept++] = layer.at[from] as number;
    cellOffsets[c + 1] = kept;
  }
  return { ...layer, cellOffsets, at: at.subarray(0, kept) };
}
