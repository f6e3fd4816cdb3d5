import { pickNames } from '../../../model/pick-names.ts';
import type { StringTable } from '../../../model/string-table.ts';

/** Event ids are as many as edges and never looked up by name: each block has a table of its own. */
export type BlockEvents = { readonly event: Uint32Array; readonly offsets: Float64Array; readonly bytes: Uint8Array };

/** The events of some rows, with a table of just those. */
export function pickEvents(event: Uint32Array | null, table: StringTable, rows: Uint32Array): BlockEvents | null {
  if (event === null) return null;
  const places = new Map<number, number>();
  const picked = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const place = event[rows[i] as number] as number;
    const known = places.get(place) ?? places.size;
    if (known === places.size) places.set(place, known);
    picked[i] = known;
  }
  const { bytes, offsets } = pickNames(table, [...places.keys()]);
  return { event: picked, bytes, offsets };
}
