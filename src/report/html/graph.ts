import type { GraphFigure } from '../../model/findings.ts';
import type { ClusterView } from './cluster-view.ts';
import { DETAILS } from './detail.ts';
import { type Html, html } from './escape.ts';
import type { DrawSection } from './fit-sections.ts';
import { countOf, formatCount } from './format.ts';
import { chooseLinks, type GraphChoice, growAccounts, strengthOf } from './graph-choice.ts';
import { drawDots, drawLines, GRAPH_HEIGHT, GRAPH_WIDTH, type Placed, TIERS } from './graph-drawing.ts';
import { layerMark } from './layer-mark.ts';
import { layOnCircle, layOut } from './layout.ts';

const MARGIN = 24;

/** Draws the members' links. */
export function prepareGraph(view: ClusterView, figure: GraphFigure): DrawSection {
  const order = growAccounts(figure, DETAILS[0].nodes);
  const strength = strengthOf(figure);
  return ({ nodes, links }, isDraft) => {
    if (nodes === 0) {
      return html`<p class="note">For want of room the graph of ${countOf(figure.links_total, 'link')} is not drawn; clusters.graphml and clusters.gexf have it.</p>`;
    }
    const accounts = order.slice(0, nodes);
    const choice = { accounts, links: chooseLinks(figure, accounts, links) };
    return renderGraph(view, figure, choice, placeGraph(figure, choice, strength, isDraft));
  };
}

function placeGraph(
  figure: GraphFigure,
  { accounts, links }: GraphChoice,
  strength: Float64Array,
  isDraft: boolean,
): Placed {
  const placeOf = new Map(accounts.map((account, place) => [account, place]));
  const among = links.map(([a, b, weight]) => [placeOf.get(a) ?? 0, placeOf.get(b) ?? 0, weight] as const);
  const box = { width: GRAPH_WIDTH - 2 * MARGIN, height: GRAPH_HEIGHT - 2 * MARGIN };
  const points = isDraft ? layOnCircle(accounts.length, box) : layOut(accounts.length, among, box);
  const at = new Map(
    accounts.map((account, place) => {
      const { x, y } = points[place] ?? { x: 0, y: 0 };
      return [account, { x: x + MARGIN, y: y + MARGIN }];
    }),
  );
  const strongest = accounts.reduce((most, account) => Math.max(most, strength[account] ?? 0), 0);
  return { figure, at, strengthOf: (account) => (strongest > 0 ? (strength[account] ?? 0) / strongest : 0) };
}

function renderGraph(view: ClusterView, figure: GraphFigure, choice: GraphChoice, placed: Placed): Html {
  const { accounts, links } = choice;
  const { rank, size } = view.cluster;
  const members =
    accounts.length < size
      ? `${formatCount(accounts.length)} of ${formatCount(size)} members`
      : countOf(accounts.length, 'member');
  const layers = [...new Set(links.map(([, , , layer]) => layer))].sort((a, b) => a - b);
  const keys = layers.map((layer) => html`<li>${layerMark(view.layers, figure.layers[layer] ?? '')}</li>`);
  const tiers = TIERS.map((tier) => html`<li><span class="t ${tier}">${tier}</span></li>`);
  return html`<figure><figcaption id="g${rank}"><b>Who is tied to whom.</b> ${members}, ${formatCount(links.length)} of ${countOf(figure.links_total, 'link')} shown. A line is a pair with evidence: colour and dashes tell the strongest layer, width the weight. Dots grow with an account’s evidence; numbers are those of the members’ table.</figcaption>
<div class="wide"><svg class="graph" viewBox="0 0 ${GRAPH_WIDTH} ${GRAPH_HEIGHT}" role="img" aria-labelledby="g${rank}">
${drawLines(view, placed, links)}${drawDots(view, placed, accounts)}</svg></div>
<ol class="legend">${keys}${tiers}</ol></figure>`;
}
