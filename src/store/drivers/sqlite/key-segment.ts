/** Slots in use at most, and by how much there are more of them then: 12 B a slot make about 17 B a key, 10 M keys 170 MB. */
const FULLEST = 0.8;
const GROWTH = 1.25;
const FIRST_SLOTS = 256;
const TWO_32 = 2 ** 32;
/** Odd, near 2^32 over the golden ratio: words that are close together do not fall together (Knuth, TAOCP 3, 6.4). */
const SPREAD = 0x9e3779b1;

/** A part of the index of keys: 96-bit keys, each with a weight, by linear probing from a place that the first word tells. */
export class KeySegment {
  private used = 0;
  private length = FIRST_SLOTS;
  /** Three words a slot, zeros mean free: the all-zero key is kept as (0, 1, 0). */
  private slots = new Uint32Array(3 * FIRST_SLOTS);
  /** `null` while all are 1. */
  private weights: Float64Array | null = null;

  get size(): number {
    return this.used;
  }

  /** The slot that holds the key of three unsigned words, or -1. */
  find(a: number, second: number, c: number): number {
    const b = (a | second | c) === 0 ? 1 : second;
    const slot = this.slotOf(a, b, c);
    return this.isFree(slot) ? -1 : slot;
  }

  /** Adds a key that is not there. */
  add(a: number, second: number, c: number, weight: number): void {
    if (this.used >= FULLEST * this.length) this.grow();
    const b = (a | second | c) === 0 ? 1 : second;
    const slot = this.slotOf(a, b, c);
    this.slots[3 * slot] = a;
    this.slots[3 * slot + 1] = b;
    this.slots[3 * slot + 2] = c;
    if (weight !== 1) this.weights ??= new Float64Array(this.length).fill(1);
    if (this.weights !== null) this.weights[slot] = weight;
    this.used++;
  }

  weightAt(slot: number): number {
    return this.weights === null ? 1 : (this.weights[slot] as number);
  }

  raise(slot: number, weight: number): void {
    this.weights ??= new Float64Array(this.length).fill(1);
    this.weights[slot] = weight;
  }

  private isFree(slot: number): boolean {
    const { slots } = this;
    const base = 3 * slot;
    return ((slots[base] as number) | (slots[base + 1] as number) | (slots[base + 2] as number)) === 0;
  }

  /** The slot that holds the key, or the free one where it belongs. */
  private slotOf(a: number, b: number, c: number): number {
    const { slots, length } = this;
    let slot = Math.floor(((Math.imul(a, SPREAD) >>> 0) * length) / TWO_32);
    for (;;) {
      const base = 3 * slot;
      const x = slots[base] as number;
      const y = slots[base + 1] as number;
      const z = slots[base + 2] as number;
      if ((x | y | z) === 0 || (x === a && y === b && z === c)) return slot;
      slot = slot + 1 === length ? 0 : slot + 1;
    }
  }

  private grow(): void {
    const { slots: old, weights: oldWeights } = this;
    this.length = Math.ceil(GROWTH * this.length);
    this.slots = new Uint32Array(3 * this.length);
    this.weights = oldWeights === null ? null : new Float64Array(this.length).fill(1);
    for (let base = 0; base < old.length; base += 3) {
      const a = old[base] as number;
      const b = old[base + 1] as number;
      const c = old[base + 2] as number;
      if ((a | b | c) === 0) continue;
      const slot = this.slotOf(a, b, c);
      this.slots[3 * slot] = a;
      this.slots[3 * slot + 1] = b;
      this.slots[3 * slot + 2] = c;
      if (this.weights !== null && oldWeights !== null) this.weights[slot] = oldWeights[base / 3] as number;
    }
  }
}
