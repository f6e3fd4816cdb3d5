/**
 * Local moving: every vertex goes where it gains most, again and again, until no pass is worth its time.
 *
 * Blondel, Guillaume, Lambiotte & Lefebvre 2008 (doi 10.1088/1742-5468/2008/10/P10008), with the pruning of Ozaki, Tezuka
 * & Inaba 2016 and Traag et al. 2019: a vertex is looked at again only when a neighbour has left for a community that is
 * not its own. Here the queue is a flag each and passes in order of number, not a list: rows are then read in the
 * order in which they lie in memory. Another order takes twice as long on a graph of 5 M links.
 *
 * What makes the inner loops fast: they have no branch that a processor must guess. Weight and mass of a community
 * lie side by side (one cache line for both); a row is walked once to add up and once to score and clear, so that a
 * community met again scores as one without weight, and that never wins.
 *
 * A tie goes to the community met last in the row, on the given graph that of the neighbour with the highest number: in the
 * first pass it is the one that nobody has joined yet. The first instead costs 0.001 of modularity on sparse graphs, where
 * ties abound and communities then grow like snowballs.
 */
import { longestRow } from './csr.ts';
import type { Level, Objective } from './level.ts';

/** The tolerance for the first level, to be divided by ten from level to level. 0 would add less than 0.0002 of modularity. */
export const FIRST_TOLERANCE = 0.01;

/** A gain below this share of all weight is rounding. */
const NOISE = 1e-12;

type Search = {
  readonly level: Level;
  readonly factor: number;
  readonly noise: number;
  readonly order: Uint32Array;
  readonly community: Int32Array;
  /** At 2c the weight between the vertex at hand and community c (else 0), at 2c + 1 the mass of c. */
  readonly tally: Float64Array;
  readonly memberCount: Int32Array;
  /** Labels of empty communities: a stack of `free.length` places, `freeCount[0]` of them taken. */
  readonly free: Int32Array;
  readonly freeCount: Int32Array;
  readonly isFlagged: Uint8Array;
  /** 2c for each neighbour of the vertex at hand. */
  readonly near: Int32Array;
};

/**
 * Moves vertices in `community` (labels below the number of vertices; changed in place) until a pass adds less quality
 * than `tolerance` of all weight, in proportion to the arcs that it looked at. 0 = until no flagged vertex moves, which is
 * not yet until none could: the flag does not see a community grow lighter without a neighbour moving. The next call does.
 */
export function moveVertices(
  level: Level,
  objective: Objective,
  order: Uint32Array,
  community: Int32Array,
  tolerance: number,
): void {
  const search = openSearch(level, objective, order, community);
  const worth = (tolerance * objective.totalWeight) / Math.max(1, level.graph.targets.length);
  for (;;) {
    const { gain, arcs } = passOver(search);
    if (gain <= worth * arcs) return;
  }
}

function openSearch(level: Level, objective: Objective, order: Uint32Array, community: Int32Array): Search {
  const n = level.graph.vertexCount;
  const tally = new Float64Array(2 * n);
  const memberCount = new Int32Array(n);
  for (let v = 0; v < n; v++) {
    const c = community[v] as number;
    tally[2 * c + 1] = (tally[2 * c + 1] as number) + (level.mass[v] as number);
    memberCount[c] = (memberCount[c] as number) + 1;
  }
  const free = new Int32Array(n);
  const freeCount = new Int32Array(1);
  for (let c = n - 1; c >= 0; c--) {
    if (memberCount[c] !== 0) continue;
    free[freeCount[0] as number] = c;
    freeCount[0] = (freeCount[0] as number) + 1;
  }
  return {
    level,
    factor: objective.factor,
    noise: NOISE * objective.totalWeight,
    order,
    community,
    tally,
    memberCount,
    free,
    freeCount,
    isFlagged: new Uint8Array(n).fill(1),
    near: new Int32Array(longestRow(level.graph)),
  };
}

/** One pass over the flagged vertices: the quality it added (in units of weight) and the arcs it looked at. */
function passOver(search: Search): { readonly gain: number; readonly arcs: number } {
  const { level, factor, noise, order, community, tally, isFlagged, near } = search;
  const { offsets, targets, weights } = level.graph;
  const { mass } = level;
  let gain = 0;
  let arcs = 0;
  for (let i = 0; i < order.length; i++) {
    const v = order[i] as number;
    if (isFlagged[v] === 0) continue;
    isFlagged[v] = 0;
    const start = offsets[v] as number;
    const degree = (offsets[v + 1] as number) - start;
    arcs += degree;
    for (let k = 0; k < degree; k++) {
      const c = (community[targets[start + k] as number] as number) << 1;
      near[k] = c;
      tally[c] = (tally[c] as number) + (weights[start + k] as number);
    }
    const own = (community[v] as number) << 1;
    const massOfV = mass[v] as number;
    const price = factor * massOfV;
    const stay = (tally[own] as number) - price * ((tally[own + 1] as number) - massOfV);
    let best = own;
    let bestScore = stay > 0 ? stay + noise : noise;
    for (let k = 0; k < degree; k++) {
      const c = near[k] as number;
      const score = (tally[c] as number) - price * (tally[c + 1] as number);
      tally[c] = 0;
      if (score >= bestScore) {
        best = c;
        bestScore = score;
      }
    }
    if (best === own) {
      if (stay >= -noise) continue;
      best = freeLabel(search) << 1;
      bestScore = 0;
    }
    gain += bestScore - stay;
    settle(search, v, own, best);
    for (let k = 0; k < degree; k++) {
      const apart = (near[k] as number) ^ best;
      const u = targets[start + k] as number;
      isFlagged[u] = (isFlagged[u] as number) | (-apart >>> 31);
    }
  }
  return { gain, arcs };
}

/** Takes v from the community at place `own` of the tally to that at place `best`. */
function settle(search: Search, v: number, own: number, best: number): void {
  const { level, community, tally, memberCount, free, freeCount } = search;
  const mass = level.mass[v] as number;
  tally[own + 1] = (tally[own + 1] as number) - mass;
  tally[best + 1] = (tally[best + 1] as number) + mass;
  community[v] = best >> 1;
  memberCount[best >> 1] = (memberCount[best >> 1] as number) + 1;
  const left = (memberCount[own >> 1] as number) - 1;
  memberCount[own >> 1] = left;
  if (left > 0) return;
  tally[own + 1] = 0;
  const count = freeCount[0] as number;
  free[count] = own >> 1;
  freeCount[0] = count + 1;
}

/** There is one whenever a vertex shares its community: as many labels as vertices. */
function freeLabel(search: Search): number {
  const left = (search.freeCount[0] as number) - 1;
  search.freeCount[0] = left;
  return search.free[left] as number;
}
