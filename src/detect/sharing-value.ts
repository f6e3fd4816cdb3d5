/**
 * What it is worth that members of a group hold the same entity, by the kind of layer.
 *
 * - resource: nats of surprise that an entity of this layer has so many holders (`holdersSurprise`); nothing in a layer
 *   of unknown name whose typical holder shares with more than a household: such a column (postcode, model) is public.
 * - taste, or actions without times: log2 of the members that share it.
 * - timed actions and direct links: nothing here; their links carry the evidence.
 */
import type { Layer } from '../model/layer.ts';
import { KNOWN_LAYER_TYPES } from '../model/layer.ts';
import { holdersSurprise, typicalPopulation } from './holders-surprise.ts';

const HOUSEHOLD = 8;

/** Value of entity `entity` for a group of which `inside` members hold it. */
export type SharingValue = (entity: number, inside: number) => number;

export function sharingValue(layer: Layer): SharingValue {
  const { type } = layer.settings;
  if (type === 'interaction' || isTimedAction(layer)) return () => 0;
  if (type !== 'resource') return (_, inside) => Math.log2(inside);
  if (isPublic(layer)) return () => 0;
  const nats = holdersSurprise(layer);
  return (entity) => nats[entity] as number;
}

export function isTimedAction(layer: Layer): boolean {
  return layer.settings.type === 'action' && layer.at.length > 0;
}

/** A resource that ordinary people share with strangers. The known names are trusted to be what they say. */
export function isPublic(layer: Layer): boolean {
  return (
    layer.settings.type === 'resource' && !KNOWN_LAYER_TYPES.has(layer.name) && typicalPopulation(layer) > HOUSEHOLD
  );
}
