import type { Tier } from '../../model/report.ts';
import { clusterLayers } from '../cluster-layers.ts';
import { renderChecks, renderFailedChecks } from './checks.ts';
import { renderCloseup } from './closeup.ts';
import type { ClusterView } from './cluster-view.ts';
import type { Detail } from './detail.ts';
import { type Html, html } from './escape.ts';
import { renderEvidence } from './evidence.ts';
import type { DrawSection } from './fit-sections.ts';
import { countOf, formatCount, formatList, formatScore, formatSpan } from './format.ts';
import { prepareGraph } from './graph.ts';
import { layerMark } from './layer-mark.ts';
import { changeWord, renderLineage } from './lineage.ts';
import { renderMatrix } from './matrix.ts';
import { prepareMembers } from './members.ts';
import { renderNextSteps } from './next-steps.ts';
import { renderRaster } from './raster.ts';
import { renderRobustness } from './robustness.ts';
import { renderScoreStrip } from './score-strip.ts';
import { renderWaterfall } from './waterfall.ts';

/** A cluster in the order in which its reader asks: what, how sure, why these, could it be innocent, who, what changed, what now. */
export function prepareCluster(view: ClusterView): DrawSection {
  const { cluster, figures } = view;
  const drawGraph = figures === null ? null : prepareGraph(view, figures.graph);
  const listMembers = prepareMembers(view);
  const head = html`${renderHeading(view)}${renderFailedChecks(cluster)}${renderFacts(view)}${renderScoreStrip(cluster)}`;
  const why = html`<div>${renderWaterfall(cluster)}</div>`;
  const doubts = html`<div class="pair doubts"><div>${renderChecks(cluster)}</div><div>${renderRobustness(cluster)}</div></div>`;
  const end = html`<div class="pair"><div>${renderLineage(cluster)}</div><div>${renderNextSteps(cluster)}</div></div>`;
  return (
    detail,
    isDraft,
  ) => html`<section id="c${cluster.rank}" class="cluster ${cluster.band}" aria-labelledby="h${cluster.rank}" tabindex="-1">
${head}
${renderFigures(view, detail, drawGraph?.(detail, isDraft) ?? null, why)}
${doubts}
${renderEvidence(view, detail)}
${listMembers(detail)}
${end}
</section>
`;
}

function renderHeading({ cluster, before, after }: ClusterView): Html {
  const { rank, band, score, summary } = cluster;
  const way = (to: number | null, word: string) => (to === null ? null : html`<a href="#c${to}">${word}</a> `);
  return html`<div class="bar1"><span class="rank">Cluster ${formatCount(rank)}</span> <b class="band ${band}">${band}</b> <span>score ${formatScore(score)}</span><nav aria-label="Clusters">${way(before, 'previous')}<a href="#ranked">table</a> ${way(after, 'next')}</nav></div>
<h2 id="h${rank}">${summary}</h2>`;
}

function renderFacts({ cluster, layers }: ClusterView): Html {
  const tiers = (['core', 'periphery', 'bystander'] as const).flatMap((tier) => tierCount(cluster.members, tier));
  const cells = cluster.cells.map((cell) => formatCount(cell.size));
  const nested = cluster.parent_id === null ? '' : ` · part of cluster ${cluster.parent_id}`;
  return html`<p class="facts">${countOf(cluster.size, 'account')} (${tiers.join(', ')})${cells.length === 0 ? '' : ` in ${countOf(cells.length, 'cell')} of ${formatList(cells.slice(0, 8))}${cells.length > 8 ? ` and ${cells.length - 8} more` : ''}`} · ${formatSpan(cluster.first_at, cluster.last_at)} · ${clusterLayers(cluster).map((layer) => layerMark(layers, layer))} · ${countOf(cluster.links_total, 'link')} · ${changeWord(cluster)}${nested} · id <code>${cluster.cluster_id}</code></p>`;
}

function tierCount(members: ClusterView['cluster']['members'], tier: Tier): readonly string[] {
  const count = members.filter((member) => member.tier === tier).length;
  return count === 0 ? [] : [`${formatCount(count)} ${tier === 'bystander' && count !== 1 ? 'bystanders' : tier}`];
}

/** A matrix of so many columns leaves room for the graph beside it. */
const NARROW_COLUMNS = 36;

/** With times the raster, without them the matrix; then the graph and what makes the score. */
function renderFigures(view: ClusterView, detail: Detail, graph: Html | null, why: Html): Html {
  if (view.figures === null) return html`<p class="note">No figures were drawn for this cluster.</p>${why}`;
  const { raster, organic, matrix } = view.figures;
  const graphAndWhy = html`<div class="pair"><div>${graph}</div>${why}</div>`;
  if (raster !== null && raster.ticks.length > 0) {
    return html`${renderRaster(view, raster, organic, detail)}${renderCloseup(view, raster, detail)}${graphAndWhy}`;
  }
  if (matrix === null || matrix.cells.length === 0) {
    return html`<p class="note">The members are tied by direct links: there are no shared entities to draw.</p>${graphAndWhy}`;
  }
  const drawn = renderMatrix(view, matrix, detail);
  const isNarrow = Math.min(matrix.entities.length, detail.matrixColumns) <= NARROW_COLUMNS;
  return isNarrow
    ? html`<div class="pair"><div>${drawn}</div><div>${graph}</div></div>${why}`
    : html`${drawn}${graphAndWhy}`;
}
