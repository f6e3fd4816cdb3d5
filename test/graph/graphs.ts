import fc from 'fast-check';
import { buildGraph } from '../../src/graph/csr.ts';
import { createRandom, shuffle } from '../../src/graph/random.ts';
import type { Graph, Partition } from '../../src/model/graph.ts';

export type Link = readonly [a: number, b: number, weight: number];
export type Links = { readonly vertexCount: number; readonly links: readonly Link[] };

export function graphOf(vertexCount: number, links: readonly Link[]): Graph {
  return buildGraph(
    vertexCount,
    Uint32Array.from(links, (link) => link[0]),
    Uint32Array.from(links, (link) => link[1]),
    Float64Array.from(links, (link) => link[2]),
  );
}

export function partitionOf(labels: ArrayLike<number>): Partition {
  const numbers = new Map<number, number>();
  const community = Uint32Array.from(labels, (label) => {
    const number = numbers.get(label) ?? numbers.size;
    numbers.set(label, number);
    return number;
  });
  return { count: numbers.size, community };
}

/** The same graph with vertex v called `names[v]`. */
export function rename(links: readonly Link[], names: ArrayLike<number>): readonly Link[] {
  return links.map(([a, b, weight]): Link => [names[a] ?? 0, names[b] ?? 0, weight]);
}

export function randomNames(count: number, seed: number): Uint32Array {
  return shuffle(
    Uint32Array.from({ length: count }, (_, v) => v),
    createRandom(seed),
  );
}

/** Weights between all pairs of vertices, self-links on the diagonal. */
export function matrixOf(graph: Graph): number[][] {
  const matrix = Array.from({ length: graph.vertexCount }, () => new Array<number>(graph.vertexCount).fill(0));
  for (let v = 0; v < graph.vertexCount; v++) {
    for (let arc = graph.offsets[v] ?? 0; arc < (graph.offsets[v + 1] ?? 0); arc++) {
      const row = matrix[v] ?? [];
      row[graph.targets[arc] ?? 0] = graph.weights[arc] ?? 0;
    }
  }
  return matrix;
}

/** Any links, repeats and self-links among them. `weights` are drawn from the given arbitrary. */
export function anyLinks(most: number, weight: fc.Arbitrary<number>, fewest = 1): fc.Arbitrary<Links> {
  return fc.integer({ min: fewest, max: most }).chain((vertexCount) =>
    fc.record({
      vertexCount: fc.constant(vertexCount),
      links: fc.array(fc.tuple(fc.nat(vertexCount - 1), fc.nat(vertexCount - 1), weight), { maxLength: 3 * most }),
    }),
  );
}

/** `count` cliques of `size`, each tied to the next by one link; the last to the first. */
export function ringOfCliques(count: number, size: number): Links {
  const links: Link[] = [];
  for (let c = 0; c < count; c++) {
    const first = c * size;
    for (let i = 0; i < size; i++) for (let j = i + 1; j < size; j++) links.push([first + i, first + j, 1]);
    links.push([first, ((c + 1) % count) * size + 1, 1]);
  }
  return { vertexCount: count * size, links };
}

/** Every partition of `count` vertices, as labels numbered by first appearance. */
export function* allPartitions(count: number): Generator<readonly number[]> {
  const labels: number[] = [];
  function* extend(used: number): Generator<readonly number[]> {
    if (labels.length === count) {
      yield labels;
      return;
    }
    for (let label = 0; label <= used; label++) {
      labels.push(label);
      yield* extend(Math.max(used, label + 1));
      labels.pop();
    }
  }
  yield* extend(0);
}

/** Whether each community of the partition is connected in the graph, by a search that shares nothing with `src`. */
export function isConnectedWithin(graph: Graph, partition: Partition): boolean {
  const members = new Map<number, number[]>();
  partition.community.forEach((c, v) => {
    members.set(c, [...(members.get(c) ?? []), v]);
  });
  for (const [c, vertices] of members) {
    const reached = new Set(vertices.slice(0, 1));
    for (const v of reached) {
      for (const u of graph.targets.subarray(graph.offsets[v], graph.offsets[v + 1])) {
        if (partition.community[u] === c) reached.add(u);
      }
    }
    if (reached.size !== vertices.length) return false;
  }
  return members.size === partition.count;
}
