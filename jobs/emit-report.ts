import type { NewEvent } from '../src/model/outbox.ts';
import type { Report } from '../src/model/report.ts';
import type { SweepResult } from '../src/model/run-result.ts';
import { runCompleted } from '../src/report/events/run-events.ts';
import type { RunPorts, WrittenReport } from './job-ports.ts';
import type { RunSteps } from './run-steps.ts';

/** Clusters of one transaction. */
const CLUSTERS_AT_ONCE = 100;

/** Puts a written report on record: its clusters, then, with `events` and one that tells of it, the end of the run. */
export async function emitReport(
  ports: RunPorts,
  steps: RunSteps,
  { report, out }: WrittenReport,
  events: readonly NewEvent[],
): Promise<void> {
  const { store, fence, run, hash } = ports;
  const result = resultOf(report, out);
  await steps.reach('rendering', { result });
  const { clusters } = report;
  for (let from = 0; from < clusters.length; from += CLUSTERS_AT_ONCE) {
    await store.cases.stageClusters(fence, clusters.slice(from, from + CLUSTERS_AT_ONCE));
  }
  await store.cases.advanceRun(fence, 'emit', { events: [...events, runCompleted(run, result, hash)] });
}

/** What an earlier life has written whole, if it came so far. */
export function findReport({ run, runner }: RunPorts): WrittenReport | null {
  const result = run.result as SweepResult | null;
  if (run.state !== 'rendering' || result === null) return null;
  const report = runner.findWritten(result.out);
  return report?.report_id === result.report_id ? { report, out: result.out } : null;
}

function resultOf({ run, report_id, totals, suppressed, limits_hit }: Report, out: string): SweepResult {
  const layers = run.layers.map(({ name, type, status, edges }) => ({ name, type, status, edges }));
  return {
    report_run_id: run.run_id,
    report_id,
    input_digest: run.input_digest,
    version: run.version,
    out,
    window: run.window,
    layers,
    totals,
    suppressed,
    limits_hit: limits_hit.length,
  };
}
