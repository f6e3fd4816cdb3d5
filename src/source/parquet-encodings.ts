import type { DataReader } from 'hyparquet';
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { readVarInt } from 'hyparquet/src/thrift.js';

/** Values as bytes: value `i` stands in `bytes[starts[i] .. ends[i])`; an absent one is empty. */
export type ByteValues = {
  readonly count: number;
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
};

/** A value may repeat most of the one before, so few bytes can stand for very many. */
const MOST_REPEATED_BYTES = 1 << 28;

/** DELTA_BINARY_PACKED; `output` says how many, and of which width. */
export function readDeltas<Output extends Int32Array | BigInt64Array>(reader: DataReader, output: Output): Output {
  if (output.length === 0) return output;
  const start = reader.offset;
  const blockSize = readVarInt(reader);
  const miniblocks = readVarInt(reader);
  const isRight = blockSize > 0 && blockSize <= 1 << 20 && miniblocks > 0 && blockSize % miniblocks === 0;
  if (!isRight) throw new Error('a block of deltas of an impossible size');
  reader.offset = start;
  deltaBinaryUnpack(reader, output.length, output);
  return output;
}

/** BYTE_ARRAY, PLAIN: each value behind its length. */
export function readPlainBytes(reader: DataReader, count: number): ByteValues {
  const { view } = reader;
  const starts = new Int32Array(count);
  const ends = new Int32Array(count);
  let { offset } = reader;
  for (let i = 0; i < count; i++) {
    const length = view.getUint32(offset, true);
    starts[i] = offset + 4;
    offset += 4 + length;
    if (offset > view.byteLength) throw new Error('a value longer than its page');
    ends[i] = offset;
  }
  return { count, bytes: bytesOf(view), starts, ends };
}

/** FIXED_LEN_BYTE_ARRAY, PLAIN. */
export function readFixedBytes(reader: DataReader, count: number, length: number): ByteValues {
  if (!(length > 0) || count * length > reader.view.byteLength - reader.offset) throw new Error('a page too short');
  const starts = Int32Array.from({ length: count }, (_, i) => reader.offset + i * length);
  return { count, bytes: bytesOf(reader.view), starts, ends: starts.map((start) => start + length) };
}

/** DELTA_LENGTH_BYTE_ARRAY: all lengths, then all bytes. */
export function readDeltaLengthBytes(reader: DataReader, count: number): ByteValues {
  const lengths = readDeltas(reader, new Int32Array(count));
  const starts = new Int32Array(count);
  const ends = new Int32Array(count);
  let { offset } = reader;
  for (let i = 0; i < count; i++) {
    const length = lengths[i] as number;
    starts[i] = offset;
    offset += length;
    if (length < 0 || offset > reader.view.byteLength) throw new Error('a value longer than its page');
    ends[i] = offset;
  }
  reader.offset = offset;
  return { count, bytes: bytesOf(reader.view), starts, ends };
}

/** DELTA_BYTE_ARRAY: each value is so many bytes of the one before, and then its own. */
export function readDeltaBytes(reader: DataReader, count: number): ByteValues {
  const prefixes = readDeltas(reader, new Int32Array(count));
  const own = readDeltaLengthBytes(reader, count);
  const starts = new Int32Array(count);
  const ends = new Int32Array(count);
  let total = 0;
  for (let i = 0; i < count; i++) {
    const prefix = prefixes[i] as number;
    const before = i === 0 ? 0 : (ends[i - 1] as number) - (starts[i - 1] as number);
    if (prefix < 0 || prefix > before) throw new Error('a value that repeats more than there is');
    starts[i] = total;
    total += prefix + (own.ends[i] as number) - (own.starts[i] as number);
    ends[i] = total;
    if (total > MOST_REPEATED_BYTES) throw new Error(`a page that opens to more than ${MOST_REPEATED_BYTES} bytes`);
  }
  const bytes = new Uint8Array(total);
  for (let i = 0; i < count; i++) {
    const prefix = prefixes[i] as number;
    const start = starts[i] as number;
    if (prefix > 0) bytes.copyWithin(start, starts[i - 1] as number, (starts[i - 1] as number) + prefix);
    bytes.set(own.bytes.subarray(own.starts[i], own.ends[i]), start + prefix);
  }
  return { count, bytes, starts, ends };
}

function bytesOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
