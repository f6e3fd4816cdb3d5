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

export type RasterStyle = {
  readonly rowHeight: number;
  /** The id of the caption that says what the drawing shows, for who does not see it. */
  readonly captionId: string;
  /** Number of an account in the table of members, `null` for accounts that stay unnamed. */
  readonly numberOf: ((account: string) => number | null) | null;
  readonly labelOf: (account: string) => string;
};

/** A raster: rows = accounts, x = time, a stroke an action, its colour the entity; numbers above say where an entity's actions lie. */
export function drawRaster(figure: RasterFigure, scale: TimeScale, marks: RasterMarks, style: RasterStyle): Html {
  const { rowHeight } = style;
  const bottom = LABELS + marks.rows.length * rowHeight;
  // Without entity labels their lanes are cut off; the geometry stays.
  const top = style.numberOf === null ? LABELS - 2 : 0;
  const named = marks.rows.map((row) => style.numberOf?.(figure.accounts[row] ?? '') ?? '');
  const data =
    style.numberOf === null
      ? null
      : html` data-rows="${named.join(',')}" data-row="${rowHeight}" data-from="${scale.from}" data-to="${scale.to}"`;
  return html`<svg class="raster" viewBox="0 ${top} ${WIDTH} ${bottom + AXIS - top}" role="img" aria-labelledby="${style.captionId}"${data}>
<rect class="plot" x="${LEFT}" y="${LABELS}" width="${PLOT}" height="${bottom - LABELS}"/>
${axis(scale, bottom)}${rowLabels(figure, marks, style)}${strokes(marks, rowHeight)}${style.numberOf === null ? null : entityLabels(figure, scale)}</svg>`;
}

function xOf(at: number, { from, to }: TimeScale): number {
  return LEFT + Math.round((PLOT * (at - from)) / Math.max(1, to - from));
}

function axis(scale: TimeScale, bottom: number): Html {
  const ticks = timeTicks(scale.from, scale.to, 7);
  const grid = ticks.map(({ at }) => `M${xOf(at, scale)} ${LABELS}V${bottom + 4}`).join('');
  const labels = ticks.map(({ at, label }) => html`<text x="${xOf(at, scale)}" y="${bottom + 15}">${label}</text>`);
  return html`<path class="grid" d="${grid}"/><g class="mid">${labels}</g>`;
}

/** Ids where rows are high enough to read them. */
function rowLabels(
  figure: RasterFigure,
  { rows }: RasterMarks,
  { rowHeight, numberOf, labelOf }: RasterStyle,
): Html | null {
  if (numberOf === null || rowHeight < 10) return null;
  const labels = rows.map((row, i) => {
    const account = figure.accounts[row] ?? '';
    const y = LABELS + i * rowHeight + rowHeight / 2 + 3.5;
    return html`<text x="${LEFT - 6}" y="${y}">${labelOf(account)}</text>`;
  });
  return html`<g class="end">${labels}</g>`;
}

/** The grey of anything else beneath, then one path for each entity, the one that binds most on top. */
function strokes({ runs, columns, restRuns, restColumns }: RasterMarks, rowHeight: number): Html {
  const rest = pathsOf(restRuns, restColumns, rowHeight);
  const told = [...pathsOf(runs, columns, rowHeight)].sort(([a], [b]) => b - a);
  const paths = [...rest, ...told].map(
    ([entity, d]) => html`<path class="${entity < 0 ? 'ex' : `e${entity}`}" d="${d}"/>`,
  );
  return html`<g class="s" stroke-width="${Math.max(2, rowHeight - 1)}">${paths}</g>`;
}

/** Written with relative moves: about seven bytes a mark. */
function pathsOf(runs: RasterMarks['runs'], columns: number, rowHeight: number): ReadonlyMap<number, string> {
  const unit = PLOT / Math.max(1, columns);
  const paths = new Map<number, string>();
  runs.forEach((row, i) => {
    const ends = new Map<number, number>();
    const y = LABELS + i * rowHeight + rowHeight / 2;
    for (const { column, length, entity } of row) {
      const end = ends.get(entity);
      const start = end === undefined ? `M${LEFT + column * unit} ${y}` : `m${column * unit - end} 0`;
      paths.set(entity, `${paths.get(entity) ?? ''}${start}h${length * unit}`);
      ends.set(entity, (column + length) * unit);
    }
  });
  return paths;
}

/** Numbers of the legend over the middle of each entity's actions, in two lanes; one that finds no room is left to the legend. */
function entityLabels(figure: RasterFigure, scale: TimeScale): Html {
  const lanes = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const labels: Html[] = [];
  const stems: Html[] = [];
  for (const { entity, x } of middles(figure, scale)) {
    const lane = lanes.findIndex((end) => x - end >= 18);
    if (lane < 0) continue;
    lanes[lane] = x;
    const y = lane === 0 ? 22 : 10;
    stems.push(html`<path class="e${entity}" d="M${x} ${y + 2}V${LABELS}"/>`);
    labels.push(html`<text x="${x}" y="${y}">${entity + 1}</text>`);
  }
  return html`<g class="n">${stems}</g><g class="mid b">${labels}</g>`;
}

type Middle = { readonly entity: number; readonly x: number };

/** Where the middle one of an entity's actions lies, from left to right. */
function middles(figure: RasterFigure, scale: TimeScale): readonly Middle[] {
  const times = figure.entities.map((): number[] => []);
  for (const [, at, entity] of figure.ticks) {
    if (at >= scale.from && at <= scale.to) times[entity]?.push(at);
  }
  const found = times.flatMap((of, entity): Middle[] => {
    const middle = of.sort((a, b) => a - b)[of.length >> 1];
    return middle === undefined ? [] : [{ entity, x: xOf(middle, scale) }];
  });
  return found.sort((a, b) => a.x - b.x || a.entity - b.entity);
}
