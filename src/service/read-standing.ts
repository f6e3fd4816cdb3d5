import type { Report } from '../model/report.ts';
import { sweepResultOf } from '../model/run-result.ts';
import type { RunState } from '../model/run-state.ts';
import type { CaseStore } from '../store/case-store.ts';

/** What stands in the case store at a moment, in numbers. */
export type Standing = {
  /** Runs that are not finished. */
  readonly openRuns: ReadonlyMap<RunState, number>;
  /** The last sweep that came to its end, of whatever schedule; `null` before the first. */
  readonly lastSweep: { readonly finishedAt: number; readonly bands: Report['totals']['bands'] } | null;
  /** By sink: events that wait to be taken, and those that were given up. */
  readonly outbox: ReadonlyMap<string, { readonly pending: number; readonly dead: number }>;
};

export async function readStanding(cases: CaseStore, sinks: readonly string[]): Promise<Standing> {
  const openRuns = new Map<RunState, number>();
  for (const { state } of await cases.openRuns()) openRuns.set(state, (openRuns.get(state) ?? 0) + 1);
  const [sweep] = await cases.listRuns({ kind: 'sweep', state: 'emitted', limit: 1 });
  const result = sweep === undefined ? null : sweepResultOf(sweep);
  const outbox = new Map<string, { readonly pending: number; readonly dead: number }>();
  for (const sink of sinks) {
    const deliveries = await cases.deliveries(sink);
    const dead = deliveries.filter(({ isDead }) => isDead).length;
    outbox.set(sink, { pending: deliveries.length - dead, dead });
  }
  return {
    openRuns,
    lastSweep:
      sweep === undefined || result === null
        ? null
        : { finishedAt: sweep.finishedAt ?? sweep.updatedAt, bands: result.totals.bands },
    outbox,
  };
}
