import type { ClusterFigures, EvidenceRow, Findings } from '../../model/findings.ts';
import type { Report, ReportCluster, ReportLayer, ReportMember, Tier } from '../../model/report.ts';

/** A member with the number by which all figures and tables of its cluster name it, 1 = first. */
export type NumberedMember = { readonly number: number; readonly member: ReportMember };

/** What a section of the page is made from. */
export type ClusterView = {
  readonly cluster: ReportCluster;
  /** `null` when the run has drawn no figures for this cluster. */
  readonly figures: ClusterFigures | null;
  /** All evidence of the cluster, not only what stands in the report. */
  readonly evidence: readonly EvidenceRow[];
  readonly layers: LayerStyles;
  readonly members: readonly NumberedMember[];
  readonly numberOf: ReadonlyMap<string, number>;
  /** Ranks of the sections before and after, `null` at the ends. */
  readonly before: number | null;
  readonly after: number | null;
};

/** Layers have their colour and dash by their place in the run, the same in every figure. */
export type LayerStyles = {
  readonly classOf: (layer: string) => string;
  readonly spanOf: (layer: string) => number;
};

/** Colours are eight; layers beyond share a grey, with their names beside it. */
const STYLED = 8;
const USUAL_SPAN_MS = 60_000;
const TIERS: readonly Tier[] = ['core', 'periphery', 'bystander'];

export function layerStyles(layers: readonly ReportLayer[]): LayerStyles {
  const places = new Map(layers.map((layer, place) => [layer.name, place]));
  const spans = new Map(layers.map((layer) => [layer.name, layer.span_ms]));
  return {
    classOf: (layer) => `l${Math.min(places.get(layer) ?? STYLED, STYLED)}`,
    spanOf: (layer) => spans.get(layer) ?? USUAL_SPAN_MS,
  };
}

/** Views of the first `count` clusters. */
export function clusterViews(findings: Findings, count: number): readonly ClusterView[] {
  const clusters = findings.report.clusters.slice(0, count);
  const figures = new Map(findings.figures.map((item) => [item.cluster_id, item]));
  const evidence = evidenceByCluster(findings, clusters);
  const layers = layerStyles(findings.report.run.layers);
  return clusters.map((cluster, i) => {
    const members = numberMembers(cluster);
    return {
      cluster,
      figures: figures.get(cluster.cluster_id) ?? null,
      evidence: evidence.get(cluster.cluster_id) ?? [],
      layers,
      members,
      numberOf: new Map(members.map(({ number, member }) => [member.account_id, number])),
      before: clusters[i - 1]?.rank ?? null,
      after: clusters[i + 1]?.rank ?? null,
    };
  });
}

function evidenceByCluster(
  findings: Findings,
  clusters: Report['clusters'],
): ReadonlyMap<string, readonly EvidenceRow[]> {
  const rows = new Map<string, EvidenceRow[]>(clusters.map((cluster) => [cluster.cluster_id, []]));
  for (const row of findings.evidence) rows.get(row.cluster_id)?.push(row);
  return rows;
}

function numberMembers(cluster: ReportCluster): readonly NumberedMember[] {
  const ordered = TIERS.flatMap((tier) => cluster.members.filter((member) => member.tier === tier));
  return ordered.map((member, place) => ({ number: place + 1, member }));
}
