import type { ReportCluster, ReportSignal } from '../../model/report.ts';
import { type Html, html } from './escape.ts';
import { formatName, formatNumber, formatPart, formatScore } from './format.ts';

const WIDTH = 220;
const HEIGHT = 16;

type Step = { readonly signal: ReportSignal; readonly from: number; readonly to: number };
type Scale = (value: number) => number;

/** From 0 to the score, signal by signal, each with its raw number and what is usual. */
export function renderWaterfall({ signals, score }: ReportCluster): Html {
  const steps = stepsOf(signals);
  const ends = steps.flatMap(({ from, to }) => [from, to]);
  const [least, most] = [Math.min(0, ...ends), Math.max(score, 0.01, ...ends)];
  const scale: Scale = (value) => Math.round(((value - least) / (most - least)) * WIDTH * 10) / 10;
  const rows = steps.map(
    ({ signal, from, to }) =>
      html`<tr><td><b>${formatName(signal.name)}</b><br><span class="dim">${signal.explanation}</span><td class="r">${formatNumber(signal.value)} ${unitOf(signal)}<td class="r">${signal.baseline === null ? html`<span class="dim">no comparison</span>` : `${formatNumber(signal.baseline)} ${unitOf(signal)}`}<td>${bar(from, to, scale)}<td class="r">${formatPart(signal.contribution)}</tr>`,
  );
  return html`<h3>Why</h3>
<div class="wide"><table class="why"><caption>What makes the score, from 0 to ${formatScore(score)}</caption><thead><tr><th>Signal<th class="r">Here<th class="r">Usual<th>Part of the score<th class="r"></tr></thead><tbody>${rows}</tbody>
<tfoot><tr><th colspan="3">Score<td>${bar(0, score, scale)}<td class="r"><b>${formatScore(score)}</b></tr></tfoot></table></div>`;
}

/** A share or a score needs no unit beside it. */
function unitOf({ unit }: ReportSignal): string {
  return unit === 'share' || unit === 'ratio' ? '' : unit;
}

function stepsOf(signals: readonly ReportSignal[]): readonly Step[] {
  let sum = 0;
  return signals.map((signal) => {
    const from = sum;
    sum += signal.contribution;
    return { signal, from, to: sum };
  });
}

/** What lowers the score is hollow, so that it does not depend on colour. */
function bar(from: number, to: number, scale: Scale): Html {
  const [left, right] = [scale(Math.min(from, to)), scale(Math.max(from, to))];
  const zero = scale(0);
  return html`<svg class="bar" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true"><path class="axis" d="M${zero} 0V${HEIGHT}"/><rect class="${to < from ? 'down' : 'up'}" x="${left}" y="3" width="${Math.max(1.5, Math.round((right - left) * 10) / 10)}" height="10"/></svg>`;
}
