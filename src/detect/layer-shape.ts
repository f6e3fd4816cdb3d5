/** The numbers of a layer's rows that tell what kind it is. */
import type { EdgeColumns } from '../model/edge.ts';

/** Resolutions that a clock may have, finest first, ms. */
const CLOCKS_MS = [1, 1_000, 60_000, 3_600_000, 86_400_000];
const ON_THE_CLOCK = 0.95;

export type LayerShape = {
  readonly accounts: number;
  readonly entities: number;
  /** Share of the active accounts that hold one entity. */
  readonly singleShare: number;
  /** Entities of the middle active account. */
  readonly medianEntities: number;
  /** Observations of one account with one entity, on average. */
  readonly rowsPerCell: number;
  /** Share of the rows with a time. */
  readonly timedShare: number;
  readonly clockMs: number;
};

/** Rows `from` up to `to` of canonical columns. */
export function measureShape(columns: EdgeColumns, from: number, to: number): LayerShape {
  const held = new Uint32Array(columns.accounts.size);
  let entities = 0;
  let cells = 0;
  for (let row = from; row < to; row++) {
    const isNewEntity = row === from || columns.entity[row] !== columns.entity[row - 1];
    if (isNewEntity) entities++;
    if (!isNewEntity && columns.account[row] === columns.account[row - 1]) continue;
    cells++;
    const account = columns.account[row] as number;
    held[account] = (held[account] as number) + 1;
  }
  const counts = held.filter((count) => count > 0).sort();
  const times = columns.at.subarray(from, to).filter((at) => !Number.isNaN(at));
  return {
    accounts: counts.length,
    entities,
    singleShare: counts.length === 0 ? 0 : counts.lastIndexOf(1) / counts.length + 1 / counts.length,
    medianEntities: counts[counts.length >>> 1] ?? 0,
    rowsPerCell: cells === 0 ? 0 : (to - from) / cells,
    timedShare: to === from ? 0 : times.length / (to - from),
    clockMs: clockOf(times),
  };
}

/** The coarsest of 1 ms, 1 s, 1 min, 1 h, 1 day (UTC) that nearly all the times are whole multiples of. */
export function clockOf(times: Float64Array): number {
  let clock = 1;
  for (const candidate of CLOCKS_MS) {
    let whole = 0;
    for (const at of times) if (at % candidate === 0) whole++;
    if (times.length === 0 || whole < ON_THE_CLOCK * times.length) break;
    clock = candidate;
  }
  return clock;
}
