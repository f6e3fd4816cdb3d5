/**
 * Dense cores by similarity clustering: the single-linkage forest of the sparse graph over rising thresholds,
 * condensed by minimum size and stability (HDBSCAN's way on similarities). Any number of cores; outliers are left out.
 */
import { clusterByLinkage } from '../graph/linkage.ts';
import type { Graph } from '../model/graph.ts';

const LEAST_CORE = 3;

/** The core of each account, -1 for an outlier. */
export function findCores(graph: Graph): Int32Array {
  return clusterByLinkage(graph, { minSize: LEAST_CORE }).labels;
}
