import { UndirectedGraph } from 'graphology';
import forceAtlas2Module from 'graphology-layout-forceatlas2';

export type Box = { readonly width: number; readonly height: number };

export type Point = { readonly x: number; readonly y: number };

/** A link between places in the list of vertices, with a weight above 0. */
export type LayoutLink = readonly [a: number, b: number, weight: number];

/** The package exports the function itself, its types a `default` that holds it. */
const forceAtlas2 = forceAtlas2Module as unknown as typeof forceAtlas2Module.default;

/** Enough to settle a hundred and twenty vertices; a cluster of that size takes about 20 ms. */
const ITERATIONS = 200;

/**
 * Where the vertices of a drawing lie, in a box of `width` × `height`. ForceAtlas2 (Jacomy et al. 2014, doi:10.1371/journal.pone.0098679)
 * from a circle in the order given, and no randomness, so that the same graph is drawn the same way. Parts that do not hang
 * together are drawn in by strong gravity.
 */
export function layOut(count: number, links: readonly LayoutLink[], { width, height }: Box): readonly Point[] {
  if (count < 2) return layOnCircle(count, { width, height });
  const graph = new UndirectedGraph();
  circle(count).forEach((point, i) => {
    graph.addNode(String(i), { ...point });
  });
  const strongest = links.reduce((most, [, , weight]) => Math.max(most, weight), 0);
  for (const [a, b, weight] of links)
    graph.mergeEdge(String(a), String(b), { weight: 0.2 + (0.8 * weight) / strongest });
  const settings = {
    strongGravityMode: true,
    gravity: 0.8,
    scalingRatio: 12,
    slowDown: 1 + Math.log(count),
    linLogMode: false,
  };
  const places = forceAtlas2(graph, { iterations: ITERATIONS, settings });
  const points = Array.from({ length: count }, (_, i) => places[String(i)] ?? { x: 0, y: 0 });
  return stretch(points, { width, height });
}

/** Where they begin, and for a draft where they stay. */
export function layOnCircle(count: number, box: Box): readonly Point[] {
  return stretch(circle(count), box);
}

function circle(count: number): readonly Point[] {
  const angleOf = (i: number) => (2 * Math.PI * i) / count;
  return Array.from({ length: count }, (_, i) => ({ x: 100 * Math.cos(angleOf(i)), y: 100 * Math.sin(angleOf(i)) }));
}

/** Stretched to the box along both axes, whole units: a drawing needs no more, and other digits would be lost between machines. */
function stretch(points: readonly Point[], { width, height }: Box): readonly Point[] {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [wide, high] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const scaled = (value: number, least: number, extent: number, room: number): number =>
    extent > 0 ? Math.round(((value - least) / extent) * room) : Math.round(room / 2);
  return points.map(({ x, y }) => ({ x: scaled(x, left, wide, width), y: scaled(y, top, high, height) }));
}
