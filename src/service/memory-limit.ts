import type { EdgeColumns, TimeWindow } from '../model/edge.ts';
import { LockstepError } from '../model/errors.ts';
import type { ProgressSink } from '../model/progress.ts';

/** Measured on worlds of the preset `scale`: 0.8 GB for 1 M edges, 3.2 GB for 10 M. */
const BASE_MB = 400;
const BYTES_AN_EDGE = 300;
const MB = 1_048_576;

const ADVICE = 'raise memory_limit_mb, or sweep a shorter window with --from and --to';

/** About what a sweep of so many edges needs at its peak. */
export function estimateMemoryMb(edges: number): number {
  return Math.ceil(BASE_MB + (edges * BYTES_AN_EDGE) / MB);
}

/** Refuses a sweep that is estimated to outgrow the limit, before its work begins. */
export function refuseOverLimit(columns: EdgeColumns, window: TimeWindow, limitMb: number): void {
  refuseEdges(countInWindow(columns, window), limitMb);
}

export function refuseEdges(edges: number, limitMb: number): void {
  const estimate = estimateMemoryMb(edges);
  if (estimate <= limitMb) return;
  throw new LockstepError(
    'over-limit',
    `Sweeping ${edges} edges is estimated to need ${estimate} MB, more than the limit of ${limitMb} MB: ${ADVICE}.`,
  );
}

/** Ends work that outgrows the limit in spite of the estimate, such as reading ids of great length. */
export function holdToLimit(
  limitMb: number,
  next: ProgressSink,
  usedBytes = () => process.memoryUsage.rss(),
): ProgressSink {
  return (event) => {
    const usedMb = Math.ceil(usedBytes() / MB);
    if (usedMb > limitMb) {
      throw new LockstepError(
        'over-limit',
        `The stage ${event.stage} has come to use ${usedMb} MB, more than the limit of ${limitMb} MB: ${ADVICE}.`,
      );
    }
    next(event);
  };
}

function countInWindow({ at, length }: EdgeColumns, { from, to }: TimeWindow): number {
  if (from === null && to === null) return length;
  let edges = 0;
  for (let row = 0; row < length; row++) {
    const time = at[row] ?? Number.NaN;
    if (Number.isNaN(time) || ((from === null || time >= from) && (to === null || time < to))) edges++;
  }
  return edges;
}
