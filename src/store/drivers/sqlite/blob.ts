/** Blobs hold numbers as they lie in memory, little-endian on every machine that Node runs on. */
export function toBlob(numbers: Uint32Array | Uint16Array | Float64Array | Int32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

function aligned(blob: Uint8Array, width: number): Uint8Array {
  return blob.byteOffset % width === 0 ? blob : blob.slice();
}

export function toUint32(blob: Uint8Array): Uint32Array {
  const bytes = aligned(blob, 4);
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}

export function toUint16(blob: Uint8Array): Uint16Array {
  const bytes = aligned(blob, 2);
  return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
}

export function toFloat64(blob: Uint8Array): Float64Array {
  const bytes = aligned(blob, 8);
  return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8);
}
