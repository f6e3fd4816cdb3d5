/**
 * Neighbours of each account in an interaction layer that are accounts of the whole and not of the part at hand: those
 * that it links to, and those that link to it. One that does both counts twice, which only makes the link weigh less.
 */
import type { Layer } from '../model/layer.ts';
import { entitiesByAccount } from './entities-by-account.ts';

export type MissingLinks = {
  readonly ofAccount: Uint32Array;
  /** Accounts that act in the layer, in the whole and at hand. */
  readonly actors: number;
  readonly actorsAtHand: number;
};

/** `null` when the layer shows the whole. */
export function missingLinks(layer: Layer): MissingLinks | null {
  const { beyond } = layer;
  const entityOf = entitiesByAccount(layer);
  if (beyond === null || entityOf === null) return null;
  const ofAccount = new Uint32Array(layer.accountCount);
  let actorsAtHand = 0;
  for (let account = 0; account < layer.accountCount; account++) {
    const entity = entityOf[account] as number;
    let missing = entity < 0 ? 0 : (beyond.holders[entity] as number);
    const from = layer.accountOffsets[account] as number;
    const to = layer.accountOffsets[account + 1] as number;
    if (to > from) actorsAtHand++;
    for (let i = from; i < to; i++) missing += beyond.isActing[layer.accountEntities[i] as number] as number;
    ofAccount[account] = missing;
  }
  return { ofAccount, actors: beyond.actors, actorsAtHand };
}
