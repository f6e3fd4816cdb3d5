import type { ReportCluster, ReportSignal } from '../../model/report.ts';
import { type Html, html } from './escape.ts';
import { formatName, formatNumber, formatPart, formatScore } from './format.ts';

const WIDTH = 150;
const HEIGHT = 16;

type Step = { readonly signal: ReportSignal; readonly from: number; readonly to: number };
type Scale = (value: number) => number;

/** From 0 to the score, signal by signal, each with its raw number and what is usual; then what was measured beside it. */
export function renderWaterfall({ signals, score }: ReportCluster): Html {
  const steps = stepsOf(signals.filter(({ contribution }) => contribution !== 0));
  const beside = signals.filter(({ contribution }) => contribution === 0);
  const ends = steps.flatMap(({ from, to }) => [from, to]);
  const [least, most] = [Math.min(0, ...ends), Math.max(score, 0.01, ...ends)];
  const scale: Scale = (value) => Math.round(((value - least) / (most - least)) * WIDTH);
  return html`<h3>Why</h3>
<div class="wide"><table class="why"><caption>What makes the score, from 0 to ${formatScore(score)}</caption><thead><tr><th>Signal<th>Here<th>Usual<th>Part of the score<th></tr></thead><tbody>${steps.map((step) => stepRow(step, scale))}</tbody>
<tfoot><tr><th colspan="3">Score<td>${bar(0, score, scale)}<td><b>${formatScore(score)}</b></tr></tfoot></table></div>${beside.length === 0 ? null : renderBeside(beside)}`;
}

function stepRow({ signal, from, to }: Step, scale: Scale): Html {
  return html`<tr><td><b>${formatName(signal.name)}</b><br><span class="dim">${signal.explanation}</span><td>${measured(signal)}<td>${usual(signal)}<td>${bar(from, to, scale)}<td>${formatPart(signal.contribution)}
`;
}

function renderBeside(signals: readonly ReportSignal[]): Html {
  const items = signals.map(
    (signal) =>
      html`<li><b>${formatName(signal.name)}</b> ${measured(signal)}${signal.baseline === null ? null : html` (usual ${usual(signal)})`}: <span class="dim">${signal.explanation}</span>`,
  );
  return html`<p class="dim">Measured beside it, no part of the score:</p><ul class="beside">${items}</ul>`;
}

function usual({ baseline }: ReportSignal): Html | string {
  return baseline === null ? html`<span class="dim">no comparison</span>` : formatNumber(baseline);
}

/** A share or a ratio needs no unit beside it. */
function measured({ value, unit }: ReportSignal): string {
  return unit === 'share' || unit === 'ratio' ? formatNumber(value) : `${formatNumber(value)} ${unit}`;
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
  const width = Math.max(1, right - left);
  const shape =
    to < from
      ? html`<path class="down" d="M${left} 3h${width}v10h${-width}z"/>`
      : html`<path class="up" d="M${left} 8h${width}"/>`;
  return html`<svg class="bar" viewBox="0 0 ${WIDTH} ${HEIGHT}"><path class="axis" d="M${scale(0)} 0V${HEIGHT}"/>${shape}</svg>`;
}
