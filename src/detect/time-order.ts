/** The cells of each entity in the order of their times, and which of them stand in a burst too dense to make pairs. */
import type { Layer } from '../model/layer.ts';

export type TimeOrder = {
  /** Cells in time order, entity by entity, ties by account; only cells with a time. */
  readonly cells: Uint32Array;
  /** Where each entity's cells begin in `cells`; `entityCount + 1` long. */
  readonly offsets: Uint32Array;
  /** Place of each cell in `cells`; meaningless for a cell without a time. */
  readonly placeOf: Uint32Array;
  /** 1 for each cell (by cell number) that takes no part in pairs: without a time, or in a burst. */
  readonly isLeftOut: Uint8Array;
  /** Cells that were left out for their burst. */
  readonly inBursts: number;
};

/** `layer` has one time a cell. A cell is in a burst when more than `burstCap` others lie within `spanMs` of it. */
export function orderByTime(layer: Layer, cap: number, spanMs: number, burstCap: number): TimeOrder {
  const total = layer.entityAccounts.length;
  const cells = new Uint32Array(total);
  const offsets = new Uint32Array(layer.entityCount + 1);
  const isLeftOut = new Uint8Array(total);
  let filled = 0;
  for (let e = 0; e < layer.entityCount; e++) {
    const from = layer.entityOffsets[e] as number;
    const to = layer.entityOffsets[e + 1] as number;
    const start = filled;
    for (let c = from; c < to; c++) {
      if (to - from > cap || timeOf(layer, c) < 0) isLeftOut[c] = 1;
      else cells[filled++] = c;
    }
    sortByTime(layer, cells, start, filled);
    offsets[e + 1] = filled;
  }
  const placeOf = new Uint32Array(total);
  for (let p = 0; p < filled; p++) placeOf[cells[p] as number] = p;
  const order = { cells: cells.subarray(0, filled), offsets, placeOf, isLeftOut };
  return { ...order, inBursts: leaveOutBursts(layer, order, spanMs, burstCap) };
}

/** The cell's time in ms, -1 when it has none. */
export function timeOf(layer: Pick<Layer, 'at' | 'cellOffsets'>, cell: number): number {
  const from = layer.cellOffsets[cell] as number;
  return from < (layer.cellOffsets[cell + 1] as number) ? (layer.at[from] as number) : -1;
}

function sortByTime(layer: Layer, cells: Uint32Array, from: number, to: number): void {
  if (to - from < 2) return;
  cells.subarray(from, to).sort((x, y) => timeOf(layer, x) - timeOf(layer, y) || x - y);
}

function leaveOutBursts(layer: Layer, order: Omit<TimeOrder, 'inBursts'>, spanMs: number, burstCap: number): number {
  let left = 0;
  for (let e = 0; e < layer.entityCount; e++) {
    const from = order.offsets[e] as number;
    const to = order.offsets[e + 1] as number;
    if (to - from <= burstCap) continue;
    let low = from;
    let high = from;
    for (let p = from; p < to; p++) {
      const at = timeOf(layer, order.cells[p] as number);
      while (timeOf(layer, order.cells[low] as number) < at - spanMs) low++;
      while (high < to && timeOf(layer, order.cells[high] as number) <= at + spanMs) high++;
      if (high - low - 1 <= burstCap) continue;
      order.isLeftOut[order.cells[p] as number] = 1;
      left++;
    }
  }
  return left;
}
