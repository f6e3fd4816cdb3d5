import type { RasterFigure } from '../../model/findings.ts';
import { closestMoment } from './closest-moment.ts';
import type { ClusterView } from './cluster-view.ts';
import type { Detail } from './detail.ts';
import { type Html, html } from './escape.ts';
import { countOf, formatCount, formatDuration, formatTime } from './format.ts';
import { shortText } from './ids.ts';
import { drawRaster } from './raster-drawing.ts';
import { chooseMarks, keepEntities } from './raster-marks.ts';

const MOST_MARKS = 150;
/** A close look is worth its place when the whole figure is this many times as long. */
const WORTH = 20;

/** The moment in which most members did the same, drawn on a scale on which seconds show: on the whole raster a minute is less than a line. */
export function renderCloseup(view: ClusterView, figure: RasterFigure, detail: Detail): Html | null {
  if (detail.closeupRows === 0) return null;
  const raster = keepEntities(figure, detail.entities);
  const moment = closestMoment(raster, (entity) => view.layers.spanOf(raster.layers[entity] ?? ''));
  if (moment === null) return null;
  const length = Math.max(1000, moment.to - moment.from);
  const scale = { from: moment.from - length * 0.5, to: moment.to + length * 0.5 };
  if (raster.to - raster.from < WORTH * (scale.to - scale.from)) return null;
  const near = within(raster, scale.from, scale.to);
  const [marks] = chooseMarks([near], scale, { rows: detail.closeupRows, marks: MOST_MARKS, columns: 110 });
  if (marks === undefined) return null;
  const layer = raster.layers[moment.entity] ?? 'entity';
  const apart = moment.to === moment.from ? 'at the same instant' : `within ${formatDuration(moment.to - moment.from)}`;
  const among =
    figure.accounts.length < view.cluster.size ? ` of the ${formatCount(figure.accounts.length)} kept for drawing` : '';
  const told = `${countOf(moment.accounts, 'account')}${among} on ${layer} ${moment.entity + 1} ${apart}, ${formatTime(moment.from)} UTC`;
  const style = {
    rowHeight: marks.rows.length > 16 ? 7 : 11,
    captionId: `m${view.cluster.rank}`,
    numberOf: (account: string) => view.numberOf.get(account) ?? null,
    labelOf: (account: string) => `${shortText(account, 13)} (${view.numberOf.get(account) ?? '–'})`,
  };
  const rest = near.accounts.length - marks.rows.length;
  return html`<figure><figcaption id="${style.captionId}"><b>Closest moment:</b> ${told}. The same actions, so near that seconds show.${rest > 0 ? ` ${countOf(rest, 'more account')} acted then and ${rest === 1 ? 'is' : 'are'} not drawn.` : ''}</figcaption>
<div class="wide">${drawRaster(near, scale, marks, style)}</div></figure>`;
}

/** Only the accounts that act between two times, and what they do then. */
function within(raster: RasterFigure, from: number, to: number): RasterFigure {
  const ticks = raster.ticks.filter(([, at]) => at >= from && at <= to);
  const present = [...new Set(ticks.map(([account]) => account))].sort((a, b) => a - b);
  const placeOf = new Map(present.map((account, place) => [account, place]));
  return {
    ...raster,
    accounts: present.map((account) => raster.accounts[account] ?? ''),
    ticks: ticks.map(([account, at, entity]) => [placeOf.get(account) ?? 0, at, entity]),
  };
}
