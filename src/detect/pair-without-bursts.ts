/** A layer without the times in bursts. */
import type { Layer } from '../model/layer.ts';
import type { Burst } from './pair-close.ts';

/** `bursts` by entity and time, as `closeActions` lists them. */
export function withoutBursts(layer: Layer, bursts: readonly Burst[]): Layer {
  if (bursts.length === 0) return layer;
  const cells = layer.entityAccounts.length;
  const cellOffsets = new Uint32Array(cells + 1);
  const at = new Float64Array(layer.at.length);
  let kept = 0;
  let next = 0;
  for (let e = 0; e < layer.entityCount; e++) {
    const first = next;
    while (bursts[next]?.entity === e) next++;
    const own = bursts.slice(first, next);
    const to = layer.entityOffsets[e + 1] as number;
    for (let c = layer.entityOffsets[e] as number; c < to; c++) {
      const timeEnd = layer.cellOffsets[c + 1] as number;
      for (let i = layer.cellOffsets[c] as number; i < timeEnd; i++) {
        const time = layer.at[i] as number;
        if (!own.some(({ fromMs, toMs }) => time >= fromMs && time <= toMs)) at[kept++] = time;
      }
      cellOffsets[c + 1] = kept;
    }
  }
  return { ...layer, cellOffsets, at: at.slice(0, kept) };
}
