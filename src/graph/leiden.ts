/**
 * Communities by Leiden: move vertices, refine what came out, make the refined communities vertices, go on from the
 * unrefined ones; again from the start until nothing changes.
 *
 * Traag, Waltman & van Eck 2019, From Louvain to Leiden: guaranteeing well-connected communities,
 * doi 10.1038/s41598-019-41695-z. Raises modularity, or the constant Potts model
 *
 *     H = sum over communities of (weight inside - gamma × n (n - 1) / 2),  n = added sizes of the vertices
 *
 * whose gamma is a density, so that a community found in a part of the graph is one in the whole.
 *
 * Guaranteed: every community is connected; once a round has changed nothing, no vertex can be moved and no two
 * communities joined with gain. Where local moving ended early and a refinement merges nothing, what is left
 * disconnected is split, which only adds quality.
 *
 * Passes end early where they are not worth their time, as in Louvain; the round that changes nothing has looked at
 * every vertex all the same.
 */
import type { Graph, Partition, Random } from '../model/graph.ts';
import { aggregate } from './aggregate.ts';
import { findComponentsWithin } from './components.ts';
import { type Level, type Objective, openLevel, type QualityChoice } from './level.ts';
import { FIRST_TOLERANCE, moveVertices } from './move-vertices.ts';
import { compose, numberCommunities, singletons, toPartition } from './number-communities.ts';
import { createRandom } from './random.ts';
import { refineCommunities } from './refine-communities.ts';
import { orderOfVisits } from './visiting-order.ts';

export type LeidenOptions = QualityChoice & {
  /**
   * Where passes begin, and lots in the refinement. Left out, nothing is left to chance: a little faster, but on three
   * of four real graphs 0.002 to 0.009 less modularity (on one 0.003 more), as lots lead out of where the largest gain
   * gets stuck.
   */
  readonly seed?: number;
  /** Rounds at most, 10 when left out; a round that changes nothing is the last. The third and later ones add little. */
  readonly rounds?: number;
};

const MOST_ROUNDS = 10;

export function leiden(graph: Graph, options: LeidenOptions): Partition {
  const levels = leidenLevels(graph, options);
  return levels[levels.length - 1] as Partition;
}

/** Nested partitions, finest first, each of connected communities; the last is the answer. */
export function leidenLevels(graph: Graph, options: LeidenOptions): readonly Partition[] {
  const { level, objective } = openLevel(graph, options);
  const random = options.seed === undefined ? null : createRandom(options.seed);
  const rounds = Math.max(1, options.rounds ?? MOST_ROUNDS);
  let before = singletons(graph.vertexCount);
  let levels: readonly Int32Array[] = [];
  for (let round = 0; round < rounds; round++) {
    levels = climb(level, objective, random, before.slice());
    const after = levels[levels.length - 1] as Int32Array;
    if (isSame(before, after)) break;
    before = after;
  }
  return levels.map((labels) => toPartition(labels.slice()));
}

/** One round from the given communities: the nested labels of the vertices, numbered by first appearance. */
function climb(base: Level, objective: Objective, random: Random | null, start: Int32Array): readonly Int32Array[] {
  let level = base;
  let community = start;
  let vertexOf = singletons(level.graph.vertexCount);
  const levels: Int32Array[] = [];
  for (let tolerance = FIRST_TOLERANCE; ; tolerance /= 10) {
    const n = level.graph.vertexCount;
    const order = orderOfVisits(level.graph, random);
    moveVertices(level, objective, order, community, tolerance);
    const found = numberCommunities(community);
    const isDone = found === n;
    const refined = isDone ? community : refineCommunities(level, objective, community, found, random);
    const count = numberCommunities(refined);
    const isStuck = !isDone && count === n;
    const kept = isStuck ? findComponentsWithin(level.graph, community) : refined;
    if (!isDone || levels.length === 0) {
      vertexOf = compose(vertexOf, kept);
      levels.push(vertexOf);
    }
    if (isDone || isStuck) return levels;
    community = communityOfEach(refined, count, community);
    level = aggregate(level, refined, count);
  }
}

/** The community of each refined community, taken from any of its members. */
function communityOfEach(refined: Int32Array, count: number, community: Int32Array): Int32Array {
  const of = new Int32Array(count);
  for (let v = 0; v < refined.length; v++) of[refined[v] as number] = community[v] as number;
  return of;
}

function isSame(one: Int32Array, other: Int32Array): boolean {
  for (let v = 0; v < one.length; v++) if (one[v] !== other[v]) return false;
  return true;
}
