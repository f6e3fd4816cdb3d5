const STOP = 0;
const DEEPEST = 64;

/**
 * Walks a struct in Thrift's compact protocol, the form of Parquet's headers, and returns where it ends; throws when it claims
 * more than there is. Decoders make room for what a list's header claims before they read it; this walk makes room for nothing.
 */
export function checkThrift(bytes: Uint8Array, start: number): number {
  const walker = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: start };
  skipStruct(walker, 0);
  return walker.offset;
}

type Walker = { readonly view: DataView; offset: number };

function skipStruct(walker: Walker, depth: number): void {
  if (depth > DEEPEST) throw new Error('a header is nested too deep');
  for (;;) {
    const head = walker.view.getUint8(walker.offset++);
    if ((head & 0x0f) === STOP) return;
    if (head >> 4 === 0) readVarint(walker);
    skipValue(walker, head & 0x0f, depth, false);
  }
}

function skipValue(walker: Walker, type: number, depth: number, isInList: boolean): void {
  switch (type) {
    case 1: // true and false: in a struct the type is the value, in a list a byte is
    case 2:
      walker.offset += isInList ? 1 : 0;
      break;
    case 3: // byte
      walker.offset += 1;
      break;
    case 4: // integers
    case 5:
    case 6:
      readVarint(walker);
      break;
    case 7: // double
      walker.offset += 8;
      break;
    case 8: // bytes
      skipBytes(walker);
      break;
    case 9: // list
      skipList(walker, depth);
      break;
    case 12:
      skipStruct(walker, depth + 1);
      break;
    default:
      throw new Error(`a header holds an unknown type ${type}`);
  }
  if (walker.offset > walker.view.byteLength) throw new Error('a header claims more bytes than there are');
}

function skipBytes(walker: Walker): void {
  const length = readVarint(walker);
  walker.offset += length;
}

function skipList(walker: Walker, depth: number): void {
  const head = walker.view.getUint8(walker.offset++);
  const size = head >> 4 === 15 ? readVarint(walker) : head >> 4;
  // No element takes less than a byte.
  if (size > walker.view.byteLength - walker.offset)
    throw new Error('a header claims more elements than there are bytes');
  for (let i = 0; i < size; i++) skipValue(walker, head & 0x0f, depth + 1, true);
}

/** As a number, inexact above 2^53, where it is too large for every use. */
function readVarint(walker: Walker): number {
  let value = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = walker.view.getUint8(walker.offset++);
    value += (byte & 0x7f) * 2 ** shift;
    if ((byte & 0x80) === 0) return value;
  }
  throw new Error('a header holds an integer of more than ten bytes');
}
