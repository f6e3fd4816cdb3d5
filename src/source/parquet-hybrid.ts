import type { DataReader } from 'hyparquet';
import { readVarInt } from 'hyparquet/src/thrift.js';

/** Integers of `width` bits in runs or packed (RLE / bit-packed hybrid), never more of them than `count`. */
export function readHybrid(reader: DataReader, width: number, count: number): Uint32Array {
  if (width > 32) throw new Error(`${width} bits for a number of 32`);
  const values = new Uint32Array(count);
  if (width === 0) return values;
  const mask = width === 32 ? 0xffffffff : 2 ** width - 1;
  for (let filled = 0; filled < count; ) {
    const header = readVarInt(reader) >>> 0;
    const groups = header >>> 1;
    if ((header & 1) === 0) {
      const end = Math.min(count, filled + groups);
      values.fill(readLittleEndian(reader, (width + 7) >> 3), filled, end);
      filled = end;
      continue;
    }
    const packedBytes = groups * width;
    const end = Math.min(count, filled + groups * 8);
    // The last group may be cut where the values end.
    const start = reader.offset;
    for (let bit = 0; filled < end; bit += width) {
      let value = 0;
      for (let got = 0; got < width; ) {
        const byte = reader.view.getUint8(start + ((bit + got) >> 3));
        const skip = (bit + got) & 7;
        value += (byte >> skip) * 2 ** got;
        got += 8 - skip;
      }
      values[filled++] = width === 32 ? value % 2 ** 32 : value & mask;
    }
    reader.offset = Math.min(reader.view.byteLength, start + packedBytes);
  }
  return values;
}

function readLittleEndian(reader: DataReader, bytes: number): number {
  let value = 0;
  for (let i = 0; i < bytes; i++) value += reader.view.getUint8(reader.offset++) * 2 ** (8 * i);
  return value;
}
