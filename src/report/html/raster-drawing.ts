import type { RasterFigure } from '../../model/findings.ts';
import { type Html, html } from './escape.ts';
import type { RasterMarks, TimeScale } from './raster-marks.ts';
import { timeTicks } from './time-axis.ts';

/** Geometry of a raster in units of the drawing; the script finds rows and times by it. */
export const WIDTH = 1000;
export const LEFT = 118;
export const PLOT = 880;
export const LABELS = 26;
const AXIS = 20;
/** Entities with a colour of their own. */
export const COLOURED = 10;

export type RasterStyle = {
  readonly rowHeight: number;
  /** Says what the drawing shows, for who does not see it. */
  readonly alternative: string;
  /** Number of an account in the table of members, `null` for accounts that stay unnamed. */
  readonly numberOf: ((account: string) => number | null) | null;
  readonly labelOf: (account: string) => string;
};

export type Drawing = { readonly svg: Html; readonly marks: RasterMarks };

/** A raster: rows = accounts, x = time, a stroke an action, its colour the entity; numbers above say where an entity's actions lie. */
export function drawRaster(figure: RasterFigure, scale: TimeScale, marks: RasterMarks, style: RasterStyle): Html {
  const { rowHeight } = style;
  const bottom = LABELS + marks.rows.length * rowHeight;
  const named = marks.rows.map((row) => style.numberOf?.(figure.accounts[row] ?? '') ?? '');
  const data =
    style.numberOf === null
      ? null
      : html` data-rows="${named.join(',')}" data-row="${rowHeight}" data-from="${scale.from}" data-to="${scale.to}"`;
  return html`<svg class="raster" viewBox="0 0 ${WIDTH} ${bottom + AXIS}" role="img" aria-label="${style.alternative}"${data}>
<rect class="plot" x="${LEFT}" y="${LABELS}" width="${PLOT}" height="${bottom - LABELS}"/>
${axis(scale, bottom)}${rowLabels(figure, marks, style)}${strokes(marks, rowHeight)}${entityLabels(figure, scale)}</svg>`;
}

function xOf(at: number, { from, to }: TimeScale): number {
  return LEFT + Math.round((PLOT * (at - from)) / Math.max(1, to - from));
}

function axis(scale: TimeScale, bottom: number): Html {
  const ticks = timeTicks(scale.from, scale.to, 7);
  const grid = ticks.map(({ at }) => `M${xOf(at, scale)} ${LABELS}V${bottom + 4}`).join('');
  const labels = ticks.map(
    ({ at, label }) => html`<text x="${xOf(at, scale)}" y="${bottom + 15}" class="mid">${label}</text>`,
  );
  return html`<path class="grid" d="${grid}"/>${labels}`;
}

/** Ids where rows are high enough to read them. */
function rowLabels(
  figure: RasterFigure,
  { rows }: RasterMarks,
  { rowHeight, numberOf, labelOf }: RasterStyle,
): Html | null {
  if (numberOf === null || rowHeight < 10) return null;
  return html`${rows.map((row, i) => {
    const account = figure.accounts[row] ?? '';
    const y = LABELS + i * rowHeight + rowHeight / 2 + 3.5;
    return html`<text x="${LEFT - 6}" y="${y}" class="end">${labelOf(account)}</text>`;
  })}`;
}

/** One path for each entity, written with relative moves: about seven bytes a mark. The grey of the others lies beneath. */
function strokes({ rows, runs, columns }: RasterMarks, rowHeight: number): readonly Html[] {
  const unit = PLOT / columns;
  const paths = new Map<number, string>();
  for (let i = 0; i < rows.length; i++) {
    const ends = new Map<number, number>();
    const y = LABELS + i * rowHeight + rowHeight / 2;
    for (const { column, length, entity } of runs[i] ?? []) {
      const kind = entity < COLOURED ? entity : -1;
      const end = ends.get(kind);
      const start = end === undefined ? `M${LEFT + column * unit} ${y}` : `m${column * unit - end} 0`;
      paths.set(kind, `${paths.get(kind) ?? ''}${start}h${length * unit}`);
      ends.set(kind, (column + length) * unit);
    }
  }
  const drawn = [...paths].sort(([a], [b]) => (a < 0 ? -1 : b < 0 ? 1 : b - a));
  return drawn.map(([entity, d]) => {
    const kind = entity < 0 ? 'ex' : `e${entity}`;
    return html`<path class="s ${kind}" stroke-width="${Math.max(2, rowHeight - 1)}" d="${d}"/>`;
  });
}

/** Numbers of the legend over the middle of each entity's actions, in two lanes; one that finds no room is left to the legend. */
function entityLabels(figure: RasterFigure, scale: TimeScale): readonly Html[] {
  const lanes = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const middles = figure.entities.slice(0, COLOURED).flatMap((_, entity) => {
    const times = figure.ticks
      .filter(([, at, of]) => of === entity && at >= scale.from && at <= scale.to)
      .map(([, at]) => at);
    const middle = times.sort((a, b) => a - b)[times.length >> 1];
    return middle === undefined ? [] : [{ entity, x: xOf(middle, scale) }];
  });
  return middles
    .sort((a, b) => a.x - b.x || a.entity - b.entity)
    .flatMap(({ entity, x }) => {
      const lane = lanes.findIndex((end) => x - end >= 16);
      if (lane < 0) return [];
      lanes[lane] = x;
      const y = lane === 0 ? 22 : 10;
      return [
        html`<path class="n e${entity}" d="M${x} ${y + 2}V${LABELS}"/><text x="${x}" y="${y}" class="mid b">${entity + 1}</text>`,
      ];
    });
}
