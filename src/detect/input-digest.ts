/**
 * The digest of a set of edges: SHA-256 over a versioned, unambiguous encoding of its canonical columns. Numbers are
 * little-endian, whatever the machine; every array is preceded by its length.
 */
import type { EdgeColumns } from '../model/edge.ts';
import type { Hash } from '../model/ports.ts';
import type { StringTable } from '../model/string-table.ts';

const VERSION = 'lockstep.edges/1\n';
const ROWS_AT_ONCE = 65_536;

export function inputDigest(canonical: EdgeColumns, hash: Hash): string {
  return hash(encode(canonical));
}

function* encode(columns: EdgeColumns): Generator<Uint8Array> {
  yield new TextEncoder().encode(VERSION);
  yield numbers([columns.length], 1);
  for (const table of [columns.accounts, columns.layers, columns.entities, columns.events, columns.sources])
    yield* strings(table);
  for (const ids of [columns.account, columns.layer, columns.entity, columns.event, columns.source]) {
    yield numbers([ids === null ? 0 : ids.length], 1);
    if (ids !== null) yield* chunks(ids);
  }
  yield* chunks(columns.at);
  if (columns.weight !== null) yield* chunks(columns.weight);
}

function* strings(table: StringTable): Generator<Uint8Array> {
  yield numbers([table.size], 1);
  yield* chunks(table.offsets);
  yield table.bytes.subarray(0, table.offsets[table.size]);
}

function* chunks(values: Float64Array | Uint32Array | Uint16Array): Generator<Uint8Array> {
  for (let from = 0; from < values.length; from += ROWS_AT_ONCE) {
    const part = values.subarray(from, from + ROWS_AT_ONCE);
    yield numbers(part, part.length);
  }
}

/** Doubles; a missing time is the one NaN of 0x7ff8000000000000. */
function numbers(values: ArrayLike<number>, length: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(length * 8));
  for (let i = 0; i < length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) view.setUint32(i * 8 + 4, 0x7ff80000, true);
    else view.setFloat64(i * 8, value, true);
  }
  return new Uint8Array(view.buffer);
}
