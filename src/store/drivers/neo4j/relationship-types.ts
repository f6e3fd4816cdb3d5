import { KNOWN_LAYER_TYPES } from '../../../model/layer.ts';

/** Layers outside of the closed list: the relationship carries the layer's name. */
export const OBSERVED = 'OBSERVED';

/** How a layer is kept: known ones by a type of their own, which is what people browse by; interactions run to accounts. */
export type RelationshipType = {
  readonly name: string;
  /** The layer that the type tells, `null` for `OBSERVED`. */
  readonly layer: string | null;
  readonly isInteraction: boolean;
};

const OTHERS: RelationshipType = { name: OBSERVED, layer: null, isInteraction: false };

const TYPES: ReadonlyMap<string, RelationshipType> = new Map(
  [...KNOWN_LAYER_TYPES].map(([layer, type]) => [
    layer,
    { name: layer.toUpperCase(), layer, isInteraction: type === 'interaction' },
  ]),
);

/** The closed list: only these names are ever put into a statement. */
const BY_NAME: ReadonlyMap<string, RelationshipType> = new Map(
  [...TYPES.values(), OTHERS].map((type) => [type.name, type]),
);

export function typeOfLayer(layer: string): RelationshipType {
  return TYPES.get(layer) ?? OTHERS;
}

/** The type of this name; another name in the database was not written by us. */
export function typeNamed(name: string): RelationshipType | undefined {
  return BY_NAME.get(name);
}
