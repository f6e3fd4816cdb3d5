import type { Report } from './report.ts';
import type { StoredRun } from './stored-run.ts';

/** What an emitted sweep or cluster job leaves in its run. Small: clusters stand in the case store, files in `out`. */
export type SweepResult = {
  /** The report's own id of its run: a hash of snapshot, config, version and prior. */
  readonly report_run_id: string;
  readonly report_id: string;
  readonly input_digest: string;
  readonly version: string;
  /** The folder with the files, as the worker that wrote them sees it. */
  readonly out: string;
  readonly window: Report['run']['window'];
  readonly layers: readonly (Pick<Report['run']['layers'][number], 'name' | 'type' | 'status'> & {
    readonly edges: number;
  })[];
  readonly totals: Report['totals'];
  readonly suppressed: Report['suppressed'];
  readonly limits_hit: number;
};

/** What an emitted ingest leaves in its run. */
export type IngestResult = {
  readonly sources: readonly {
    readonly source: string;
    /** Rows read, rejected ones too. */
    readonly rows: number;
    readonly rejected: number;
    readonly added: number;
    readonly raised: number;
    readonly duplicates: number;
    readonly forgotten: number;
    /** Files or pages that were read; those that had been read before are `skipped`. */
    readonly parts: number;
    readonly skipped: number;
    /** Inputs that ended early: their whole rows are in. */
    readonly truncated: readonly string[];
  }[];
  /** Where rejected rows are listed, as the worker sees it; `null` when none was. */
  readonly rejects: string | null;
};

/** What a sweep or cluster job left behind when it was emitted, `null` for any other run. */
export function sweepResultOf({ kind, state, result }: StoredRun): SweepResult | null {
  const isSweep = (kind === 'sweep' || kind === 'cluster') && state === 'emitted';
  const isThere = isSweep && typeof result === 'object' && result !== null && 'totals' in result;
  // Written by the handlers as exactly this; the store keeps it as plain JSON.
  return isThere ? (result as unknown as SweepResult) : null;
}
