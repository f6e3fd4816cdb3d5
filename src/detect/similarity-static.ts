/** Accounts compared by what they share, whenever they did: the number of shared entities and the sum of their weights. */
import type { Layer } from '../model/layer.ts';
import type { Parallel } from '../model/ports.ts';
import type { SimilarityGraph } from '../model/similarity-graph.ts';
import { populationOf } from './holders-surprise.ts';
import { joinPairRows } from './pair-columns.ts';
import { shareFor } from './pair-memory.ts';
import { type Quanta, quantizeWeights } from './pair-quanta.ts';
import { addWork, openWork, splitWork, type Work } from './pair-ranges.ts';
import { createStaticColumns, staticRows } from './pair-rows.ts';

export type StaticOptions = {
  /** What sharing each entity is worth, at least 0 and finite. */
  readonly entityWeight: Float64Array;
  /** Entities that two accounts must share, 1 or more. */
  readonly minShared: number;
  /** Entities with more accounts make no pairs. */
  readonly cap: number;
};

/**
 * Every pair that shares at least `minShared` entities of 2 to `cap` accounts. `weight` is the sum of their weights, each
 * rounded to a step of the largest one that `quantizeWeights` tells. Work: one step for each pair an entity; memory: 8
 * bytes an account and thread, and the pairs. The same bits for any number of threads.
 */
export async function compareStatic(
  layer: Layer,
  { entityWeight, minShared, cap }: StaticOptions,
  parallel: Parallel,
): Promise<SimilarityGraph> {
  const { accountCount, entityOffsets, entityAccounts } = layer;
  const { unit, step, quanta } = quantizeWeights(layer, entityWeight);
  const work = openWork(accountCount, parallel.threads);
  const entityQuanta = quantaOfPaired(layer, cap, quanta, work);
  const shared = shareFor(parallel.threads, {
    ...{ accountCount, entityOffsets, entityAccounts, entityQuanta },
    ...{ unit, step, minShared: Math.max(1, minShared) },
  });
  const ranges = splitWork(work);
  const rows = await parallel.run(
    staticRows,
    ranges.map((range) => ({ ...shared, ...range })),
  );
  const { length, a, columns } = joinPairRows(rows, createStaticColumns);
  return { accountCount, length, a, ...columns };
}

/** 1 + the quanta of each entity that makes pairs, 0 for the others; notes the work that they make. */
function quantaOfPaired(layer: Layer, cap: number, quanta: Quanta['quanta'], work: Work): Uint32Array {
  const { entityCount, entityOffsets, entityAccounts } = layer;
  const paired = new Uint32Array(entityCount);
  for (let e = 0; e < entityCount; e++) {
    const from = entityOffsets[e] as number;
    const end = entityOffsets[e + 1] as number;
    if (end - from < 2 || populationOf(layer, e) > cap) continue;
    paired[e] = 1 + (quanta[e] as number);
    if (work.threads === 1) continue;
    for (let c = from; c < end; c++) addWork(work, entityAccounts[c] as number, end - c);
  }
  return paired;
}
