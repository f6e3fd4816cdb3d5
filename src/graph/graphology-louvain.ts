/**
 * Louvain by graphology, the second opinion: another hand wrote it, so where it agrees with us the answer is not ours alone.
 * Blondel et al. 2008, doi 10.1088/1742-5468/2008/10/P10008, with queue-driven local moves.
 *
 * Its answer follows the order of insertion even with a fixed seed, so vertices and links go in sorted; vertices
 * without links stay out, and change nothing. An object a link: 320 to 390 B each, hence the limit.
 */
import { UndirectedGraph } from 'graphology';
import louvainModule from 'graphology-communities-louvain';
import { LockstepError } from '../model/errors.ts';
import type { Graph, Partition } from '../model/graph.ts';
import { countLinks } from './csr.ts';
import { singletons, toPartition } from './number-communities.ts';
import { createRandom } from './random.ts';

/** The package is CommonJS: its types put the function under `default`, at run time the import itself is the function. */
const detect = louvainModule as unknown as (typeof louvainModule)['default'];

const MOST_LINKS = 1_000_000;

export type GraphologyLouvainOptions = {
  /** Where its rounds begin; 0 when left out. */
  readonly seed?: number;
  /** Resolution, 1 when left out. */
  readonly gamma?: number;
};

export function graphologyLouvain(graph: Graph, options: GraphologyLouvainOptions = {}): Partition {
  const labels = singletons(graph.vertexCount);
  const copy = copyGraph(graph);
  if (copy.order === 0) return toPartition(labels);
  const found = detect(copy, {
    resolution: options.gamma ?? 1,
    rng: createRandom(options.seed ?? 0),
  });
  // Its numbers are not vertices: each community takes that of its first vertex, so that none meets a vertex left out.
  const firstOf = new Map<number, number>();
  copy.forEachNode((node) => {
    const vertex = Number(node);
    const community = found[node] as number;
    const first = firstOf.get(community) ?? vertex;
    firstOf.set(community, first);
    labels[vertex] = first;
  });
  return toPartition(labels);
}

function copyGraph(graph: Graph): UndirectedGraph {
  const { vertexCount, offsets, targets, weights } = graph;
  refuseLarge(graph);
  const copy = new UndirectedGraph();
  for (let v = 0; v < vertexCount; v++) if (offsets[v] !== offsets[v + 1]) copy.addNode(v);
  for (let v = 0; v < vertexCount; v++) {
    const end = offsets[v + 1] as number;
    for (let arc = offsets[v] as number; arc < end; arc++) {
      const u = targets[arc] as number;
      if (u >= v) copy.addEdge(v, u, { weight: weights[arc] });
    }
  }
  return copy;
}

function refuseLarge(graph: Graph): void {
  const links = countLinks(graph);
  if (links <= MOST_LINKS) return;
  throw new LockstepError(
    'over-limit',
    `Louvain by graphology was asked for a graph of ${links} links; it takes up to ${MOST_LINKS}, beyond which it needs minutes and gigabytes: use our own Louvain.`,
  );
}
