import type { Report, ReportLayer } from '../../model/report.ts';
import { type Html, html } from './escape.ts';
import { countOf, formatCount, formatDuration, formatShare } from './format.ts';
import { idHtml } from './ids.ts';

/** What a reader asks for only in doubt: the layers one by one, what is gone, and which run this was. */
export function renderRunDetails(report: Report): Html {
  return html`<details class="run"><summary>Layers, limits and identity of the run</summary>${layerTable(report.run.layers)}${gone(report)}${identity(report)}</details>
`;
}

function layerTable(layers: readonly ReportLayer[]): Html {
  const rows = layers.map(
    (layer) =>
      html`<tr><td><b>${layer.name}</b><br><span class="dim">${layer.type_reason}</span><td>${layer.type}<td>${layer.status === 'ok' ? 'ok' : html`<b>not enough data</b>`}<td class="r">${formatShare(layer.coverage)}<td class="r">${formatCount(layer.edges)}<td class="r">${formatCount(layer.accounts)}<td class="r">${formatCount(layer.entities)}<td class="r">${formatCount(layer.links)}<td class="r">${formatDuration(layer.span_ms)}<td>${cappedList(layer)}</tr>`,
  );
  return html`<div class="wide"><table><thead><tr><th>Layer<th>Type<th>Status<th class="r">Coverage<th class="r">Edges<th class="r">Accounts<th class="r">Entities<th class="r">Links<th class="r">Span<th>Held by too many to make pairs</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function cappedList({ capped, capped_total, cap }: ReportLayer): Html | string {
  if (capped_total === 0) return `none above ${formatCount(cap)}`;
  const rest = capped_total - Math.min(5, capped.length);
  return html`${capped.slice(0, 5).map(({ entity, population }) => html`${idHtml(entity)} (${formatCount(population)}) `)}${rest > 0 ? `and ${formatCount(rest)} more` : ''}`;
}

const MOST_GONE = 20;

function gone({ gone: clusters }: Report): Html | null {
  if (clusters.length === 0) return null;
  const named = clusters
    .slice(0, MOST_GONE)
    .map(({ cluster_id, size }) => `${cluster_id} (${countOf(size, 'account')})`);
  const rest = clusters.length - named.length;
  return html`<p>Gone since the run before: ${named.join(', ')}${rest > 0 ? ` and ${formatCount(rest)} more` : ''}.</p>`;
}

function identity({ report_id, run }: Report): Html {
  const facts: readonly (readonly [string, string | number])[] = [
    ['Report', report_id],
    ['Run', run.run_id],
    ['Version', run.version],
    ['Seed', run.seed],
    ['Input digest', run.input_digest],
    ['Config digest', run.config_digest],
    ['Digest of what was known before', run.prior_digest],
  ];
  return html`<dl>${facts.map(([name, value]) => html`<dt>${name}<dd><code>${value}</code>`)}</dl>`;
}
