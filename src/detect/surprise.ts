/**
 * Evidence of each pair of one layer in nats, by the null model of the layer's kind: how surprising the tie would be
 * between two accounts that have nothing to do with each other.
 *
 * - timed actions: the tail of the added surprise of the gaps between first actions on what both acted on;
 * - tastes and actions without times: the share of both accounts' activity that the shared rarity explains;
 * - resources: the rarity of what both hold, nothing in a public layer;
 * - direct links: the rarity of what surrounds both ends of a link.
 */
import type { Layer } from '../model/layer.ts';
import type { Parallel } from '../model/ports.ts';
import type { Report } from '../model/report.ts';
import type { SimilarityGraph } from '../model/similarity-graph.ts';
import { compareDirect } from './direct-links.ts';
import { entityClocks } from './entity-clock.ts';
import { firstActions } from './first-actions.ts';
import { gammaTailNats } from './gamma-tail.ts';
import type { LinkedLayer } from './holdings.ts';
import { capForBudget } from './pair-budget.ts';
import { entityRarity } from './rarity.ts';
import { isPublic, isTimedAction } from './sharing-value.ts';
import { compareStatic } from './similarity-static.ts';
import { compareTimed } from './similarity-timed.ts';
import { explainedShare } from './surprise-taste.ts';

export type LayerEvidence = { readonly pairs: SimilarityGraph; readonly limits: Report['limits_hit'] };

/** Others on the same entity within the widest span of an action above which the action makes no pairs. */
const BURST_CAP = 1_000;
/** How far beyond the layer's span two actions may lie for their accounts to be compared at all. */
const WIDEST_IN_SPANS = 10;

export async function testPairs(
  { layer, direct }: LinkedLayer,
  clockMs: number,
  parallel: Parallel,
): Promise<LayerEvidence> {
  if (direct !== null) return { pairs: compareDirect(direct), limits: [] };
  if (isTimedAction(layer)) return testTimedActions(layer, clockMs, parallel);
  if (isPublic(layer)) return { pairs: noPairs(layer.accountCount), limits: [publicLayer(layer)] };
  const rarity = entityRarity(layer);
  const { cap, limits } = capForBudget(layer);
  const shared = await compareStatic(
    layer,
    { entityWeight: rarity, minShared: layer.settings.minShared, cap },
    parallel,
  );
  return { pairs: layer.settings.type === 'resource' ? shared : explainedShare(layer, rarity, shared), limits };
}

async function testTimedActions(layer: Layer, clockMs: number, parallel: Parallel): Promise<LayerEvidence> {
  const first = firstActions(layer);
  const { spanMs, cap, minShared } = layer.settings;
  const rates = entityClocks(first).map((clock) => 1 / clock);
  const spans = { narrowMs: spanMs, widestMs: spanMs * WIDEST_IN_SPANS };
  const timed = await compareTimed(first, { ...spans, cap, burstCap: BURST_CAP, minShared, rates, clockMs }, parallel);
  const weight = new Float64Array(timed.length);
  for (let i = 0; i < timed.length; i++) {
    weight[i] = gammaTailNats(timed.timing[i] as number, timed.shared[i] as number);
  }
  const { accountCount, length, a, b } = timed;
  const pairs = { accountCount, length, a, b, count: new Uint32Array(timed.within), weight };
  return { pairs, limits: burstLimits(layer, timed.inBursts) };
}

function burstLimits(layer: Layer, inBursts: number): Report['limits_hit'] {
  if (inBursts === 0) return [];
  const detail = `Layer ${layer.name}: ${inBursts} actions have more than ${BURST_CAP} others on their entity within ${WIDEST_IN_SPANS} spans, and make no pairs there.`;
  return [{ limit: 'burst_cap', detail, count: inBursts }];
}

function publicLayer(layer: Layer): Report['limits_hit'][number] {
  const detail = `Layer ${layer.name} is public: its typical entity is held by more than a household, so sharing it ties nobody.`;
  return { limit: 'public_layer', detail, count: layer.entityCount };
}

function noPairs(accountCount: number): SimilarityGraph {
  const none = new Uint32Array(0);
  return { accountCount, length: 0, a: none, b: none, count: none, weight: new Float64Array(0) };
}
