/**
 * What each account does and holds, counted: distinct entities of every layer, or for an interaction layer distinct
 * neighbours in either direction, at hand or not, and outside counterparties. The whole that exclusivity is a share of.
 */
import type { Graph } from '../model/graph.ts';
import type { Layer } from '../model/layer.ts';
import { entitiesByAccount } from './entities-by-account.ts';

/** A layer with its direct graph, `null` when it is no interaction layer. */
export type LinkedLayer = { readonly layer: Layer; readonly direct: Graph | null };

/** Holdings of each account in one layer. */
export function countHoldings({ layer, direct }: LinkedLayer): Uint32Array {
  const holdings = new Uint32Array(layer.accountCount);
  const entityOf = layer.beyond === null ? null : entitiesByAccount(layer);
  for (let account = 0; account < layer.accountCount; account++) {
    const from = layer.accountOffsets[account] as number;
    const to = layer.accountOffsets[account + 1] as number;
    if (direct === null) {
      holdings[account] = to - from;
      continue;
    }
    const entity = entityOf?.[account] ?? -1;
    let outside = entity < 0 ? 0 : (layer.beyond?.holders[entity] ?? 0);
    for (let i = from; i < to; i++) if (isOutside(layer, layer.accountEntities[i] as number)) outside++;
    holdings[account] = outside + (direct.offsets[account + 1] as number) - (direct.offsets[account] as number);
  }
  return holdings;
}

/** A counterparty that is no account at hand: it is shared like an entity, and never judged. */
function isOutside(layer: Layer, entity: number): boolean {
  return (layer.entityAsAccount?.[entity] ?? -1) < 0;
}
