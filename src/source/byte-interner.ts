import { getRandomValues } from 'node:crypto';
import type { StringTable } from '../model/string-table.ts';

/** Slots in use at most: above it a probe of linear addressing grows long. */
const FULLEST = 0.75;
/** Numbers a slot: number + 1 (0 = free), hash, where the bytes start and how many there are (see `packLength`). */
const SLOT = 4;
/** Bits of a slot's last number that hold the length; the others carry the start on beyond 2^32. */
const LENGTH_BITS = 20;
const LONGEST = 2 ** LENGTH_BITS - 1;

/** Keyed by chance, so that nobody can prepare ids that collide. Numbers do not depend on it. */
const [SEED = 0, FACTOR_SEED = 0] = getRandomValues(new Int32Array(2));
const FACTOR = FACTOR_SEED | 1;

/** The hash by which every interner knows `source[start .. end)`. */
export function hashBytes(source: Uint8Array, start: number, end: number): number {
  let hash = SEED ^ (end - start);
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const word =
      (source[i] as number) |
      ((source[i + 1] as number) << 8) |
      ((source[i + 2] as number) << 16) |
      ((source[i + 3] as number) << 24);
    hash = Math.imul(hash ^ word, FACTOR);
    hash ^= hash >>> 15;
  }
  for (; i < end; i++) hash = Math.imul(hash ^ (source[i] as number), FACTOR);
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return hash ^ (hash >>> 16);
}

/**
 * Numbers byte strings (of less than a megabyte) 0, 1, 2 … by first appearance. Open addressing over one growing arena: no
 * object, string or `Map` entry an id (a `Map` ends at 2^24 entries); 16 B a slot, 8 B an offset, and the bytes themselves.
 *
 * A table of many ids does not fit the processor's caches, and waiting for memory is most of a look-up. So a slot holds all
 * that a look-up needs but the bytes, and who has many look-ups to make calls `touch` for all of them first: the loads then
 * wait together (measured: a third of the time).
 */
export class ByteInterner {
  size = 0;
  private slots = new Int32Array(SLOT * 1024);
  private mask = 1023;
  private bytes = new Uint8Array(16 * 1024);
  private filled = 0;
  private offsets = new Float64Array(1024);

  /** Brings the slot of a hash near. The result means nothing, but must be used, or the load would be optimised away. */
  touch(hash: number): number {
    return this.slots[SLOT * (hash & this.mask)] as number;
  }

  /** Brings near the bytes that the touched slot of a hash refers to. */
  touchBytes(hash: number): number {
    return this.bytes[this.slots[SLOT * (hash & this.mask) + 2] as number] ?? 0;
  }

  /** The number of `source[start .. end)`, whose hash is `hash`, or -1 when it has none. */
  find(source: Uint8Array, start: number, end: number, hash: number): number {
    const { slots, mask } = this;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const at = SLOT * slot;
      const number = slots[at] as number;
      if (number === 0) return -1;
      if (slots[at + 1] === hash && this.isAt(at, source, start, end)) return number - 1;
    }
  }

  /** Its number, a new one if need be. */
  intern(source: Uint8Array, start: number, end: number, hash: number): number {
    const found = this.find(source, start, end, hash);
    return found < 0 ? this.add(source, start, end, hash) : found;
  }

  /** Begins anew, in the room there is. */
  clear(): void {
    this.size = 0;
    this.filled = 0;
    this.slots.fill(0);
  }

  /** The strings by number, in arrays of exactly their size. */
  toTable(): StringTable {
    const { size } = this;
    return { size, bytes: this.bytes.slice(0, this.filled), offsets: this.offsets.slice(0, size + 1) };
  }

  private isAt(at: number, source: Uint8Array, start: number, end: number): boolean {
    const { bytes, slots } = this;
    const packed = slots[at + 3] as number;
    const length = end - start;
    // Below 2 GiB of bytes, where the start is a small integer, which is much the faster.
    let from = slots[at + 2] as number;
    if (packed !== length || from < 0) return (packed & LONGEST) === length && this.isFarAt(at, source, start, end);
    for (let i = start; i < end; i++, from++) if (bytes[from] !== source[i]) return false;
    return true;
  }

  private isFarAt(at: number, source: Uint8Array, start: number, end: number): boolean {
    const high = (this.slots[at + 3] as number) >>> LENGTH_BITS;
    let from = ((this.slots[at + 2] as number) >>> 0) + high * 2 ** 32;
    for (let i = start; i < end; i++, from++) if (this.bytes[from] !== source[i]) return false;
    return true;
  }

  private add(source: Uint8Array, start: number, end: number, hash: number): number {
    const length = end - start;
    if (length > LONGEST) throw new RangeError(`a string of ${length} bytes cannot be interned`);
    const number = this.size++;
    const from = this.filled;
    this.filled += length;
    if (this.filled > this.bytes.length)
      this.bytes = grown(this.bytes, new Uint8Array(Math.max(this.filled, 2 * this.bytes.length)));
    if (length < 32) for (let i = start, j = from; i < end; i++, j++) this.bytes[j] = source[i] as number;
    else this.bytes.set(source.subarray(start, end), from);
    if (this.size === this.offsets.length)
      this.offsets = grown(this.offsets, new Float64Array(2 * this.offsets.length));
    this.offsets[this.size] = this.filled;
    this.place(number + 1, hash, from | 0, length | (Math.floor(from / 2 ** 32) << LENGTH_BITS));
    if (this.size > FULLEST * this.mask) this.growSlots();
    return number;
  }

  /** Fills the first free slot of the hash. */
  private place(number: number, hash: number, start: number, packed: number): void {
    const { slots, mask } = this;
    let slot = hash & mask;
    while (slots[SLOT * slot] !== 0) slot = (slot + 1) & mask;
    const at = SLOT * slot;
    slots[at] = number;
    slots[at + 1] = hash;
    slots[at + 2] = start;
    slots[at + 3] = packed;
  }

  private growSlots(): void {
    const old = this.slots;
    this.slots = new Int32Array(2 * old.length);
    this.mask = 2 * this.mask + 1;
    for (let at = 0; at < old.length; at += SLOT) {
      if (old[at] === 0) continue;
      this.place(old[at] as number, old[at + 1] as number, old[at + 2] as number, old[at + 3] as number);
    }
  }
}

function grown<Numbers extends Uint8Array | Float64Array>(old: Numbers, larger: Numbers): Numbers {
  larger.set(old);
  return larger;
}
