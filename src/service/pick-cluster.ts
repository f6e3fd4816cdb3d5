import { LockstepError } from '../model/errors.ts';
import type { Findings } from '../model/findings.ts';
import type { Report, ReportCluster } from '../model/report.ts';

/**
 * The findings with one cluster only, counted as such. What tells of the run stays: its digests, its edges and accounts, its
 * pairs, and the cluster's rank in it.
 */
export function pickCluster(findings: Findings, clusterId: string): Findings {
  const { report, evidence, figures } = findings;
  const cluster = report.clusters.find(({ cluster_id }) => cluster_id === clusterId);
  if (cluster === undefined) {
    throw new LockstepError('internal', `The files of run ${report.run.run_id} have no cluster ${clusterId}.`);
  }
  return {
    ...findings,
    report: { ...report, clusters: [cluster], gone: [], totals: totalsOf(report.totals, cluster) },
    evidence: evidence.filter(({ cluster_id }) => cluster_id === clusterId),
    figures: figures.filter(({ cluster_id }) => cluster_id === clusterId),
  };
}

function totalsOf(totals: Report['totals'], { band, size, expected_wrong }: ReportCluster): Report['totals'] {
  const none = { clusters: 0, accounts: 0 };
  return {
    ...totals,
    clusters: 1,
    clustered_accounts: size,
    bands: { high: none, medium: none, low: none, [band]: { clusters: 1, accounts: size } },
    expected_wrong_high: band === 'high' ? expected_wrong : 0,
  };
}
