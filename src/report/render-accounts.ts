import type { Report } from '../model/report.ts';
import { csvRow } from './csv-row.ts';
import { inChunks } from './in-chunks.ts';

const COLUMNS = [
  'account_id',
  'cluster_id',
  'cluster_rank',
  'score',
  'tier',
  'band',
  'membership',
  'cell',
  'first_seen',
  'last_seen',
  'cluster_score',
  'cluster_size',
  'lineage_id',
];

/** accounts.csv: one row for every account in a cluster of two or more, in the order of the ranks; an account in nested clusters stands with the first. */
export function renderAccounts({ report }: { readonly report: Pick<Report, 'clusters'> }): Iterable<string> {
  return inChunks(rows(report));
}

function* rows({ clusters }: Pick<Report, 'clusters'>): Generator<string> {
  yield csvRow(COLUMNS);
  const seen = new Set<string>();
  for (const cluster of clusters) {
    if (cluster.size < 2) continue;
    for (const member of cluster.members) {
      if (seen.has(member.account_id)) continue;
      seen.add(member.account_id);
      yield csvRow([
        member.account_id,
        cluster.cluster_id,
        cluster.rank,
        member.score,
        member.tier,
        cluster.band,
        member.membership,
        member.cell,
        member.first_seen,
        member.last_seen,
        cluster.score,
        cluster.size,
        cluster.lineage_id,
      ]);
    }
  }
}
