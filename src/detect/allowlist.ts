/** Known innocents leave before anything is compared: their edges are dropped, and how many entries met is counted. */
import type { EdgeColumns } from '../model/edge.ts';
import type { AllowlistEntry } from '../model/run.ts';
import { bytesAt, compareBytes, type StringTable } from '../model/string-table.ts';
import { keepRows } from './window.ts';

export type Allowed = { readonly columns: EdgeColumns; readonly matched: number };

/** `endMs` is the sweep's end: an entry that expired at or before it does not count. `columns` are canonical. */
export function dropAllowed(columns: EdgeColumns, allowlist: readonly AllowlistEntry[], endMs: number): Allowed {
  const valid = allowlist.filter((entry) => entry.until === null || Date.parse(entry.until) > endMs);
  if (valid.length === 0) return { columns, matched: 0 };
  const accounts = new Set<number>();
  const entities = new Map<number, Set<number> | null>();
  for (const entry of valid) {
    const place = findString(entry.kind === 'account' ? columns.accounts : columns.entities, entry.id);
    if (place < 0) continue;
    if (entry.kind === 'account') accounts.add(place);
    else addLayer(entities, place, entry.layer === null ? null : findString(columns.layers, entry.layer));
  }
  if (accounts.size === 0 && entities.size === 0) return { columns, matched: 0 };
  const isKept = (row: number) => {
    if (accounts.has(columns.account[row] as number)) return false;
    const layers = entities.get(columns.entity[row] as number);
    return layers === undefined || (layers !== null && !layers.has(columns.layer[row] as number));
  };
  return { columns: keepRows(columns, isKept), matched: accounts.size + entities.size };
}

function addLayer(entities: Map<number, Set<number> | null>, entity: number, layer: number | null): void {
  const known = entities.get(entity);
  if (layer === null || known === null) entities.set(entity, null);
  else if (known === undefined) entities.set(entity, new Set([layer]));
  else known.add(layer);
}

/** Place of `text` in a table in byte order, or -1. */
function findString(table: StringTable, text: string): number {
  const sought = new TextEncoder().encode(text);
  let low = 0;
  let high = table.size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareBytes(bytesAt(table, middle), sought) < 0) low = middle + 1;
    else high = middle;
  }
  return low < table.size && compareBytes(bytesAt(table, low), sought) === 0 ? low : -1;
}
