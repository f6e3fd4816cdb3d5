/**
 * Evidence of each pair of one layer in nats, by the null model of the layer's kind: how surprising the tie would be
 * between two accounts that have nothing to do with each other.
 *
 * - timed actions: the tail of how often two first actions on the same entity lay within the span, or a sixth of it,
 *   against what chance makes of all that both acted on (co-actions far apart so count against a pair);
 * - tastes and actions without times: the share of both accounts' activity that the shared rarity explains;
 * - resources: the mean rarity of what both hold, twice where they hold two or more; nothing in a public layer;
 * - direct links: the rarity of what surrounds both ends of a link.
 */
import type { Layer } from '../model/layer.ts';
import type { Parallel } from '../model/ports.ts';
import type { Report } from '../model/report.ts';
import type { SimilarityGraph } from '../model/similarity-graph.ts';
import { compareDirect } from './direct-links.ts';
import { firstActions } from './first-actions.ts';
import type { LinkedLayer } from './holdings.ts';
import { missingLinks } from './missing-links.ts';
import { capForBudget } from './pair-budget.ts';
import { poissonTailNats } from './poisson-tail.ts';
import { entityRarity } from './rarity.ts';
import { isPublic, isTimedAction } from './sharing-value.ts';
import { compareStatic } from './similarity-static.ts';
import { compareTimed } from './similarity-timed.ts';
import { explainedShare } from './surprise-taste.ts';

export type LayerEvidence = { readonly pairs: SimilarityGraph; readonly limits: Report['limits_hit'] };

/** Others on the same entity within the span of an action above which the action makes no pairs. */
const BURST_CAP = 1_000;
/**
 * Co-actions as a share of all that two accounts act on. The busiest accounts of a platform share thousands of links, and over
 * thousands even a slightly wrong picture of chance is certain: significance alone is not suspicion.
 */
const LEAST_SHARE = 0.05;
const WITNESSES = 2;
/** The second, narrower span that is looked at is this part of the layer's. */
const NARROWER = 6;

export async function testPairs(
  { layer, direct }: LinkedLayer,
  clockMs: number,
  parallel: Parallel,
): Promise<LayerEvidence> {
  if (direct !== null) return { pairs: compareDirect(direct, missingLinks(layer)), limits: [] };
  if (isTimedAction(layer)) return testTimedActions(layer, clockMs, parallel);
  if (isPublic(layer)) return { pairs: noPairs(layer.accountCount), limits: [publicLayer(layer)] };
  const rarity = entityRarity(layer);
  const { cap, limits } = capForBudget(layer);
  const shared = await compareStatic(
    layer,
    { entityWeight: rarity, minShared: layer.settings.minShared, cap },
    parallel,
  );
  const isResource = layer.settings.type === 'resource';
  return { pairs: isResource ? confirmedRarity(shared) : explainedShare(layer, rarity, shared), limits };
}

/**
 * The addresses of one carrier's pool, or the devices of one home, are no independent witnesses: a second shared entity
 * confirms the first, further ones of the layer add nothing.
 */
function confirmedRarity(shared: SimilarityGraph): SimilarityGraph {
  const weight = new Float64Array(shared.length);
  for (let i = 0; i < shared.length; i++) {
    const count = shared.count[i] as number;
    weight[i] = ((shared.weight[i] as number) / count) * Math.min(WITNESSES, count);
  }
  return { ...shared, weight };
}

async function testTimedActions(layer: Layer, clockMs: number, parallel: Parallel): Promise<LayerEvidence> {
  const { spanMs, cap, minShared } = layer.settings;
  const spans = { narrowMs: spanMs / NARROWER, wideMs: spanMs };
  const timed = await compareTimed(
    firstActions(layer),
    { ...spans, cap, burstCap: BURST_CAP, minShared, clockMs },
    parallel,
  );
  const weight = new Float64Array(timed.length);
  for (let i = 0; i < timed.length; i++) {
    if ((timed.wide[i] as number) < LEAST_SHARE * (timed.shared[i] as number)) continue;
    const narrow = poissonTailNats(timed.narrow[i] as number, timed.narrowExpected[i] as number);
    const wide = poissonTailNats(timed.wide[i] as number, timed.wideExpected[i] as number);
    weight[i] = Math.max(0, Math.max(narrow, wide) - Math.log(2));
  }
  const { accountCount, length, a, b } = timed;
  const pairs = { accountCount, length, a, b, count: new Uint32Array(timed.wide), weight };
  return { pairs, limits: burstLimits(layer, timed.inBursts) };
}

function burstLimits(layer: Layer, inBursts: number): Report['limits_hit'] {
  if (inBursts === 0) return [];
  const detail = `Layer ${layer.name}: ${inBursts} actions have more than ${BURST_CAP} others on their entity within the span, and make no pairs there.`;
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
