import type { Alias } from '../model/case.ts';
import type { EdgeColumns } from '../model/edge.ts';
import { stringAt } from '../model/string-table.ts';
import type { EntityKind } from './entity-ids.ts';

/** A batch of edges, with what its keyed entities were called under older keys. */
export type PulledEdges = { readonly columns: EdgeColumns; readonly aliases: readonly Alias[] };

/**
 * An alias for each layer and older name of an entity that the rows hold in it. `kinds` is by number of layer: an entity of a
 * layer that is not keyed may happen to read like a pseudonym, and is none.
 */
export function listAliases(
  columns: EdgeColumns,
  kinds: readonly EntityKind[],
  formerNames: ReadonlyMap<number, readonly string[]>,
): readonly Alias[] {
  if (formerNames.size === 0) return [];
  const layers = kinds.map((_, layer) => stringAt(columns.layers, layer));
  const seen = kinds.map(() => new Set<number>());
  const aliases: Alias[] = [];
  for (let row = 0; row < columns.length; row++) {
    const layer = columns.layer[row] as number;
    const entity = columns.entity[row] as number;
    if (kinds[layer] === 'none' || seen[layer]?.has(entity) !== false) continue;
    seen[layer]?.add(entity);
    const current = stringAt(columns.entities, entity);
    for (const old of formerNames.get(entity) ?? []) aliases.push({ layer: layers[layer] ?? '', old, current });
  }
  return aliases;
}
