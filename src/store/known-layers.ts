import { KNOWN_LAYER_TYPES } from '../model/layer.ts';

/** Layers whose entities are accounts, unless the caller knows better. */
export const INTERACTION_LAYERS: readonly string[] = [...KNOWN_LAYER_TYPES]
  .filter(([, type]) => type === 'interaction')
  .map(([name]) => name);
