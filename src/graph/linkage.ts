/**
 * Similarity clustering: groups that are denser than what surrounds them, any number of them, at whatever density each
 * has, and outliers left out. HDBSCAN (Campello, Moulavi & Sander 2013, doi 10.1007/978-3-642-37456-2_14; Campello et al. 2015,
 * doi 10.1145/2733381) on similarities instead of distances and on the links there are instead of all pairs.
 *
 * Two vertices are as close as `min(core(a), core(b), weight(a, b))` (mutual reachability), core being the k-th largest link
 * weight: a single strong link to a bystander does not pull it in. Over falling thresholds groups appear and merge; the
 * stability of a group is the sum over its members of (threshold at which the member joins - threshold at which the group
 * ends), in the unit of the weights; of nested groups the set with the largest sum is taken (excess of mass), the
 * larger group when equal. A connected component is a group like any other, so a lone dense one is found.
 *
 * No pair without a link is ever looked at: memory is linear in the links.
 */
import { LockstepError } from '../model/errors.ts';
import type { Graph } from '../model/graph.ts';
import { coreSimilarity } from './core-similarity.ts';
import { type FallingLinks, growLinkageForest, type LinkageForest } from './linkage-forest.ts';
import { orderDescending } from './order-descending.ts';

export type LinkageOptions = {
  /** Fewest vertices of a cluster, two or more. */
  readonly minSize: number;
  /** The link whose weight is a vertex's core similarity; `minSize` - 1 when left out, 0 = plain single linkage. */
  readonly neighbours?: number;
  /**
   * Where weights begin to count, 0 when left out. Where weaker links were cut away beforehand give the weight of the
   * cut: measured from 0, a whole component is hard to beat, as its parts must then be twice as close as it is.
   */
  readonly floor?: number;
};

export type LinkageClusters = {
  readonly count: number;
  /** The cluster of each vertex, numbered by first appearance, -1 for an outlier. */
  readonly labels: Int32Array;
  /** How deep each vertex lies in its cluster: its threshold as a share of the highest in the cluster; 0 for an outlier. */
  readonly strength: Float64Array;
};

export function clusterByLinkage(graph: Graph, options: LinkageOptions): LinkageClusters {
  const { minSize, neighbours = minSize - 1, floor = 0 } = options;
  if (!(Number.isInteger(minSize) && minSize >= 2 && Number.isInteger(neighbours) && neighbours >= 0)) {
    throw new LockstepError(
      'usage',
      `Similarity clustering was asked for clusters of ${minSize} with ${neighbours} neighbours; give whole numbers, the first 2 or more.`,
    );
  }
  const links = fallingLinks(graph, coreSimilarity(graph, neighbours));
  const forest = growLinkageForest(graph.vertexCount, links, minSize, floor);
  return labelVertices(forest, chooseNodes(forest));
}

/** Links by mutual reachability; those of vertices without a core lead nowhere and are left out. */
function fallingLinks(graph: Graph, core: Float64Array): FallingLinks {
  const { vertexCount, offsets, targets, weights } = graph;
  const room = Math.ceil(targets.length / 2);
  const a = new Uint32Array(room);
  const b = new Uint32Array(room);
  const closeness = new Float64Array(room);
  let count = 0;
  for (let v = 0; v < vertexCount; v++) {
    const end = offsets[v + 1] as number;
    for (let arc = offsets[v] as number; arc < end; arc++) {
      const u = targets[arc] as number;
      const mutual = Math.min(core[v] as number, core[u] as number, weights[arc] as number);
      if (u <= v || mutual === 0) continue;
      a[count] = v;
      b[count] = u;
      closeness[count++] = mutual;
    }
  }
  return permute({ a, b, weights: closeness }, orderDescending(closeness.subarray(0, count)));
}

function permute(links: FallingLinks, order: Uint32Array): FallingLinks {
  const a = new Uint32Array(order.length);
  const b = new Uint32Array(order.length);
  const weights = new Float64Array(order.length);
  for (let i = 0; i < order.length; i++) {
    const place = order[i] as number;
    a[i] = links.a[place] as number;
    b[i] = links.b[place] as number;
    weights[i] = links.weights[place] as number;
  }
  return { a, b, weights };
}

/** For each node the chosen node that it is in (itself or one above), or -1. */
function chooseNodes(forest: LinkageForest): Int32Array {
  const { nodeCount, parent, birth, size, joinSum } = forest;
  const childSum = new Float64Array(nodeCount);
  const isChosen = new Uint8Array(nodeCount);
  for (let node = 0; node < nodeCount; node++) {
    const stability = (joinSum[node] as number) - (size[node] as number) * (birth[node] as number);
    const below = childSum[node] as number;
    isChosen[node] = stability >= below ? 1 : 0;
    const above = parent[node] as number;
    if (above >= 0) childSum[above] = (childSum[above] as number) + Math.max(stability, below);
  }
  const chosen = new Int32Array(nodeCount).fill(-1);
  for (let node = nodeCount - 1; node >= 0; node--) {
    const above = parent[node] as number;
    const inherited = above >= 0 ? (chosen[above] as number) : -1;
    chosen[node] = inherited >= 0 ? inherited : isChosen[node] === 1 ? node : -1;
  }
  return chosen;
}

function labelVertices(forest: LinkageForest, chosen: Int32Array): LinkageClusters {
  const { nodeCount, nodeOf, joined } = forest;
  const highest = new Float64Array(nodeCount);
  const numbers = new Int32Array(nodeCount).fill(-1);
  const labels = new Int32Array(nodeOf.length).fill(-1);
  const strength = new Float64Array(nodeOf.length);
  const clusterOf = nodeOf.map((node) => (node < 0 ? -1 : (chosen[node] as number)));
  let count = 0;
  for (let v = 0; v < labels.length; v++) {
    const cluster = clusterOf[v] as number;
    if (cluster < 0) continue;
    if ((numbers[cluster] as number) < 0) numbers[cluster] = count++;
    labels[v] = numbers[cluster] as number;
    highest[cluster] = Math.max(highest[cluster] as number, joined[v] as number);
  }
  for (let v = 0; v < labels.length; v++) {
    const cluster = clusterOf[v] as number;
    if (cluster >= 0) strength[v] = (joined[v] as number) / (highest[cluster] as number);
  }
  return { count, labels, strength };
}
