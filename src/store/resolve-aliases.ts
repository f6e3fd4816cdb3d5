import type { Alias } from '../model/case.ts';
import type { EdgeColumns } from '../model/edge.ts';
import { bytesAt, stringAt } from '../model/string-table.ts';
import { NamePool } from './name-pool.ts';

const encoder = new TextEncoder();

/**
 * Columns with entities under their current ids, where an older key gave them another one. Chains (old → newer → newest) are
 * followed; two names of one entity become one. Layers keep to themselves: an alias of a device changes no address.
 */
export function resolveAliases(columns: EdgeColumns, aliases: readonly Alias[]): EdgeColumns {
  if (aliases.length === 0) return columns;
  const namesOf = new Map<string, Map<string, string>>();
  for (const { layer, old, current } of aliases) {
    const names = namesOf.get(layer) ?? new Map<string, string>();
    namesOf.set(layer, names.set(old, current));
  }
  const pool = new NamePool();
  const renumber = Array.from({ length: columns.layers.size }, (_, layer) =>
    createRenumbering(columns, pool, namesOf.get(stringAt(columns.layers, layer))),
  );
  const entity = new Uint32Array(columns.length);
  for (let row = 0; row < columns.length; row++) {
    entity[row] = renumber[columns.layer[row] as number]?.(columns.entity[row] as number) ?? 0;
  }
  return { ...columns, entity, entities: pool.table() };
}

/** Numbers in the pool of a layer's entities, each looked up once. */
function createRenumbering(
  columns: EdgeColumns,
  pool: NamePool,
  names: ReadonlyMap<string, string> | undefined,
): (entity: number) => number {
  const known = new Map<number, number>();
  return (entity) => {
    const before = known.get(entity);
    if (before !== undefined) return before;
    const bytes =
      names === undefined
        ? bytesAt(columns.entities, entity)
        : encoder.encode(follow(names, stringAt(columns.entities, entity)));
    const number = pool.intern(bytes, 0, bytes.length);
    known.set(entity, number);
    return number;
  };
}

/** A ring of aliases, which only a mistake can make, ends where it began. */
function follow(names: ReadonlyMap<string, string>, name: string): string {
  let current = name;
  for (const seen = new Set<string>(); !seen.has(current); ) {
    seen.add(current);
    current = names.get(current) ?? current;
  }
  return current;
}
