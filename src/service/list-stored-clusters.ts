import type { Verdict } from '../model/case.ts';
import type { Band, LineageEvent } from '../model/report.ts';
import type { CaseStore, ClusterChoice } from '../store/case-store.ts';

/** A line in a list of clusters, as it leaves Lockstep. */
export type ClusterLine = {
  readonly run_id: string;
  readonly rank: number;
  readonly cluster_id: string;
  readonly lineage_id: string;
  readonly band: Band;
  readonly score: number;
  readonly size: number;
  readonly event: LineageEvent;
  readonly summary: string;
  /** The last one on its lineage. */
  readonly verdict: Verdict | null;
  readonly decisions: number;
  readonly dismissed_until: string | null;
};

type Cases = Pick<CaseStore, 'clustersOf' | 'decisionsOn' | 'dismissals'>;

/** Clusters of an emitted run by rank, each with how its review stands at `now`. */
export async function listStoredClusters(
  cases: Cases,
  runId: string,
  choice: ClusterChoice,
  now: number,
): Promise<readonly ClusterLine[]> {
  const until = new Map((await cases.dismissals(now)).map((dismissal) => [dismissal.lineageId, dismissal.until]));
  const lines: ClusterLine[] = [];
  for (const { cluster } of await cases.clustersOf(runId, choice)) {
    const { cluster_id, lineage_id, rank, band, score, size, summary, lineage } = cluster;
    const decisions = await cases.decisionsOn(lineage_id);
    const dismissedUntil = until.get(lineage_id);
    lines.push({
      run_id: runId,
      rank,
      cluster_id,
      lineage_id,
      band,
      score,
      size,
      event: lineage.event,
      summary,
      verdict: decisions.at(-1)?.verdict ?? null,
      decisions: decisions.length,
      dismissed_until: dismissedUntil === undefined ? null : new Date(dismissedUntil).toISOString(),
    });
  }
  return lines;
}
