/**
 * Communities become vertices: their masses add up, and so do the weights between them; what lies inside is left out,
 * since it cannot be moved any more.
 *
 * Linear time. Rows are read in the order in which they lie; the arcs that leave a community are dealt into its bucket
 * (a third of all in a typical graph), then each bucket is merged in place. Walking the members of each community instead
 * reads rows all over the memory and takes twice as long. The merge keeps for each community the place where it was last
 * written: a place before the row's start is stale, so nothing is cleared and nothing guessed.
 */
import type { Level } from './level.ts';

/** `community` numbers the vertices 0 … `count` - 1. */
export function aggregate(level: Level, community: Int32Array, count: number): Level {
  const { starts, ends, targets, weights } = dealArcs(level, community, count);
  const offsets = new Uint32Array(count + 1);
  const placeOf = new Int32Array(count).fill(-1);
  let end = 0;
  for (let c = 0; c < count; c++) {
    const rowStart = end;
    const last = ends[c] as number;
    for (let arc = starts[c] as number; arc < last; arc++) {
      const d = targets[arc] as number;
      const weight = weights[arc] as number;
      const known = placeOf[d] as number;
      const isNew = (known - rowStart) >>> 31;
      const place = known + ((end - known) & -isNew);
      placeOf[d] = place;
      targets[place] = d;
      weights[place] = (1 - isNew) * (weights[place] as number) + weight;
      end += isNew;
    }
    offsets[c + 1] = end;
  }
  const graph = { vertexCount: count, offsets, targets: targets.slice(0, end), weights: weights.slice(0, end) };
  return { graph, mass: addMasses(level.mass, community, count) };
}

type Buckets = {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly targets: Uint32Array;
  readonly weights: Float64Array;
};

/** The arcs between communities by the community they leave, pointing to the community they reach. */
function dealArcs(level: Level, community: Int32Array, count: number): Buckets {
  const { vertexCount, offsets, targets, weights } = level.graph;
  const starts = bucketStarts(level, community, count);
  const room = starts[count] as number;
  const ends = starts.slice(0, count);
  const dealtTargets = new Uint32Array(room);
  const dealtWeights = new Float64Array(room);
  for (let v = 0; v < vertexCount; v++) {
    const c = community[v] as number;
    const end = offsets[v + 1] as number;
    let to = ends[c] as number;
    for (let arc = offsets[v] as number; arc < end; arc++) {
      const d = community[targets[arc] as number] as number;
      dealtTargets[to] = d;
      dealtWeights[to] = weights[arc] as number;
      to += -(c ^ d) >>> 31;
    }
    ends[c] = to;
  }
  return { starts, ends, targets: dealtTargets, weights: dealtWeights };
}

/** Each bucket has one place more than arcs: arcs inside a community are written there, and written over. */
function bucketStarts(level: Level, community: Int32Array, count: number): Uint32Array {
  const { vertexCount, offsets, targets } = level.graph;
  const starts = new Uint32Array(count + 1);
  for (let v = 0; v < vertexCount; v++) {
    const c = community[v] as number;
    const end = offsets[v + 1] as number;
    let leaving = 0;
    for (let arc = offsets[v] as number; arc < end; arc++) {
      leaving += -((community[targets[arc] as number] as number) ^ c) >>> 31;
    }
    starts[c + 1] = (starts[c + 1] as number) + leaving;
  }
  for (let c = 0; c < count; c++) starts[c + 1] = (starts[c + 1] as number) + (starts[c] as number) + 1;
  return starts;
}

function addMasses(mass: Float64Array, community: Int32Array, count: number): Float64Array {
  const masses = new Float64Array(count);
  for (let v = 0; v < mass.length; v++) {
    const c = community[v] as number;
    masses[c] = (masses[c] as number) + (mass[v] as number);
  }
  return masses;
}
