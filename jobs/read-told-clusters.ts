import type { EarlierCluster } from '../src/report/events/cluster-events.ts';
import type { CaseStore } from '../src/store/case-store.ts';

/** Sweeps among which the one that was emitted last is looked for: one that was asked for earlier may have ended later. */
const LATEST_SWEEPS = 20;

/**
 * The clusters that others were told of last: those of bands high and medium of the sweep that was emitted last, and which of
 * them are put aside at `asOf`. Asked for at the end of a sweep, as by then another one may have been emitted than the one that
 * it began after.
 */
export async function readToldClusters(
  cases: Pick<CaseStore, 'listRuns' | 'clustersOf' | 'dismissals'>,
  asOf: number,
): Promise<readonly EarlierCluster[]> {
  const sweeps = await cases.listRuns({ kind: 'sweep', state: 'emitted', limit: LATEST_SWEEPS });
  const [last] = [...sweeps].sort((a, b) => (b.finishedAt ?? 0) - (a.finishedAt ?? 0) || b.number - a.number);
  if (last === undefined) return [];
  const aside = new Map((await cases.dismissals(asOf)).map(({ lineageId, until }) => [lineageId, until]));
  const bands = await Promise.all((['high', 'medium'] as const).map((band) => cases.clustersOf(last.id, { band })));
  return bands.flat().map(({ cluster }): EarlierCluster => {
    const until = aside.get(cluster.lineage_id);
    const { cluster_id, lineage_id, band, score, members } = cluster;
    const snoozed_until = until === undefined ? null : new Date(until).toISOString();
    return { cluster_id, lineage_id, band, score, members, snoozed_until };
  });
}
