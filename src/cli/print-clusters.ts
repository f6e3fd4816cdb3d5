import { sweepResultOf } from '../model/run-result.ts';
import type { StoredRun } from '../model/stored-run.ts';
import type { ClusterLine } from '../service/list-stored-clusters.ts';
import { count, print, sayClusters, shown, strong, table, when } from './terminal.ts';

/** How the review of a cluster stands, in two words. */
function reviewOf({ verdict, dismissed_until }: ClusterLine): string {
  if (dismissed_until !== null) return `dismissed until ${dismissed_until.slice(0, 10)}`;
  return verdict ?? '-';
}

export function printClusters(run: StoredRun, lines: readonly ClusterLine[]): void {
  const total = sweepResultOf(run)?.totals.clusters ?? lines.length;
  print(
    strong(
      `Run ${shown(run.id)}, ${when(run.finishedAt)}: ${sayClusters(total)}${lines.length < total ? `, ${count(lines.length)} of them shown` : ''}`,
    ),
  );
  if (lines.length === 0) return;
  print(
    table([
      ['rank', 'cluster', 'band', 'score', 'accounts', 'change', 'review', 'what'],
      ...lines.map((line) => [
        count(line.rank),
        line.cluster_id,
        line.band,
        line.score.toFixed(3),
        count(line.size),
        line.event,
        reviewOf(line),
        shown(line.summary),
      ]),
    ]),
  );
}
