import type { StringTable } from '../../../model/string-table.ts';

/** Event ids are as many as edges and never looked up by name: each block has a table of its own. */
export type BlockEvents = { readonly event: Uint32Array; readonly offsets: Float64Array; readonly bytes: Uint8Array };

/** The events of some rows, with a table of just those. */
export function pickEvents(
  event: Uint32Array | null,
  table: Pick<StringTable, 'bytes' | 'offsets'>,
  rows: Uint32Array,
): BlockEvents | null {
  if (event === null) return null;
  const { bytes, offsets } = table;
  const places = new Map<number, number>();
  const picked = new Uint32Array(rows.length);
  let size = 0;
  for (let i = 0; i < rows.length; i++) {
    const place = event[rows[i] as number] as number;
    const known = places.get(place) ?? places.size;
    if (known === places.size) {
      places.set(place, known);
      size += (offsets[place + 1] as number) - (offsets[place] as number);
    }
    picked[i] = known;
  }
  const ownOffsets = new Float64Array(places.size + 1);
  const ownBytes = new Uint8Array(size);
  for (const [place, index] of places) {
    const start = ownOffsets[index] as number;
    const text = bytes.subarray(offsets[place] as number, offsets[place + 1] as number);
    ownBytes.set(text, start);
    ownOffsets[index + 1] = start + text.length;
  }
  return { event: picked, offsets: ownOffsets, bytes: ownBytes };
}
