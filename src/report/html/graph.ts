import type { GraphFigure } from '../../model/findings.ts';
import type { Tier } from '../../model/report.ts';
import type { ClusterView } from './cluster-view.ts';
import { DETAILS, type Detail } from './detail.ts';
import { type Html, html } from './escape.ts';
import { countOf, formatCount } from './format.ts';
import { chooseGraph, type FigureLink, type GraphChoice } from './graph-choice.ts';
import { shortText } from './ids.ts';
import { layOut, type Point } from './layout.ts';

const WIDTH = 640;
const HEIGHT = 440;
const MARGIN = 24;
/** Ids beside the vertices where there is room; else the numbers of the members' table, and those only while they can be read. */
const MOST_IDS = 16;
const MOST_NUMBERS = 60;

/**
 * Draws the members' links. The layout is made once, of what the fullest drawing would show: a barer one leaves out, nothing moves.
 */
export function prepareGraph(view: ClusterView, figure: GraphFigure): (detail: Detail) => Html {
  const fullest = DETAILS[0];
  const most = chooseGraph(figure, fullest.nodes, fullest.links);
  const placeOf = new Map(most.accounts.map((account, place) => [account, place]));
  const links = most.links.map(([a, b, weight]) => [placeOf.get(a) ?? 0, placeOf.get(b) ?? 0, weight] as const);
  const points = layOut(most.accounts.length, links, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN);
  const at = new Map(most.accounts.map((account, place) => [account, shifted(points[place])]));
  return (detail) => drawGraph(view, figure, chooseGraph(figure, detail.nodes, detail.links), at);
}

function shifted(point: Point | undefined): Point {
  return { x: (point?.x ?? 0) + MARGIN, y: (point?.y ?? 0) + MARGIN };
}

function drawGraph(view: ClusterView, figure: GraphFigure, choice: GraphChoice, at: ReadonlyMap<number, Point>): Html {
  const { accounts, links } = choice;
  const shown = `${formatCount(links.length)} of ${countOf(figure.links_total, 'link')} shown`;
  const rest = view.cluster.size - accounts.length;
  const members =
    rest > 0
      ? `${formatCount(accounts.length)} of ${formatCount(view.cluster.size)} members`
      : countOf(accounts.length, 'member');
  const layers = [...new Set(links.map(([, , , layer]) => layer))].sort((a, b) => a - b);
  const keys = layers.map((layer) => {
    const name = figure.layers[layer] ?? '';
    return html`<li><svg class="key" viewBox="0 0 28 12" aria-hidden="true"><path class="g ${view.layers.classOf(name)}" d="M1 6h26"/></svg>${name}</li>`;
  });
  return html`<figure><figcaption><b>Who is tied to whom.</b> ${members}, ${shown}. A line is a pair with evidence: its colour and dashes tell the strongest layer, its width the weight. Dots grow with an account’s evidence; numbers are those of the members’ table.</figcaption>
<div class="wide"><svg class="graph" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Graph of ${members}, ${shown}, by layer: ${layers.map((layer) => figure.layers[layer] ?? '').join(', ')}.">
${lines(view, figure, links, at)}${dots(view, figure, choice, at)}</svg></div>
<ol class="legend">${keys}<li><svg class="key" viewBox="0 0 14 12" aria-hidden="true"><circle class="core" cx="7" cy="6" r="5"/></svg>core</li><li><svg class="key" viewBox="0 0 14 12" aria-hidden="true"><circle class="periphery" cx="7" cy="6" r="5"/></svg>periphery</li><li><svg class="key" viewBox="0 0 14 12" aria-hidden="true"><circle class="bystander" cx="7" cy="6" r="5"/></svg>bystander</li></ol></figure>`;
}

/** One path for each layer and width, the lightest beneath. */
function lines(
  { layers }: ClusterView,
  figure: GraphFigure,
  links: readonly FigureLink[],
  at: ReadonlyMap<number, Point>,
): readonly Html[] {
  const strongest = links.reduce((most, [, , weight]) => Math.max(most, weight), 0);
  const paths = new Map<string, string>();
  for (const [a, b, weight, layer] of links) {
    const [from, to] = [at.get(a), at.get(b)];
    if (from === undefined || to === undefined) continue;
    const width = Math.min(2, Math.floor((3 * weight) / strongest));
    const kind = `w${width} ${layers.classOf(figure.layers[layer] ?? '')}`;
    paths.set(kind, `${paths.get(kind) ?? ''}M${from.x} ${from.y}l${to.x - from.x} ${to.y - from.y}`);
  }
  const drawn = [...paths].sort(([a], [b]) => (a < b ? -1 : 1));
  return drawn.map(([kind, d]) => html`<path class="g ${kind}" d="${d}"/>`);
}

function dots(
  view: ClusterView,
  figure: GraphFigure,
  { accounts }: GraphChoice,
  at: ReadonlyMap<number, Point>,
): readonly Html[] {
  const strength = new Map<number, number>();
  for (const [a, b, weight] of figure.links) {
    for (const account of [a, b]) strength.set(account, (strength.get(account) ?? 0) + weight);
  }
  const most = Math.max(1, ...strength.values());
  const tierOf = new Map<string, Tier>(view.members.map(({ member }) => [member.account_id, member.tier]));
  return accounts.map((account) => {
    const id = figure.accounts[account] ?? '';
    const { x, y } = at.get(account) ?? { x: 0, y: 0 };
    const radius = Math.round(4 + 5 * Math.sqrt((strength.get(account) ?? 0) / most));
    const number = view.numberOf.get(id) ?? '';
    return html`<circle class="${tierOf.get(id) ?? 'bystander'}" cx="${x}" cy="${y}" r="${radius}"><title>${number} ${shortText(id, 60)}</title></circle>${label(id, number, accounts.length, x, y, radius)}`;
  });
}

function label(id: string, number: number | string, among: number, x: number, y: number, radius: number): Html | null {
  if (among > MOST_NUMBERS) return null;
  const text = among <= MOST_IDS ? `${number} ${shortText(id, 14)}` : String(number);
  const isRight = x > WIDTH - 120 && among <= MOST_IDS;
  const place = isRight ? x - radius - 3 : x + radius + 2;
  return html`<text class="halo${isRight ? ' end' : ''}" x="${place}" y="${y + 3}">${text}</text>`;
}
