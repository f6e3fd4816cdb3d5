import type { EvidenceRow } from '../../model/findings.ts';
import type { ReportEvidence } from '../../model/report.ts';
import type { ClusterView } from './cluster-view.ts';
import type { Detail } from './detail.ts';
import { type Html, html } from './escape.ts';
import { countOf, formatCount, formatDuration, formatSpan, formatTime } from './format.ts';
import { entityHtml } from './ids.ts';
import { layerMark } from './layer-mark.ts';

/** Numbers of members that a row names before it only counts the rest. */
const NAMED = 10;

/** The entities behind the links, the most telling first, with who else holds them. */
export function renderEvidence(view: ClusterView, detail: Detail): Html {
  const { cluster } = view;
  const shown = cluster.evidence.slice(0, detail.evidence);
  const times = new Map(view.evidence.map((row) => [row.ref, row]));
  const rows = shown.map((item) => evidenceRow(view, item, times.get(item.ref)));
  const inFile = view.evidence.length;
  const held = inFile < cluster.evidence_total ? `${formatCount(inFile)} of them` : 'all of them';
  const note =
    shown.length < cluster.evidence_total
      ? `The ${formatCount(shown.length)} most telling of ${formatCount(cluster.evidence_total)}; ${held}, with every time, in evidence.ndjson.gz.`
      : `All ${formatCount(shown.length)}; with every time in evidence.ndjson.gz.`;
  return html`<h3>Evidence</h3>
<div class="wide"><table class="ev"><caption>${note} A reference begins with the cluster’s id; numbers of members are those of the table below.</caption><thead><tr><th>Ref.<th>Layer<th>Entity<th>Members<th>Others<th>When (UTC)<th>Members, by number</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function evidenceRow(view: ClusterView, item: ReportEvidence, full: EvidenceRow | undefined): Html {
  const outside = Math.max(0, item.population - item.members);
  return html`<tr><td>${item.ref.replace(`${view.cluster.cluster_id}:`, '')}<td>${layerMark(view.layers, item.layer)}<td>${entityHtml(item.layer, item.entity)}<td>${formatCount(item.members)}<td>${outside === 0 ? 'none' : formatCount(outside)}<td>${when(item, full)}<td>${who(view, item)}</tr>`;
}

/** The first times themselves where they lie close together, which is what makes them telling. */
function when(item: ReportEvidence, full: EvidenceRow | undefined): string {
  if (item.first_at === null || item.last_at === null) return 'not known';
  const apart = Date.parse(item.last_at) - Date.parse(item.first_at);
  const times = full?.members.reduce((sum, member) => sum + member.at.length, 0) ?? 0;
  const actions = times > 1 ? `, ${countOf(times, 'time')}` : '';
  if (apart >= 86_400_000) return `${formatSpan(item.first_at, item.last_at)}${actions}`;
  const start = formatTime(Date.parse(item.first_at));
  return apart === 0 ? `${start}${actions}` : `${start}, within ${formatDuration(apart)}${actions}`;
}

function who({ numberOf }: ClusterView, { accounts, members }: ReportEvidence): string {
  const numbers = accounts.map((account) => numberOf.get(account) ?? 0).filter((number) => number > 0);
  const named = numbers.sort((a, b) => a - b).slice(0, NAMED);
  const rest = members - named.length;
  return `${named.join(', ')}${rest > 0 ? `${named.length > 0 ? ' and ' : ''}${formatCount(rest)} more` : ''}`;
}
