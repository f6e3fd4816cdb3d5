import type { Beyond, Layer } from '../model/layer.ts';
import type { StringTable } from '../model/string-table.ts';
import { matchStrings } from './match-strings.ts';

/** In step with the entities that the universe lists. */
export type OutsideHolders = Omit<Beyond, 'isActing'> & {
  readonly entities: StringTable;
  readonly acting: Uint8Array | null;
};

/** The outside holders of a layer's own entities. */
export function beyondLayer(
  outside: OutsideHolders,
  { entityIds, entityAsAccount }: Pick<Layer, 'entityIds' | 'entityAsAccount'>,
  entities: StringTable,
): Beyond {
  const places = matchStrings(entities, entityIds, outside.entities);
  const lengthOf = (place: number) =>
    place < 0 ? 0 : (outside.offsets[place + 1] as number) - (outside.offsets[place] as number);
  const offsets = new Uint32Array(places.length + 1);
  places.forEach((place, e) => {
    offsets[e + 1] = (offsets[e] as number) + lengthOf(place);
  });
  const at = new Float64Array(offsets[places.length] as number);
  places.forEach((place, e) => {
    if (place < 0) return;
    at.set(outside.at.subarray(outside.offsets[place] as number, outside.offsets[place + 1] as number), offsets[e]);
  });
  const { accounts, actors, sample, acting } = outside;
  return {
    ...{ accounts, actors, sample, offsets, at },
    holders: Uint32Array.from(places, (place) => (place < 0 ? 0 : (outside.holders[place] as number))),
    isTimed: Uint8Array.from(places, (place) => (place < 0 ? 1 : (outside.isTimed[place] as number))),
    isActing: Uint8Array.from(places, (place, e) =>
      place >= 0 && acting?.[place] === 1 && (entityAsAccount?.[e] ?? -1) < 0 ? 1 : 0,
    ),
  };
}
