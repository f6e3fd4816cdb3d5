import type { RasterFigure } from '../../model/findings.ts';
import type { ClusterView } from './cluster-view.ts';
import type { Detail } from './detail.ts';
import { entityFacts, factsText } from './entity-facts.ts';
import { type Html, html } from './escape.ts';
import { countOf, formatCount, formatDuration, formatTime } from './format.ts';
import { entityHtml, shortText } from './ids.ts';
import { drawRaster, type RasterStyle } from './raster-drawing.ts';
import { chooseMarks, keepEntities, type RasterMarks, type TimeScale } from './raster-marks.ts';

/** The figure that convinces: the members' actions, and beneath them those of ordinary accounts on the same scale. */
export function renderRaster(
  view: ClusterView,
  figure: RasterFigure,
  organic: RasterFigure | null,
  detail: Detail,
): Html {
  const raster = keepEntities(figure, detail.entities);
  const others = organic === null ? [] : [keepEntities(organic, detail.entities)];
  // All at one instant: the marks stand in the middle of a second on either side.
  const pad = raster.to > raster.from ? 0 : 1000;
  const scale = { from: raster.from - pad, to: raster.to + pad };
  const room = { rows: detail.rasterRows, marks: detail.rasterMarks };
  const [marks = EMPTY, otherMarks = EMPTY] = chooseMarks([raster, ...others], scale, room);
  const style = {
    rowHeight: Math.min(14, Math.max(5, Math.floor(400 / Math.max(1, marks.rows.length)))),
    captionId: `r${view.cluster.rank}`,
    numberOf: (account: string) => view.numberOf.get(account) ?? null,
    labelOf: (account: string) => `${shortText(account, 13)} (${view.numberOf.get(account) ?? '–'})`,
  };
  const comparison = others.map((other) =>
    renderOrganic(other, scale, otherMarks, { ...style, captionId: `o${view.cluster.rank}`, numberOf: null }),
  );
  return html`<figure><figcaption id="${style.captionId}"><b>Actions over time.</b> A row is an account, a mark an action, its colour what it acted on: ${rowsOf(marks, view.cluster.size, 'account')}, ${describe(raster)}. Marks that stand above each other are accounts doing the same thing at the same time. ${coarseness(raster, marks)}</figcaption>
<div class="wide">${drawRaster(raster, scale, marks, style)}</div>
${comparison.length > 0 ? comparison : html`<p class="note">No ordinary accounts were active in the same hours: there is nothing to compare with.</p>`}
${legend(view, raster, marks)}</figure>`;
}

const EMPTY: RasterMarks = { rows: [], runs: [], columns: 0, restRuns: [], restColumns: 0 };

function renderOrganic(organic: RasterFigure, scale: TimeScale, marks: RasterMarks, style: RasterStyle): Html {
  return html`<p class="cap" id="${style.captionId}"><b>For comparison,</b> drawn the same way: ${rowsOf(marks, organic.accounts.length, 'ordinary account')} active in the same hours, unnamed; ${describe(organic)}.</p>
<div class="wide">${drawRaster(organic, scale, marks, style)}</div>`;
}

/** The figure may hold the busiest part of the time only: its actions are those between its ends. */
function describe({ ticks, ticks_total, from, to }: RasterFigure): string {
  const part = ticks.length < ticks_total ? `${formatCount(ticks.length)} of ` : '';
  const time =
    to > from
      ? `${formatTime(from)} to ${formatTime(to)} UTC (${formatDuration(to - from)})`
      : `at ${formatTime(from)} UTC`;
  return `${part}${countOf(ticks_total, 'action')}, ${time}`;
}

function coarseness({ from, to, ticks }: RasterFigure, { columns, restColumns }: RasterMarks): string {
  const width = (count: number) => formatDuration((to - from) / Math.max(1, count));
  const rest = ticks.filter(([, , entity]) => entity < 0).length;
  const grey = rest > 0 && restColumns > 0 && restColumns !== columns ? `, a grey one ${width(restColumns)}` : '';
  const left =
    rest > 0 && restColumns === 0
      ? ` ${countOf(rest, 'action')} on anything else ${rest === 1 ? 'is' : 'are'} not drawn.`
      : '';
  return to > from ? `A mark is ${width(columns)} wide${grey}.${left}` : left;
}

function rowsOf({ rows }: RasterMarks, total: number, noun: string): string {
  return rows.length < total ? `${formatCount(rows.length)} of ${countOf(total, noun)}` : countOf(total, noun);
}

function legend(view: ClusterView, { entities, layers, ticks }: RasterFigure, { restColumns }: RasterMarks): Html {
  const factsOf = entityFacts(view);
  const items = entities.map((entity, i) => {
    const layer = layers[i] ?? '';
    const facts = factsOf(layer, entity);
    return html`<li><b class="k e${i}">${i + 1}</b>${layer} ${entityHtml(layer, entity)}${facts === null ? '' : html` <span class="dim">${factsText(facts)}</span>`}</li>`;
  });
  const rest = restColumns > 0 && ticks.some(([, , entity]) => entity < 0);
  const grey = rest ? html`<li><b class="k ex"></b>anything else</li>` : null;
  return html`<ol class="legend">${items}${grey}</ol>`;
}
