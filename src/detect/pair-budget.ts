/**
 * The largest cap, at most the layer's own, at which its entities make no more candidate pairs than memory and time
 * are set for. Sharing an entity with so many is the weakest of evidence; what is cut is listed.
 */
import type { Layer } from '../model/layer.ts';
import type { Report } from '../model/report.ts';
import { usualPopulations } from './holders-surprise.ts';

/** Candidate pairs that become links by one shared entity alone, or only by two and more. */
const BUDGET_OF_ONE = 10_000_000;
const BUDGET_OF_MORE = 200_000_000;

export function capForBudget(layer: Layer): { readonly cap: number; readonly limits: Report['limits_hit'] } {
  const { cap, minShared } = layer.settings;
  const budget = minShared > 1 ? BUDGET_OF_MORE : BUDGET_OF_ONE;
  const entities = new Float64Array(cap + 1);
  const each = 1 / (layer.beyond?.sample?.share ?? 1);
  for (const population of usualPopulations(layer)) {
    if (population <= cap) entities[population] = (entities[population] as number) + each;
  }
  let pairs = 0;
  for (let population = 2; population <= cap; population++) {
    pairs += ((entities[population] as number) * population * (population - 1)) / 2;
    if (pairs > budget) return lowered(layer, population - 1, entities);
  }
  return { cap, limits: [] };
}

function lowered(layer: Layer, cap: number, entities: Float64Array): { cap: number; limits: Report['limits_hit'] } {
  const left = Math.round(entities.subarray(cap + 1).reduce((sum, count) => sum + count, 0));
  const detail = `Layer ${layer.name}: entities with more than ${cap} holders make no pairs, where its cap is ${layer.settings.cap}; all of them would make too many.`;
  return { cap, limits: [{ limit: 'pair_budget', detail, count: left }] };
}
