import type { ColumnMetaData, DataReader, Encoding, SchemaElement } from 'hyparquet';
import { byteStreamSplit } from 'hyparquet/src/encoding.js';
import { DecimalWriter } from './decimal-writer.ts';
import {
  type ByteValues,
  readDeltaBytes,
  readDeltaLengthBytes,
  readDeltas,
  readFixedBytes,
  readPlainBytes,
} from './parquet-encodings.ts';

type Numbers = Int32Array | BigInt64Array | Float32Array | Float64Array | readonly bigint[];

const NANOS_A_DAY = 86_400_000_000_000n;
const JULIAN_DAY_OF_1970 = 2_440_588n;

/** Why values of this column cannot be read as text, or `null`. */
export function reasonAgainstType({
  type,
  converted_type: converted,
  logical_type: logical,
}: SchemaElement): string | null {
  if (type === 'BOOLEAN') return 'holds true and false';
  const kind = converted ?? logical?.type ?? '';
  if (kind === 'DECIMAL' || kind === 'INTERVAL' || kind === 'FLOAT16' || kind === 'BSON') return `holds ${kind} values`;
  return /^TIME(?:_|$)/.test(kind) ? 'holds times of day without a date' : null;
}

/** `count` values as the text that a CSV of them would hold: numbers in decimal, times as UNIX seconds. */
export function readValues(reader: DataReader, encoding: Encoding, element: SchemaElement, count: number): ByteValues {
  if (element.type === 'BYTE_ARRAY' || element.type === 'FIXED_LEN_BYTE_ARRAY') {
    const values = readBytes(reader, encoding, element, count);
    if (element.logical_type?.type !== 'UUID') return values;
    return writeValues(count, (writer, i) => writer.text(uuidText(values, i)));
  }
  const numbers = readNumbers(reader, encoding, element.type, count);
  const write = numberWriter(element);
  return writeValues(count, (writer, i) => write(writer, numbers[i] ?? 0));
}

function readBytes(reader: DataReader, encoding: Encoding, element: SchemaElement, count: number): ByteValues {
  const isFixed = element.type === 'FIXED_LEN_BYTE_ARRAY';
  if (encoding === 'DELTA_BYTE_ARRAY') return readDeltaBytes(reader, count);
  if (encoding === 'PLAIN') {
    return isFixed ? readFixedBytes(reader, count, element.type_length ?? 0) : readPlainBytes(reader, count);
  }
  if (encoding === 'DELTA_LENGTH_BYTE_ARRAY' && !isFixed) return readDeltaLengthBytes(reader, count);
  throw new Error(`encoding ${encoding} of bytes`);
}

function readNumbers(
  reader: DataReader,
  encoding: Encoding,
  type: ColumnMetaData['type'] | undefined,
  count: number,
): Numbers {
  if (encoding === 'DELTA_BINARY_PACKED') {
    return readDeltas(reader, type === 'INT32' ? new Int32Array(count) : new BigInt64Array(count));
  }
  const { view } = reader;
  const width = type === 'INT96' ? 12 : type === 'INT32' || type === 'FLOAT' ? 4 : 8;
  if (count * width > view.byteLength - reader.offset) throw new Error('a page too short');
  if (encoding === 'BYTE_STREAM_SPLIT' && type !== undefined) {
    return byteStreamSplit(reader, count, type, width) as Numbers;
  }
  if (encoding !== 'PLAIN') throw new Error(`encoding ${encoding} of numbers`);
  const at = (i: number) => reader.offset + i * width;
  switch (type) {
    case 'INT32':
      return Int32Array.from({ length: count }, (_, i) => view.getInt32(at(i), true));
    case 'INT64':
      return readInt64(reader, count);
    case 'FLOAT':
      return Float32Array.from({ length: count }, (_, i) => view.getFloat32(at(i), true));
    case 'DOUBLE':
      return Float64Array.from({ length: count }, (_, i) => view.getFloat64(at(i), true));
    case 'INT96':
      return Array.from({ length: count }, (_, i) => {
        const days = BigInt(view.getUint32(at(i) + 8, true)) - JULIAN_DAY_OF_1970;
        return days * NANOS_A_DAY + view.getBigUint64(at(i), true);
      });
    default:
      throw new Error(`values of type ${type ?? 'unknown'}`);
  }
}

/** As doubles where all of them are exact so, which is much faster, else as they are. */
function readInt64({ view, offset }: DataReader, count: number): Float64Array | BigInt64Array {
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const high = view.getInt32(offset + 8 * i + 4, true);
    if (high >= 1 << 20 || high < -(1 << 20)) {
      return BigInt64Array.from({ length: count }, (_, k) => view.getBigInt64(offset + 8 * k, true));
    }
    values[i] = high * 2 ** 32 + view.getUint32(offset + 8 * i, true);
  }
  return values;
}

type WriteNumber = (writer: DecimalWriter, value: number | bigint) => void;

function numberWriter({ type, converted_type: converted, logical_type: logical }: SchemaElement): WriteNumber {
  if (type === 'INT96') return secondsWriter(9);
  if (logical?.type === 'TIMESTAMP') return secondsWriter({ MILLIS: 3, MICROS: 6, NANOS: 9 }[logical.unit]);
  if (converted === 'TIMESTAMP_MILLIS') return secondsWriter(3);
  if (converted === 'TIMESTAMP_MICROS') return secondsWriter(6);
  if (converted === 'DATE' || logical?.type === 'DATE') return (writer, days) => writer.integer(Number(days) * 86_400);
  if (type === 'FLOAT' || type === 'DOUBLE') return writeFloat;
  const isUnsigned = converted?.startsWith('UINT_') === true || (logical?.type === 'INTEGER' && !logical.isSigned);
  return isUnsigned ? unsignedWriter(type === 'INT32' ? 32 : 64) : writeInteger;
}

function writeInteger(writer: DecimalWriter, value: number | bigint): void {
  if (isSafe(value)) writer.integer(Number(value));
  else writer.text(value.toString());
}

function unsignedWriter(bits: number): WriteNumber {
  return (writer, value) => writeInteger(writer, value < 0 ? BigInt.asUintN(bits, BigInt(value)) : value);
}

/** Data frames write a missing number as NaN, and whole numbers beside missing ones as floats. */
function writeFloat(writer: DecimalWriter, value: number | bigint): void {
  if (!Number.isNaN(value)) writer.text(value.toString());
}

/** Integers of 10^-places seconds as seconds, no digit lost. */
function secondsWriter(places: number): WriteNumber {
  const unit = 10 ** places;
  const bigUnit = BigInt(unit);
  return (writer, value) => {
    if (value < 0) {
      writer.text('-');
      writeSeconds(writer, -value);
    } else writeSeconds(writer, value);
  };
  function writeSeconds(writer: DecimalWriter, value: number | bigint): void {
    const seconds = isSafe(value) ? Math.floor(Number(value) / unit) : Number(BigInt(value) / bigUnit);
    const part = isSafe(value) ? Number(value) - seconds * unit : Number(BigInt(value) % bigUnit);
    writer.integer(seconds);
    writer.text('.');
    writer.digits(part, places);
  }
}

function isSafe(value: number | bigint): boolean {
  return value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER;
}

function uuidText({ bytes, starts, ends }: ByteValues, i: number): string {
  const hex = Buffer.from(bytes.subarray(starts[i], ends[i])).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function writeValues(count: number, write: (writer: DecimalWriter, i: number) => void): ByteValues {
  const writer = new DecimalWriter(16 * count + 64);
  const starts = new Int32Array(count);
  const ends = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    starts[i] = writer.filled;
    write(writer, i);
    ends[i] = writer.filled;
  }
  return { count, bytes: writer.bytes, starts, ends };
}
