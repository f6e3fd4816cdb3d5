/**
 * Whether a component is one only because the part at hand was collected by going from account to account: it has most of the
 * part's accounts, and others outside hold what they hold. That it hangs together says nothing then.
 */
import type { Layer } from '../model/layer.ts';
import { populationOf } from './holders-surprise.ts';

/** `null` when the layers show the whole. */
export function reachesBeyond(layers: readonly Layer[]): ((members: Uint32Array) => boolean) | null {
  const parts = layers.filter(({ beyond }) => beyond !== null);
  if (parts.length === 0) return null;
  return (members) =>
    2 * members.length > (parts[0]?.accountCount ?? 0) &&
    members.some((account) => parts.some((layer) => sharesOutside(layer, account)));
}

function sharesOutside(layer: Layer, account: number): boolean {
  const { beyond, settings, accountOffsets, accountEntities } = layer;
  if (beyond === null) return false;
  const to = accountOffsets[account + 1] as number;
  for (let i = accountOffsets[account] as number; i < to; i++) {
    const e = accountEntities[i] as number;
    const outside = (beyond.holders[e] as number) + (beyond.isActing[e] as number);
    if (outside > 0 && populationOf(layer, e) <= settings.cap) return true;
  }
  return false;
}
