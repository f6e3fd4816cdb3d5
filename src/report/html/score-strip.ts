import type { Axis, ReportCluster } from '../../model/report.ts';
import { type Html, html } from './escape.ts';
import { countOf, formatNumber, formatScore, formatShare } from './format.ts';

const WIDTH = 200;
const QUESTIONS = [
  ['coordination', 'Coordination', 'do they act together'],
  ['authenticity', 'Authenticity', 'are they what they claim to be'],
  ['harm', 'Harm', 'does it hurt anybody'],
] as const;

/** Three axes that are never one number, each with its uncertainty, and the second opinions in words. */
export function renderScoreStrip(cluster: ReportCluster): Html {
  const rows = QUESTIONS.map(([name, title, question]) => axisRow(title, question, cluster.axes[name]));
  return html`<table class="strip"><caption class="off">Scores on three axes, 0 to 1</caption><tbody>${rows}</tbody></table>
<p class="text">${expectation(cluster)} ${opinions(cluster)}</p>`;
}

function axisRow(title: string, question: string, { value, low, high, note }: Axis): Html {
  const range = low === null || high === null ? '' : ` (${formatScore(low)} to ${formatScore(high)})`;
  const told = value === null ? html`<b>unknown</b>` : html`<b>${formatScore(value)}</b>${range}`;
  return html`<tr><th scope="row">${title} <span class="dim">${question}</span><td>${axisBar(value, low, high)}<td>${told}<td class="dim">${note}</tr>`;
}

function axisBar(value: number | null, low: number | null, high: number | null): Html {
  const x = (share: number): number => Math.round(Math.min(1, Math.max(0, share)) * WIDTH);
  if (value === null) {
    return html`<svg class="axisbar" viewBox="0 0 ${WIDTH} 14" aria-hidden="true"><rect class="unknown" x=".5" y="3.5" width="${WIDTH - 1}" height="7"/></svg>`;
  }
  const whisker =
    low === null || high === null
      ? null
      : html`<path class="whisker" d="M${x(low)} 2v10M${x(low)} 7H${x(high)}M${x(high)} 2v10"/>`;
  return html`<svg class="axisbar" viewBox="0 0 ${WIDTH} 14" aria-hidden="true"><rect class="room" width="${WIDTH}" height="8" y="3"/><rect class="fill" width="${x(value)}" height="8" y="3"/>${whisker}</svg>`;
}

function expectation({ expected_wrong, size }: ReportCluster): string {
  return `Expected wrong: ${expected_wrong > 0 && expected_wrong < 0.1 ? 'fewer than 0.1' : formatNumber(Math.round(expected_wrong * 10) / 10)} of the ${countOf(size, 'account')}.`;
}

/** How far the second opinions put the members together too. */
function opinions({ agreement }: ReportCluster): string {
  const { louvain, cores } = agreement;
  return `Second opinions on who belongs together: Louvain ${agreeing(louvain)} (${formatShare(louvain)} of the pairs of members), similarity clustering ${agreeing(cores)} (${formatShare(cores)}).`;
}

function agreeing(share: number): string {
  if (share >= 0.9) return 'agrees';
  if (share >= 0.6) return 'mostly agrees';
  return share >= 0.3 ? 'agrees in part' : 'does not agree';
}
