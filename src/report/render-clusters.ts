import type { Report, ReportCluster, Tier } from '../model/report.ts';
import { clusterLayers } from './cluster-layers.ts';
import { csvRow } from './csv-row.ts';
import { inChunks } from './in-chunks.ts';

/** One table for header and cells, so that a column cannot slip. */
const COLUMNS: readonly (readonly [name: string, cell: (cluster: ReportCluster) => string | number | null])[] = [
  ['cluster_id', (cluster) => cluster.cluster_id],
  ['rank', (cluster) => cluster.rank],
  ['score', (cluster) => cluster.score],
  ['band', (cluster) => cluster.band],
  ['size', (cluster) => cluster.size],
  ['core', (cluster) => countTier(cluster, 'core')],
  ['periphery', (cluster) => countTier(cluster, 'periphery')],
  ['bystander', (cluster) => countTier(cluster, 'bystander')],
  ['layers', (cluster) => clusterLayers(cluster).join('|')],
  ['links', (cluster) => cluster.links_total],
  ['evidence', (cluster) => cluster.evidence_total],
  ['first_at', (cluster) => cluster.first_at],
  ['last_at', (cluster) => cluster.last_at],
  ['coordination', (cluster) => cluster.axes.coordination.value],
  ['authenticity', (cluster) => cluster.axes.authenticity.value],
  ['harm', (cluster) => cluster.axes.harm.value],
  ['expected_wrong', (cluster) => cluster.expected_wrong],
  ['agreement_louvain', (cluster) => cluster.agreement.louvain],
  ['agreement_cores', (cluster) => cluster.agreement.cores],
  ['failed_checks', (cluster) => failedChecks(cluster).join('|')],
  ['cells', (cluster) => cluster.cells.length],
  ['lineage_id', (cluster) => cluster.lineage_id],
  ['lineage_event', (cluster) => cluster.lineage.event],
  ['parent_id', (cluster) => cluster.parent_id],
  ['level', (cluster) => cluster.level],
  ['summary', (cluster) => cluster.summary],
];

/** clusters.csv: one row for each cluster of the report, in its order. */
export function renderClusters({ report }: { readonly report: Pick<Report, 'clusters'> }): Iterable<string> {
  return inChunks(rows(report.clusters));
}

function* rows(clusters: readonly ReportCluster[]): Generator<string> {
  yield csvRow(COLUMNS.map(([name]) => name));
  for (const cluster of clusters) yield csvRow(COLUMNS.map(([, cell]) => cell(cluster)));
}

function countTier(cluster: ReportCluster, tier: Tier): number {
  return cluster.members.reduce((count, member) => count + (member.tier === tier ? 1 : 0), 0);
}

function failedChecks(cluster: ReportCluster): readonly string[] {
  return cluster.innocent_checks.filter((check) => check.result === 'failed').map((check) => check.name);
}
