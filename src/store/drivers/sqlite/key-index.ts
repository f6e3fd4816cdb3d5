/** Slots in use at most. 12 B a slot: 10 M edges take 201 MB, 50 M take 805 MB. */
const FULLEST = 0.75;
const FIRST_SLOTS = 1 << 14;

/** What a row tells: an edge not seen before, one seen with a smaller weight, or nothing. */
export const NEW = 0;
export const RAISED = 1;
export const DUPLICATE = 2;

/**
 * The keys of all edges in the store as 96-bit hashes, each with the largest weight so far. Two different edges fall together
 * with a chance of 10^-11 in 10^9 edges, so a match is taken as the same edge; the hash is keyed by the store's own random
 * seed, so nobody can prepare edges that fall together.
 *
 * Weights take memory only once one differs from 1.
 */
export class KeyIndex {
  private used = 0;
  private mask = FIRST_SLOTS - 1;
  /** Three words a slot; the all-zero key is moved aside by `put`, so that zeros mean free. */
  private slots = new Uint32Array(3 * FIRST_SLOTS);
  private weights: Float64Array | null = null;

  get size(): number {
    return this.used;
  }

  put(first: number, second: number, third: number, weight: number): typeof NEW | typeof RAISED | typeof DUPLICATE {
    const b = (first | second | third) === 0 ? 1 : second >>> 0;
    const a = first >>> 0;
    const c = third >>> 0;
    const slot = this.slotOf(a, b, c);
    const base = 3 * slot;
    if (!this.isFree(base)) return this.raise(slot, weight);
    this.slots[base] = a;
    this.slots[base + 1] = b;
    this.slots[base + 2] = c;
    if (weight !== 1) this.weights ??= new Float64Array(this.mask + 1).fill(1);
    if (this.weights !== null) this.weights[slot] = weight;
    this.used++;
    if (this.used > FULLEST * this.mask) this.grow();
    return NEW;
  }

  private raise(slot: number, weight: number): typeof RAISED | typeof DUPLICATE {
    const known = this.weights === null ? 1 : (this.weights[slot] as number);
    if (weight <= known) return DUPLICATE;
    this.weights ??= new Float64Array(this.mask + 1).fill(1);
    this.weights[slot] = weight;
    return RAISED;
  }

  private isFree(base: number): boolean {
    const { slots } = this;
    return ((slots[base] as number) | (slots[base + 1] as number) | (slots[base + 2] as number)) === 0;
  }

  private slotOf(a: number, b: number, c: number): number {
    const { slots, mask } = this;
    let slot = a & mask;
    for (;;) {
      const base = 3 * slot;
      const x = slots[base] as number;
      const y = slots[base + 1] as number;
      const z = slots[base + 2] as number;
      if ((x | y | z) === 0 || (x === a && y === b && z === c)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private grow(): void {
    const { slots: old, weights: oldWeights } = this;
    this.mask = 2 * this.mask + 1;
    this.slots = new Uint32Array(3 * (this.mask + 1));
    this.weights = oldWeights === null ? null : new Float64Array(this.mask + 1).fill(1);
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
