import type { Report, ReportCluster } from '../model/report.ts';
import type { ReadSummary } from '../model/run.ts';
import type { Timings } from './manifest.ts';
import type { WrittenFile } from './write-file.ts';

/** What a sweep tells its caller: small, plain, and the document of `--json`. */
export type RunSummary = {
  readonly run_id: string;
  readonly report_id: string;
  readonly version: string;
  readonly seed: number;
  readonly out: string;
  readonly input: ReadSummary & {
    /** How often each reason for rejecting a row came up, the most frequent first. */
    readonly reject_reasons: { readonly [reason: string]: number };
  };
  readonly window: Report['run']['window'];
  readonly layers: Report['run']['layers'];
  readonly totals: Report['totals'];
  readonly suppressed: Report['suppressed'];
  readonly limits_hit: Report['limits_hit'];
  readonly privacy: Report['privacy'];
  readonly top: readonly Pick<ReportCluster, 'rank' | 'cluster_id' | 'band' | 'score' | 'size' | 'summary'>[];
  readonly files: readonly WrittenFile[];
  readonly timings: Timings;
};

const CLUSTERS_TOLD = 10;

export function summarizeRun(
  { run, report_id, totals, suppressed, limits_hit, privacy, clusters }: Report,
  input: RunSummary['input'],
  files: readonly WrittenFile[],
  timings: Timings,
  out: string,
): RunSummary {
  const top = clusters
    .slice(0, CLUSTERS_TOLD)
    .map(({ rank, cluster_id, band, score, size, summary }) => ({ rank, cluster_id, band, score, size, summary }));
  const { run_id, version, seed, window, layers } = run;
  return {
    run_id,
    report_id,
    version,
    seed,
    out,
    input,
    window,
    layers,
    totals,
    suppressed,
    limits_hit,
    privacy,
    top,
    files,
    timings,
  };
}
