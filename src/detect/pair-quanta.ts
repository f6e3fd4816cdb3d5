/**
 * A count and a weight in one Float64, so that comparing two accounts costs one addition an entity:
 * `count * unit + quanta`, quanta being the weight in whole steps. All of it are exact integers below 2^53, so that
 * sums have no order and any number of threads gives the same bits.
 *
 * With D bits for the count (no account holds 2^D entities) a weight has 53 - 2D bits, at most 31: the sum of the quanta
 * stays below one unit, and units below 2^53, and no weight is ever carried into a count. A step is a power of two, so
 * that whole numbers stay whole. With a busiest account of 4,000 entities it is 2^-29 of the largest weight, rounded up to
 * a power of two; a pair's weight is off by at most half a step an entity.
 */
import { LockstepError } from '../model/errors.ts';
import type { Layer } from '../model/layer.ts';

const EXACT_BITS = 53;
const MOST_WEIGHT_BITS = 31;

export type Quanta = {
  /** What one entity adds to a pair besides its quanta; a power of two. */
  readonly unit: number;
  /** The weight of one quantum. */
  readonly step: number;
  /** Whole steps of each entity. */
  readonly quanta: Uint32Array;
};

/** Weights are at least 0 and finite. */
export function quantizeWeights(layer: Layer, entityWeight: Float64Array): Quanta {
  const countBits = 32 - Math.clz32(mostEntities(layer));
  const weightBits = Math.min(MOST_WEIGHT_BITS, EXACT_BITS - 2 * countBits);
  if (weightBits < 1) {
    throw new LockstepError(
      'over-limit',
      `An account of layer ${layer.name} holds more than 67 million entities, too many to be counted exactly: put it on the allowlist or sweep a shorter window.`,
    );
  }
  const step = powerOfTwoFrom(largest(entityWeight)) / 2 ** weightBits;
  const quanta = new Uint32Array(entityWeight.length);
  if (step > 0) for (let e = 0; e < quanta.length; e++) quanta[e] = Math.round((entityWeight[e] as number) / step);
  return { unit: 2 ** (weightBits + countBits), step, quanta };
}

function mostEntities({ accountCount, accountOffsets }: Layer): number {
  let most = 0;
  for (let a = 0; a < accountCount; a++) {
    const held = (accountOffsets[a + 1] as number) - (accountOffsets[a] as number);
    if (held > most) most = held;
  }
  return most;
}

function largest(weights: Float64Array): number {
  let most = 0;
  for (let e = 0; e < weights.length; e++) if ((weights[e] as number) > most) most = weights[e] as number;
  return most;
}

/** The smallest power of two that is at least `weight`; 0 for 0. */
function powerOfTwoFrom(weight: number): number {
  if (weight === 0) return 0;
  const power = 2 ** Math.floor(Math.log2(weight));
  return power < weight ? power * 2 : power;
}
