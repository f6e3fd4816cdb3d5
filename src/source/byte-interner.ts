import { getRandomValues } from 'node:crypto';
import type { StringTable } from '../model/string-table.ts';

/** Slots in use at most: above it a probe of linear addressing grows long. */
const FULLEST = 0.6;

/**
 * Numbers byte strings 0, 1, 2 … by first appearance. Open addressing over one growing arena: no object, string or `Map`
 * entry an id (a `Map` ends at 2^24 entries), about 8 B a slot, 8 B an offset and the bytes themselves.
 *
 * The hash is keyed by chance, so that nobody can prepare ids that collide; numbers do not depend on it.
 */
export class ByteInterner {
  size = 0;
  /** Pairs: number + 1 (0 = free), hash. Beside each other, so that a look-up costs one cache line. */
  private slots = new Int32Array(2 * 1024);
  private mask = 1023;
  private bytes = new Uint8Array(16 * 1024);
  private offsets = new Float64Array(1024);
  private readonly seed: number;
  private readonly factor: number;
  /** Of the last `find` that found nothing. */
  private hash = 0;
  private slot = 0;

  constructor() {
    const [seed = 0, factor = 0] = getRandomValues(new Int32Array(2));
    this.seed = seed;
    this.factor = factor | 1;
  }

  /** The number of `source[start .. end)`, or -1 when it has none. */
  find(source: Uint8Array, start: number, end: number): number {
    const { slots, mask } = this;
    const hash = this.hashOf(source, start, end);
    let slot = hash & mask;
    for (;;) {
      const number = slots[2 * slot] as number;
      if (number === 0) break;
      if (slots[2 * slot + 1] === hash && this.isAt(number - 1, source, start, end)) return number - 1;
      slot = (slot + 1) & mask;
    }
    this.hash = hash;
    this.slot = slot;
    return -1;
  }

  /** Its number, a new one if need be. */
  intern(source: Uint8Array, start: number, end: number): number {
    const found = this.find(source, start, end);
    return found < 0 ? this.add(source, start, end) : found;
  }

  /** The strings by number, in arrays of exactly their size. */
  toTable(): StringTable {
    const { size } = this;
    return { size, bytes: this.bytes.slice(0, this.offsets[size] ?? 0), offsets: this.offsets.slice(0, size + 1) };
  }

  /** For the string that `find` has just missed: `hash` and `slot` are its own. */
  private add(source: Uint8Array, start: number, end: number): number {
    const number = this.size++;
    this.slots[2 * this.slot] = number + 1;
    this.slots[2 * this.slot + 1] = this.hash;
    const from = this.offsets[number] as number;
    const to = from + (end - start);
    if (to > this.bytes.length) this.growBytes(to);
    if (end - start < 32) {
      for (let i = start, j = from; i < end; i++, j++) this.bytes[j] = source[i] as number;
    } else {
      this.bytes.set(source.subarray(start, end), from);
    }
    if (number + 1 === this.offsets.length) this.growOffsets();
    this.offsets[number + 1] = to;
    if (this.size > FULLEST * this.mask) this.growSlots();
    return number;
  }

  private hashOf(source: Uint8Array, start: number, end: number): number {
    const { factor } = this;
    let hash = this.seed ^ (end - start);
    let i = start;
    for (; i + 4 <= end; i += 4) {
      const word =
        (source[i] as number) |
        ((source[i + 1] as number) << 8) |
        ((source[i + 2] as number) << 16) |
        ((source[i + 3] as number) << 24);
      hash = Math.imul(hash ^ word, factor);
      hash ^= hash >>> 15;
    }
    for (; i < end; i++) hash = Math.imul(hash ^ (source[i] as number), factor);
    hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
    hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
    return hash ^ (hash >>> 16);
  }

  private isAt(number: number, source: Uint8Array, start: number, end: number): boolean {
    const { bytes, offsets } = this;
    let at = offsets[number] as number;
    if ((offsets[number + 1] as number) - at !== end - start) return false;
    for (let i = start; i < end; i++, at++) if (bytes[at] !== source[i]) return false;
    return true;
  }

  private growBytes(needed: number): void {
    const grown = new Uint8Array(Math.max(needed, 2 * this.bytes.length));
    grown.set(this.bytes);
    this.bytes = grown;
  }

  private growOffsets(): void {
    const grown = new Float64Array(2 * this.offsets.length);
    grown.set(this.offsets);
    this.offsets = grown;
  }

  private growSlots(): void {
    const old = this.slots;
    const slots = new Int32Array(2 * old.length);
    const mask = 2 * this.mask + 1;
    for (let i = 0; i < old.length; i += 2) {
      const number = old[i] as number;
      if (number === 0) continue;
      const hash = old[i + 1] as number;
      let slot = hash & mask;
      while (slots[2 * slot] !== 0) slot = (slot + 1) & mask;
      slots[2 * slot] = number;
      slots[2 * slot + 1] = hash;
    }
    this.slots = slots;
    this.mask = mask;
  }
}
