/**
 * A graph as the search for communities sees it, and the quality that the search raises.
 *
 * Modularity (Newman & Girvan 2004, doi 10.1103/PhysRevE.69.026113, with the resolution of Reichardt & Bornholdt 2006,
 * doi 10.1103/PhysRevE.74.016110) and the constant Potts model (Traag, Van Dooren & Nesterov 2011,
 * doi 10.1103/PhysRevE.84.016114) are one form: the sum over communities of
 *
 *     weight inside - factor × (mass of the community)² / 2
 *
 * with mass = strength and factor = gamma / 2m for modularity (in units of m), mass = size and factor = gamma for CPM.
 * A vertex v gains `weight(v, C) - factor × mass(v) × mass(C)` by joining C, so one kernel serves both.
 */
import { LockstepError } from '../model/errors.ts';
import type { Graph } from '../model/graph.ts';

/**
 * Vertices with their mass. No row has a self-link (inside a vertex nothing can be moved); rows of coarse levels
 * are in order of first meeting, not ascending.
 */
export type Level = { readonly graph: Graph; readonly mass: Float64Array };

export type Objective = {
  readonly factor: number;
  /** Weight of all links, self-links included: what gains are measured against. */
  readonly totalWeight: number;
};

export type QualityChoice = {
  readonly quality: 'modularity' | 'cpm';
  readonly gamma: number;
  /** Sizes of the vertices for CPM, each positive; one each when left out. */
  readonly vertexSizes?: Float64Array;
};

export function openLevel(
  graph: Graph,
  choice: QualityChoice,
): { readonly level: Level; readonly objective: Objective } {
  const { quality, gamma, vertexSizes } = choice;
  if (!(gamma >= 0 && gamma < Number.POSITIVE_INFINITY)) {
    throw new LockstepError('usage', `The resolution gamma is ${gamma}; give a number that is zero or more.`);
  }
  const { strength, loops } = measureStrength(graph);
  let twice = 0;
  for (const s of strength) twice += s;
  const level = { graph: loops > 0 ? withoutLoops(graph, loops) : graph, mass: strength };
  const totalWeight = twice / 2;
  if (quality === 'modularity') return { level, objective: { factor: twice > 0 ? gamma / twice : 0, totalWeight } };
  const mass = vertexSizes ?? new Float64Array(graph.vertexCount).fill(1);
  if (mass.length !== graph.vertexCount) {
    throw new LockstepError(
      'internal',
      `${mass.length} vertex sizes were given for ${graph.vertexCount} vertices; report this as a bug.`,
    );
  }
  return { level: { graph: level.graph, mass }, objective: { factor: gamma, totalWeight } };
}

/** Weighted degrees, self-links counted twice, and the number of self-links. */
function measureStrength(graph: Graph): { readonly strength: Float64Array; readonly loops: number } {
  const { vertexCount, offsets, targets, weights } = graph;
  const strength = new Float64Array(vertexCount);
  let loops = 0;
  for (let v = 0; v < vertexCount; v++) {
    const end = offsets[v + 1] as number;
    let sum = 0;
    for (let arc = offsets[v] as number; arc < end; arc++) {
      const weight = weights[arc] as number;
      sum += weight;
      if (targets[arc] === v) {
        sum += weight;
        loops++;
      }
    }
    strength[v] = sum;
  }
  return { strength, loops };
}

function withoutLoops(graph: Graph, loops: number): Graph {
  const { vertexCount } = graph;
  const offsets = new Uint32Array(vertexCount + 1);
  const targets = new Uint32Array(graph.targets.length - loops);
  const weights = new Float64Array(targets.length);
  let to = 0;
  for (let v = 0; v < vertexCount; v++) {
    const end = graph.offsets[v + 1] as number;
    for (let arc = graph.offsets[v] as number; arc < end; arc++) {
      const target = graph.targets[arc] as number;
      if (target === v) continue;
      targets[to] = target;
      weights[to++] = graph.weights[arc] as number;
    }
    offsets[v + 1] = to;
  }
  return { vertexCount, offsets, targets, weights };
}
