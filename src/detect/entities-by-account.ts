import type { Layer } from '../model/layer.ts';

/** For an interaction layer the entity that each account is, -1 for none; `null` for another layer. */
export function entitiesByAccount(layer: Layer): Int32Array | null {
  if (layer.entityAsAccount === null) return null;
  const entityOf = new Int32Array(layer.accountCount).fill(-1);
  layer.entityAsAccount.forEach((account, entity) => {
    if (account >= 0) entityOf[account] = entity;
  });
  return entityOf;
}
