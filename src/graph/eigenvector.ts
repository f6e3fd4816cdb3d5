/**
 * Eigenvector centrality: how central a vertex is when being linked to central vertices makes one so.
 *
 * Bonacich 1972, doi 10.1080/0022250X.1972.9989806: the eigenvector of the weight matrix A for its largest eigenvalue, here of each
 * connected component by itself, its largest entry 1. Over a whole graph all components but one would be zero, and which
 * one that is turns on a single link; by component a small ring keeps its core. Power iteration on A + s·I, s the mean
 * strength: without the shift it swings for ever on a bipartite component.
 *
 * In coordination graphs it is the node pruning of Luceri et al. 2024, doi 10.1145/3589334.3645529.
 */
import type { Graph } from '../model/graph.ts';
import { findComponents } from './components.ts';
import { groupByCommunity } from './group-by-community.ts';

export type EigenvectorOptions = {
  /** The largest change of an entry at which a component is done. */
  readonly tolerance?: number;
  /** Steps at most, each a walk over the component's links. A narrow gap between eigenvalues may use them up. */
  readonly steps?: number;
};

/** Centrality of each vertex, 0 to 1; a vertex without links has 0. */
export function eigenvectorCentrality(graph: Graph, options: EigenvectorOptions = {}): Float64Array {
  const { tolerance = 1e-9, steps = 1000 } = options;
  const components = findComponents(graph);
  const { starts, members } = groupByCommunity(components.community, components.count);
  const centrality = new Float64Array(graph.vertexCount);
  for (let c = 0; c < components.count; c++) {
    const vertices = members.subarray(starts[c], starts[c + 1]);
    centreComponent(graph, vertices, centrality, tolerance, steps);
  }
  return centrality;
}

function centreComponent(
  graph: Graph,
  vertices: Uint32Array,
  centrality: Float64Array,
  tolerance: number,
  steps: number,
): void {
  const { offsets, weights } = graph;
  let strength = 0;
  for (const v of vertices) {
    const end = offsets[v + 1] as number;
    for (let arc = offsets[v] as number; arc < end; arc++) strength += weights[arc] as number;
  }
  if (strength === 0) return;
  for (const v of vertices) centrality[v] = 1;
  const shift = strength / vertices.length;
  const next = new Float64Array(vertices.length);
  for (let step = 0; step < steps; step++) {
    if (takeStep(graph, vertices, centrality, next, shift) <= tolerance) return;
  }
}

/** One multiplication by A + shift·I, scaled to a largest entry of 1; returns the largest change. */
function takeStep(
  graph: Graph,
  vertices: Uint32Array,
  centrality: Float64Array,
  next: Float64Array,
  shift: number,
): number {
  const { offsets, targets, weights } = graph;
  let largest = 0;
  for (let i = 0; i < vertices.length; i++) {
    const v = vertices[i] as number;
    const end = offsets[v + 1] as number;
    let sum = shift * (centrality[v] as number);
    for (let arc = offsets[v] as number; arc < end; arc++) {
      sum += (weights[arc] as number) * (centrality[targets[arc] as number] as number);
    }
    next[i] = sum;
    largest = Math.max(largest, sum);
  }
  let change = 0;
  for (let i = 0; i < vertices.length; i++) {
    const v = vertices[i] as number;
    const scaled = (next[i] as number) / largest;
    change = Math.max(change, Math.abs(scaled - (centrality[v] as number)));
    centrality[v] = scaled;
  }
  return change;
}
