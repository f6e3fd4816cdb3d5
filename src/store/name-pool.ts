import { getRandomValues } from 'node:crypto';
import type { StringTable } from '../model/string-table.ts';
import { hashBytes } from './hash-bytes.ts';

/** Slots in use at most: above it a probe of linear addressing grows long. */
const FULLEST = 0.6;

/**
 * Byte strings with numbers that last: 0, 1, 2 … by first appearance, or as they were written down earlier (`putAt`), with
 * gaps where names have been erased. A gap reads as an empty string, and no row points at it.
 */
export class NamePool {
  private count = 0;
  private used = 0;
  /** Pairs: number + 1 (0 = free), hash. */
  private slots = new Int32Array(2 * 1024);
  private mask = 1023;
  private bytes = new Uint8Array(16 * 1024);
  private offsets = new Float64Array(1024);
  private readonly seed: number;
  private readonly factor: number;

  constructor() {
    const [seed = 0, factor = 0] = getRandomValues(new Int32Array(2));
    this.seed = seed;
    this.factor = factor | 1;
  }

  /** One more than the largest number. */
  get size(): number {
    return this.count;
  }

  /** The number of `source[start .. end)`, or -1. */
  find(source: Uint8Array, start: number, end: number): number {
    const hash = hashBytes(source, start, end, this.seed, this.factor);
    return (this.slots[2 * this.slotOf(hash, source, start, end)] as number) - 1;
  }

  intern(source: Uint8Array, start: number, end: number): number {
    const hash = hashBytes(source, start, end, this.seed, this.factor);
    const slot = this.slotOf(hash, source, start, end);
    const found = this.slots[2 * slot] as number;
    return found > 0 ? found - 1 : this.add(slot, hash, source, start, end);
  }

  /** Gives a string that is not there yet the number that it has always had; numbers come in ascending order. */
  putAt(number: number, source: Uint8Array, start: number, end: number): void {
    this.skipTo(number);
    const hash = hashBytes(source, start, end, this.seed, this.factor);
    this.add(this.slotOf(hash, source, start, end), hash, source, start, end);
  }

  /** Leaves the numbers below `number` that have no string as gaps. */
  skipTo(number: number): void {
    while (this.count < number) this.appendBytes(this.bytes, 0, 0);
  }

  /** The strings by number: a view that stays as it is while the pool grows. */
  table(): StringTable {
    const end = this.offsets[this.count] as number;
    return {
      size: this.count,
      bytes: this.bytes.subarray(0, end),
      offsets: this.offsets.subarray(0, this.count + 1),
    };
  }

  /** The slot that holds the string, or the free one where it belongs. */
  private slotOf(hash: number, source: Uint8Array, start: number, end: number): number {
    const { slots, mask } = this;
    let slot = hash & mask;
    for (;;) {
      const number = slots[2 * slot] as number;
      if (number === 0) return slot;
      if (slots[2 * slot + 1] === hash && this.isAt(number - 1, source, start, end)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private isAt(number: number, source: Uint8Array, start: number, end: number): boolean {
    const { bytes, offsets } = this;
    let at = offsets[number] as number;
    if ((offsets[number + 1] as number) - at !== end - start) return false;
    for (let i = start; i < end; i++, at++) if (bytes[at] !== source[i]) return false;
    return true;
  }

  private add(slot: number, hash: number, source: Uint8Array, start: number, end: number): number {
    const number = this.appendBytes(source, start, end);
    this.slots[2 * slot] = number + 1;
    this.slots[2 * slot + 1] = hash;
    this.used++;
    if (this.used > FULLEST * this.mask) this.growSlots();
    return number;
  }

  private appendBytes(source: Uint8Array, start: number, end: number): number {
    const number = this.count++;
    const from = this.offsets[number] as number;
    const to = from + (end - start);
    if (to > this.bytes.length) {
      const grown = new Uint8Array(Math.max(to, 2 * this.bytes.length));
      grown.set(this.bytes);
      this.bytes = grown;
    }
    if (end - start < 32) for (let i = start, j = from; i < end; i++, j++) this.bytes[j] = source[i] as number;
    else this.bytes.set(source.subarray(start, end), from);
    if (number + 1 === this.offsets.length) {
      const grown = new Float64Array(2 * this.offsets.length);
      grown.set(this.offsets);
      this.offsets = grown;
    }
    this.offsets[number + 1] = to;
    return number;
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
