import type { Band, Report, ReportCluster } from '../../model/report.ts';
import { type Html, html } from './escape.ts';
import { countOf, formatCount, formatScore } from './format.ts';
import { cutText } from './ids.ts';

const WIDTH = 760;
const HEIGHT = 400;
const LEFT = 46;
const RIGHT = 746;
const TOP = 12;
const BOTTOM = 358;
/** Where score 0 lies: dots stand clear of the axis. */
const ZERO = 348;
const BANDS: readonly Band[] = ['low', 'medium', 'high'];
const SIZES = [2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 100_000, 1_000_000];
/** Dots that carry their rank. */
const NUMBERED = 12;

/** Every cluster a dot, size against score. The first `linked` lead to their section, the others are drawn only. */
export function renderLanding({ clusters, gone }: Report, linked: number): Html | null {
  if (clusters.length === 0) return null;
  const x = sizeScale(clusters);
  const counts = BANDS.toReversed().map(
    (band) =>
      html`<li><svg class="key" viewBox="0 0 14 14" aria-hidden="true">${dot(band, 7, 7)}</svg>${band}: ${formatCount(clusters.filter((cluster) => cluster.band === band).length)}</li>`,
  );
  const rest = clusters.length - linked;
  // In a first run all are new: a ring around each would say nothing.
  const isFirst = gone.length === 0 && clusters.every(({ lineage }) => lineage.event === 'new');
  return html`<figure class="landing"><figcaption><b>All ${countOf(clusters.length, 'cluster')}:</b> number of accounts (log scale, spread a little sideways) against score. Up and to the right is what matters most. ${rest > 0 ? `The first ${formatCount(linked)} lead to their section; the other ${formatCount(rest)} are only drawn.` : 'Each leads to its section.'}</figcaption>
<div class="wide"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="group" aria-label="Clusters by size and score">
${axes(x)}${restDots(clusters.slice(linked), x)}${linkedDots(clusters.slice(0, linked), x, !isFirst)}</svg></div>
<ol class="legend">${counts}${isFirst ? null : RING_KEY}</ol></figure>
`;
}

const RING_KEY = html`<li><svg class="key" viewBox="0 0 14 14" aria-hidden="true"><circle class="new" cx="7" cy="7" r="6"/></svg>new since the run before</li>`;

type Place = { readonly x: number; readonly y: number };

type SizeScale = { readonly at: (size: number) => number; readonly largest: number };

function sizeScale(clusters: readonly ReportCluster[]): SizeScale {
  const largest = clusters.reduce((most, { size }) => Math.max(most, size), 10);
  const room = RIGHT - LEFT - 40;
  const at = (size: number) => LEFT + 20 + (room * Math.log(Math.max(2, size) / 2)) / Math.log(largest / 2);
  return { at, largest };
}

/** Clusters of the same size would hide each other: they lie up to 9 units aside, by their rank. */
function placeOf({ size, score, rank }: ReportCluster, { at }: SizeScale): Place {
  const aside = (((rank * 0.618034) % 1) - 0.5) * 18;
  return { x: Math.round(at(size) + aside), y: Math.round(yOf(Math.min(1, Math.max(0, score)))) };
}

function yOf(score: number): number {
  return ZERO - score * (ZERO - TOP);
}

function axes({ at, largest }: SizeScale): Html {
  const sizes = SIZES.filter((size) => size <= largest);
  const scores = [0, 0.25, 0.5, 0.75, 1];
  const grid =
    scores.map((score) => `M${LEFT} ${yOf(score)}H${RIGHT}`).join('') +
    sizes.map((size) => `M${Math.round(at(size))} ${BOTTOM}v4`).join('');
  return html`<path class="grid" d="${grid}"/>${scores.map((score) => html`<text class="end" x="${LEFT - 6}" y="${yOf(score) + 4}">${score}</text>`)}${sizes.map((size) => html`<text class="mid" x="${Math.round(at(size))}" y="${BOTTOM + 17}">${formatCount(size)}</text>`)}
<text class="mid" x="${(LEFT + RIGHT) / 2}" y="${HEIGHT - 6}">accounts</text><text class="mid" transform="translate(12 ${(TOP + BOTTOM) / 2})rotate(-90)">score</text>`;
}

/** Without links, one small mark for every two units of the drawing: twenty thousand of them stay light. */
function restDots(clusters: readonly ReportCluster[], x: SizeScale): readonly Html[] {
  return BANDS.map((band) => {
    const places = new Set(
      clusters
        .filter((cluster) => cluster.band === band)
        .map((cluster) => {
          const place = placeOf(cluster, x);
          return `M${place.x & ~1} ${place.y & ~1}h0`;
        }),
    );
    return places.size === 0 ? html`` : html`<path class="rest ${band}" d="${[...places].join('')}"/>`;
  });
}

/** The first on top; of the first few those are numbered that find room. */
function linkedDots(clusters: readonly ReportCluster[], scale: SizeScale, isRinged: boolean): readonly Html[] {
  const numbered: Place[] = [];
  const dots = clusters.map((cluster) => {
    const place = placeOf(cluster, scale);
    const { x, y } = place;
    const isNumbered =
      cluster.rank <= NUMBERED && numbered.every((other) => Math.abs(other.x - x) > 26 || Math.abs(other.y - y) > 12);
    if (isNumbered) numbered.push(place);
    const name = `${cluster.rank}: ${cluster.band}, score ${formatScore(cluster.score)}, ${countOf(cluster.size, 'account')}. ${cutText(cluster.summary, 90)}`;
    const ring =
      isRinged && cluster.lineage.event === 'new' ? html`<circle class="new" cx="${x}" cy="${y}" r="9"/>` : null;
    const number = isNumbered ? html`<text class="halo b" x="${x + 10}" y="${y + 4}">${cluster.rank}</text>` : null;
    return html`<a href="#c${cluster.rank}"><title>${name}</title>${ring}${dot(cluster.band, x, y)}${number}</a>`;
  });
  return dots.toReversed();
}

/** Bands differ in shape as well: high a disc, medium a diamond, low a small ring. */
function dot(band: Band, x: number, y: number): Html {
  if (band === 'high') return html`<circle class="dot high" cx="${x}" cy="${y}" r="6"/>`;
  if (band === 'medium') return html`<path class="dot medium" d="M${x} ${y - 6}l6 6l-6 6l-6-6z"/>`;
  return html`<circle class="dot low" cx="${x}" cy="${y}" r="4"/>`;
}
