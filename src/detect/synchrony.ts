/** How a cluster acts together in time: on how many days, how close, and on which of its entities. */
import type { Cluster } from '../model/cluster.ts';
import type { Layer } from '../model/layer.ts';
import { isTimedAction } from './sharing-value.ts';

const DAY_MS = 86_400_000;

export type Synchrony = {
  /** UTC days on which two members acted on the same entity within the layer's span. */
  readonly days: number;
  /** Median of the gaps between one member's first action on an entity and the next member's, ms; `null` without any. */
  readonly medianGapMs: number | null;
  /** For each shared entity, members whose action was within the span of another member's. */
  readonly together: Uint32Array;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
};

export function synchronyOf(cluster: Cluster, layers: readonly Layer[], placeOf: Int32Array): Synchrony {
  cluster.members.forEach((account, place) => {
    placeOf[account] = place;
  });
  const together = new Uint32Array(cluster.shared.length);
  const days = new Set<number>();
  const gaps: number[] = [];
  const seen = { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
  for (let s = 0; s < cluster.shared.length; s++) {
    const layer = layers[cluster.shared.layer[s] as number] as Layer;
    const times = insideTimes(layer, cluster.shared.entity[s] as number, placeOf);
    if (times.length === 0) continue;
    seen.first = Math.min(seen.first, times[0] as number);
    seen.last = Math.max(seen.last, times.at(-1) as number);
    if (!isTimedAction(layer)) continue;
    together[s] = countTogether(times, layer.settings.spanMs, days, gaps);
  }
  for (const account of cluster.members) placeOf[account] = -1;
  gaps.sort((x, y) => x - y);
  return {
    days: days.size,
    medianGapMs: gaps.length === 0 ? null : (gaps[gaps.length >>> 1] as number),
    together,
    firstAt: Number.isFinite(seen.first) ? seen.first : null,
    lastAt: Number.isFinite(seen.last) ? seen.last : null,
  };
}

/** First action of each member on the entity, ascending; members without a time are left out. */
function insideTimes(layer: Layer, entity: number, placeOf: Int32Array): Float64Array {
  const from = layer.entityOffsets[entity] as number;
  const to = layer.entityOffsets[entity + 1] as number;
  const times = new Float64Array(to - from);
  let kept = 0;
  for (let c = from; c < to; c++) {
    const first = layer.cellOffsets[c] as number;
    if ((placeOf[layer.entityAccounts[c] as number] as number) < 0 || first === layer.cellOffsets[c + 1]) continue;
    times[kept++] = layer.at[first] as number;
  }
  return times.subarray(0, kept).sort();
}

function countTogether(times: Float64Array, spanMs: number, days: Set<number>, gaps: number[]): number {
  let together = 0;
  for (let i = 0; i < times.length; i++) {
    const at = times[i] as number;
    const before = i > 0 ? at - (times[i - 1] as number) : Number.POSITIVE_INFINITY;
    const after = i + 1 < times.length ? (times[i + 1] as number) - at : Number.POSITIVE_INFINITY;
    if (i > 0) gaps.push(before);
    if (before > spanMs && after > spanMs) continue;
    together++;
    days.add(Math.floor(at / DAY_MS));
  }
  return together;
}
