import type { GraphFigure } from '../../model/findings.ts';
import type { Tier } from '../../model/report.ts';
import type { ClusterView } from './cluster-view.ts';
import { type Html, html } from './escape.ts';
import type { FigureLink } from './graph-choice.ts';
import { shortText } from './ids.ts';
import type { Point } from './layout.ts';

export const GRAPH_WIDTH = 640;
export const GRAPH_HEIGHT = 440;
export const TIERS: readonly Tier[] = ['core', 'periphery', 'bystander'];
/** Ids beside the dots where there is room; else the numbers of the members' table, for the strongest accounts. */
const MOST_IDS = 16;
const MOST_NUMBERS = 60;
/** A label with an id would leave the drawing if it began nearer to the right edge. */
const ID_WIDTH = 120;

/** Where the accounts of a figure lie, and how strong each is compared with the strongest, 0 to 1. */
export type Placed = {
  readonly figure: GraphFigure;
  readonly at: ReadonlyMap<number, Point>;
  readonly strengthOf: (account: number) => number;
};

/** One path for each layer and width, the lightest beneath. */
export function drawLines(
  { layers }: ClusterView,
  { figure, at }: Placed,
  links: readonly FigureLink[],
): readonly Html[] {
  const strongest = links.reduce((most, [, , weight]) => Math.max(most, weight), 0);
  const paths = new Map<string, string>();
  for (const [a, b, weight, layer] of links) {
    const [from, to] = [at.get(a), at.get(b)];
    if (from === undefined || to === undefined) continue;
    const width = strongest > 0 ? Math.min(2, Math.floor((3 * weight) / strongest)) : 0;
    const kind = `w${width} ${layers.classOf(figure.layers[layer] ?? '')}`;
    paths.set(kind, `${paths.get(kind) ?? ''}M${from.x} ${from.y}l${to.x - from.x} ${to.y - from.y}`);
  }
  const drawn = [...paths].sort(([a], [b]) => (a < b ? -1 : 1));
  return drawn.map(([kind, d]) => html`<path class="g ${kind}" d="${d}"/>`);
}

type Dot = Point & {
  readonly tier: Tier;
  readonly radius: number;
  readonly number: number | null;
  readonly id: string;
};

/** Dots by tier, then their labels, so that no dot hides a label. */
export function drawDots(view: ClusterView, { figure, at, strengthOf }: Placed, accounts: readonly number[]): Html {
  const dots = accounts.map((account): Dot => {
    const id = figure.accounts[account] ?? '';
    const number = view.numberOf.get(id) ?? null;
    const tier = number === null ? 'bystander' : (view.members[number - 1]?.member.tier ?? 'bystander');
    return {
      tier,
      radius: Math.round(4 + 5 * Math.sqrt(strengthOf(account))),
      number,
      id,
      ...(at.get(account) ?? { x: 0, y: 0 }),
    };
  });
  const groups = TIERS.map((tier) => {
    const circles = dots.filter((dot) => dot.tier === tier);
    return html`<g class="${tier}">${circles.map(({ x, y, radius }) => html`<circle cx="${x}" cy="${y}" r="${radius}"/>`)}</g>`;
  });
  return html`${groups}${drawLabels(dots)}`;
}

function drawLabels(dots: readonly Dot[]): Html {
  const areIds = dots.length <= MOST_IDS;
  const textOf = ({ number, id }: Dot) => (areIds ? `${shortText(id, 14)} (${number ?? '–'})` : String(number ?? ''));
  const isLeft = ({ x }: Dot) => areIds && x > GRAPH_WIDTH - ID_WIDTH;
  const named = dots.slice(0, MOST_NUMBERS);
  const right = named
    .filter((dot) => !isLeft(dot))
    .map((dot) => html`<text x="${dot.x + dot.radius + 2}" y="${dot.y + 3}">${textOf(dot)}</text>`);
  const left = named
    .filter(isLeft)
    .map((dot) => html`<text x="${dot.x - dot.radius - 3}" y="${dot.y + 3}">${textOf(dot)}</text>`);
  return html`<g class="halo">${right}</g><g class="halo end">${left}</g>`;
}
