/**
 * Strings kept as bytes: string `i` is the UTF-8 of `bytes[offsets[i] .. offsets[i + 1])`.
 * Tens of millions of ids fit, where a `Map` of strings ends at 2^24 entries. `offsets` has `size + 1` items.
 */
export type StringTable = {
  readonly size: number;
  readonly bytes: Uint8Array;
  readonly offsets: Float64Array;
};

// an id may begin with U+FEFF, which a decoder takes for a byte order mark unless told
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

export function stringAt(table: StringTable, index: number): string {
  return decoder.decode(bytesAt(table, index));
}

/** A view, not a copy. */
export function bytesAt(table: StringTable, index: number): Uint8Array {
  return table.bytes.subarray(table.offsets[index] ?? 0, table.offsets[index + 1] ?? 0);
}

/** Order of strings `i` and `j` by their UTF-8 bytes: negative, zero or positive. */
export function compareAt({ bytes, offsets }: StringTable, i: number, j: number): number {
  let x = offsets[i] as number;
  let y = offsets[j] as number;
  const endX = offsets[i + 1] as number;
  const endY = offsets[j + 1] as number;
  for (; x < endX && y < endY; x++, y++) {
    const difference = (bytes[x] as number) - (bytes[y] as number);
    if (difference !== 0) return difference;
  }
  return endX - x - (endY - y);
}

export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let k = 0; k < shared; k++) {
    const difference = (a[k] ?? 0) - (b[k] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** The order of all text that leaves Lockstep: by UTF-8 bytes, never by a locale. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return compareBytes(encoder.encode(a), encoder.encode(b));
}

/** A table of the given strings in the given order. For small lists; readers intern by bytes instead. */
export function tableOf(strings: readonly string[]): StringTable {
  const encoded = strings.map((text) => encoder.encode(text));
  const offsets = new Float64Array(strings.length + 1);
  encoded.forEach((bytes, i) => {
    offsets[i + 1] = (offsets[i] ?? 0) + bytes.length;
  });
  const bytes = new Uint8Array(offsets[strings.length] ?? 0);
  encoded.forEach((text, i) => {
    bytes.set(text, offsets[i] ?? 0);
  });
  return { size: strings.length, bytes, offsets };
}
