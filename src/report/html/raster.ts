import type { RasterFigure } from '../../model/findings.ts';
import type { ClusterView } from './cluster-view.ts';
import type { Detail } from './detail.ts';
import { entityFacts, factsText } from './entity-facts.ts';
import { type Html, html } from './escape.ts';
import { countOf, formatCount, formatDuration, formatTime } from './format.ts';
import { entityHtml, shortText } from './ids.ts';
import { COLOURED, drawRaster } from './raster-drawing.ts';
import { chooseMarks, type RasterMarks, type TimeScale } from './raster-marks.ts';

/** The figure that convinces: the members' actions, and beneath them those of ordinary accounts on the same scale. */
export function renderRaster(
  view: ClusterView,
  raster: RasterFigure,
  organic: RasterFigure | null,
  detail: Detail,
): Html {
  const scale = scaleOf(raster);
  const marks = chooseMarks(raster, scale, detail.rasterRows, detail.rasterMarks);
  const rowHeight = rowHeightOf(marks.rows.length);
  const told = describe(raster, scale);
  const style = {
    rowHeight,
    alternative: `Raster of the members’ actions: ${told}.`,
    numberOf: (account: string) => view.numberOf.get(account) ?? null,
    labelOf: (account: string) => `${shortText(account, 13)} ${view.numberOf.get(account) ?? ''}`,
  };
  return html`<figure><figcaption><b>Actions over time.</b> A row is an account, a mark an action, its colour what it acted on: ${told}. Marks that stand above each other are accounts doing the same thing at the same time. ${leftOut(raster, marks, 'account')}</figcaption>
<div class="wide">${drawRaster(raster, scale, marks, style)}</div>
${organic === null ? html`<p class="note">No ordinary accounts were active in the same hours: there is nothing to compare with.</p>` : comparison(organic, scale, detail, rowHeight)}
${legend(view, raster)}</figure>`;
}

function scaleOf({ from, to }: RasterFigure): TimeScale {
  return { from, to: to > from ? to : from + 1 };
}

function rowHeightOf(rows: number): number {
  return Math.min(14, Math.max(5, Math.floor(400 / Math.max(1, rows))));
}

function describe(figure: RasterFigure, { from, to }: TimeScale): string {
  return `${countOf(figure.accounts.length, 'account')}, ${countOf(figure.ticks_total, 'action')}, ${formatTime(from)} to ${formatTime(to)} UTC (${formatDuration(to - from)})`;
}

/** What is not drawn, with its count. */
function leftOut(figure: RasterFigure, { rows }: RasterMarks, noun: string): string {
  const parts: string[] = [];
  if (rows.length < figure.accounts.length) {
    parts.push(
      `${formatCount(rows.length)} of ${countOf(figure.accounts.length, noun)} drawn, taken evenly, each with all its actions`,
    );
  }
  if (figure.ticks.length < figure.ticks_total) {
    parts.push(`${formatCount(figure.ticks.length)} of ${countOf(figure.ticks_total, 'action')} kept for drawing`);
  }
  return parts.length === 0 ? '' : `${parts.join('; ')}.`;
}

function comparison(organic: RasterFigure, scale: TimeScale, detail: Detail, rowHeight: number): Html {
  const marks = chooseMarks(organic, scale, detail.rasterRows, Math.ceil(detail.rasterMarks / 2));
  const style = {
    rowHeight,
    alternative: `The same raster for ${countOf(organic.accounts.length, 'ordinary account')} active in the same hours, ${countOf(organic.ticks_total, 'action')}.`,
    numberOf: null,
    labelOf: () => '',
  };
  return html`<p class="cap"><b>For comparison:</b> ${countOf(organic.accounts.length, 'ordinary account')} that ${organic.accounts.length === 1 ? 'was' : 'were'} active in the same hours, unnamed, on the same scale; ${countOf(organic.ticks_total, 'action')}. ${leftOut(organic, marks, 'account')}</p>
<div class="wide">${drawRaster(organic, scale, marks, style)}</div>`;
}

function legend(view: ClusterView, { entities, layers, ticks }: RasterFigure): Html {
  const factsOf = entityFacts(view);
  const items = entities.slice(0, COLOURED).map((entity, i) => {
    const layer = layers[i] ?? '';
    const facts = factsOf(layer, entity);
    return html`<li><svg class="key" viewBox="0 0 14 12" aria-hidden="true"><path class="s e${i}" stroke-width="12" d="M0 6h14"/></svg><b>${i + 1}</b> ${layer} ${entityHtml(layer, entity)}${facts === null ? '' : html` <span class="dim">${factsText(facts)}</span>`}</li>`;
  });
  const rest = ticks.some(([, , entity]) => entity < 0 || entity >= COLOURED);
  const grey = rest
    ? html`<li><svg class="key" viewBox="0 0 14 12" aria-hidden="true"><path class="s ex" stroke-width="12" d="M0 6h14"/></svg>anything else</li>`
    : null;
  return html`<ol class="legend">${items}${grey}</ol>`;
}
