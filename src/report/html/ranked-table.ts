import type { ReportCluster } from '../../model/report.ts';
import { clusterLayers } from '../cluster-layers.ts';
import type { LayerStyles } from './cluster-view.ts';
import { type Html, html } from './escape.ts';
import { formatCount, formatScore, formatSpan } from './format.ts';
import { cutText } from './ids.ts';
import { layerMark } from './layer-mark.ts';
import { changeWord } from './lineage.ts';

const MOST_ROWS = 1000;
const SPAN_WIDTH = 90;
const MOST_LAYERS = 4;

type Extent = { readonly from: number; readonly to: number };

/** The clusters by rank: the first `linked` lead to their section. Sortable with scripts, readable without. */
export function renderRankedTable(
  clusters: readonly ReportCluster[],
  linked: number,
  layers: LayerStyles,
): Html | null {
  if (clusters.length === 0) return null;
  const shown = clusters.slice(0, MOST_ROWS);
  const extent = extentOf(shown);
  const rest = clusters.length - shown.length;
  const notes = [
    ...(rest > 0
      ? [
          `The first ${formatCount(shown.length)} of ${formatCount(clusters.length)} clusters; the other ${formatCount(rest)} stand in clusters.csv.`,
        ]
      : []),
    ...(shown.length > linked
      ? [`The first ${formatCount(linked)} are shown in full below, those beyond only in this line and in the files.`]
      : []),
  ];
  return html`<h2 id="ranked" tabindex="-1">Clusters by rank</h2>
<p class="tools" hidden><label>Filter by words, layer, band, account or cluster id: <input id="filter" type="search" autocomplete="off" spellcheck="false"></label> <output id="matches"></output></p>
${notes.map((note) => html`<p class="note">${note}</p>`)}<div class="wide"><table class="ranked"><thead><tr><th data-sort="n">Rank<th>Cluster<th data-sort="n">Accounts<th data-sort="n">Score<th data-sort="b">Band<th>Layers<th data-sort="v">Active<th data-sort="t">Change</tr></thead><tbody>
${shown.map((cluster, i) => tableRow(cluster, i < linked, extent, layers))}</tbody></table></div>
`;
}

function tableRow(cluster: ReportCluster, isLinked: boolean, extent: Extent | null, layers: LayerStyles): Html {
  const { rank, summary, size, score, band } = cluster;
  const names = clusterLayers(cluster);
  const more = names.length > MOST_LAYERS ? ` and ${names.length - MOST_LAYERS} more` : '';
  const facts = html`<td>${formatCount(size)}<td>${formatScore(score)}<td class="band ${band}">${band}`;
  if (!isLinked) {
    return html`<tr><td>${rank}<td>${cutText(summary, 110)}${facts}<td>${names.slice(0, MOST_LAYERS).join(', ')}${more}${activeSpan(cluster, null)}<td>${changeWord(cluster)}
`;
  }
  return html`<tr><td>${rank}<td><a href="#c${rank}">${cutText(summary, 300)}</a>${facts}<td>${names.slice(0, MOST_LAYERS).map((layer) => layerMark(layers, layer))}${more}${activeSpan(cluster, extent)}<td>${changeWord(cluster)}
`;
}

/** From when to when, on one scale for the whole table; in rows without a section only the first day. */
function activeSpan({ first_at, last_at }: ReportCluster, extent: Extent | null): Html {
  if (first_at === null || last_at === null) return html`<td class="dim">no times`;
  if (extent === null) return html`<td>${first_at.slice(0, 10)}`;
  const xOf = (instant: string) =>
    2 + Math.round(((Date.parse(instant) - extent.from) / Math.max(1, extent.to - extent.from)) * (SPAN_WIDTH - 6));
  const [from, to] = [xOf(first_at), xOf(last_at)];
  return html`<td data-v="${first_at.slice(0, 10)}"><svg class="span" viewBox="0 0 ${SPAN_WIDTH} 10" role="img" aria-label="${formatSpan(first_at, last_at)}"><path class="grid" d="M0 5H${SPAN_WIDTH}"/><path class="on" d="M${from} 5h${Math.max(2, to - from)}"/></svg>`;
}

function extentOf(clusters: readonly ReportCluster[]): Extent | null {
  const instants = clusters
    .flatMap(({ first_at, last_at }) => [first_at, last_at])
    .flatMap((instant) => (instant === null ? [] : [Date.parse(instant)]));
  if (instants.length === 0) return null;
  return instants.reduce<Extent>((all, at) => ({ from: Math.min(all.from, at), to: Math.max(all.to, at) }), {
    from: Number.POSITIVE_INFINITY,
    to: Number.NEGATIVE_INFINITY,
  });
}
