import { LockstepError } from '../model/errors.ts';
import type { Findings } from '../model/findings.ts';

/** The findings with one cluster only. The run's totals, digests and pairs stay: they tell where the cluster stands. */
export function pickCluster(findings: Findings, clusterId: string): Findings {
  const { report, evidence, figures } = findings;
  const cluster = report.clusters.find(({ cluster_id }) => cluster_id === clusterId);
  if (cluster === undefined) {
    throw new LockstepError('internal', `The files of run ${report.run.run_id} have no cluster ${clusterId}.`);
  }
  return {
    ...findings,
    report: { ...report, clusters: [cluster] },
    evidence: evidence.filter(({ cluster_id }) => cluster_id === clusterId),
    figures: figures.filter(({ cluster_id }) => cluster_id === clusterId),
  };
}
