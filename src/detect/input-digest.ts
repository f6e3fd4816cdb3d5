/**
 * The digest of a set of edges: the hash of its canonical columns in an encoding that is versioned, that has one form
 * for each set, and that is the same on every machine (numbers are little-endian). Every array has its name and its
 * length in bytes before it, so that no two sets read alike.
 */
import type { EdgeColumns } from '../model/edge.ts';
import type { Hash } from '../model/ports.ts';
import type { StringTable } from '../model/string-table.ts';

const VERSION = 'lockstep.edges/1';
/** Encoded at once, so that the whole never stands in memory twice. */
const PIECE = 65_536;
/** Stands for a missing time, whose NaN has many bit patterns; no time is negative. */
const NO_TIME = -1;

const encoder = new TextEncoder();

/** `canonical` as `canonicalEdges` returns it. */
export function inputDigest(canonical: EdgeColumns, hash: Hash): string {
  return hash(encodeEdges(canonical));
}

function* encodeEdges(columns: EdgeColumns): Generator<Uint8Array> {
  yield encoder.encode(`${VERSION}\n`);
  yield* encodeTable('accounts', columns.accounts);
  yield* encodeTable('layers', columns.layers);
  yield* encodeTable('entities', columns.entities);
  yield* encodeTable('events', columns.events);
  yield* encodeTable('sources', columns.sources);
  yield* encodeIds('account', columns.account);
  yield* encodeIds('layer', columns.layer);
  yield* encodeIds('entity', columns.entity);
  yield* encodeNumbers('at', columns.at);
  if (columns.event !== null) yield* encodeIds('event', columns.event);
  if (columns.source !== null) yield* encodeIds('source', columns.source);
  if (columns.weight !== null) yield* encodeNumbers('weight', columns.weight);
}

function* encodeTable(name: string, { bytes, offsets, size }: StringTable): Generator<Uint8Array> {
  yield* encodeNumbers(`${name}.offsets`, offsets);
  const length = offsets[size] as number;
  yield encoder.encode(`${name}.bytes ${length}\n`);
  yield bytes.subarray(0, length);
}

function* encodeIds(name: string, ids: Uint32Array | Uint16Array): Generator<Uint8Array> {
  yield encoder.encode(`${name} ${4 * ids.length}\n`);
  for (let from = 0; from < ids.length; from += PIECE) {
    const to = Math.min(ids.length, from + PIECE);
    const view = new DataView(new ArrayBuffer(4 * (to - from)));
    for (let i = from; i < to; i++) view.setUint32(4 * (i - from), ids[i] as number, true);
    yield new Uint8Array(view.buffer);
  }
}

function* encodeNumbers(name: string, numbers: Float64Array): Generator<Uint8Array> {
  yield encoder.encode(`${name} ${8 * numbers.length}\n`);
  for (let from = 0; from < numbers.length; from += PIECE) {
    const to = Math.min(numbers.length, from + PIECE);
    const view = new DataView(new ArrayBuffer(8 * (to - from)));
    for (let i = from; i < to; i++) {
      const number = numbers[i] as number;
      view.setFloat64(8 * (i - from), Number.isNaN(number) ? NO_TIME : number, true);
    }
    yield new Uint8Array(view.buffer);
  }
}
