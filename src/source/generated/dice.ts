/**
 * Chance for made-up worlds: sfc32 (Chris Doty-Humphrey, PractRand 0.93), 128 bits of state in 32-bit words, as JavaScript
 * has no fast 64-bit integers. Every stream of every seed starts elsewhere, so that a new part of a world moves no other.
 */
const TWO_TO_MINUS_32 = 2 ** -32;

export class Dice {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  /** Equal seed (a safe integer) and equal stream give equal numbers. */
  constructor(seed: number, stream: string) {
    const key = keyOf(seed, stream);
    this.a = scramble(key, 0x9e3779b9);
    this.b = scramble(this.a, 0x85ebca6b);
    this.c = scramble(this.b, 0xc2b2ae35);
    // Its author's 15 rounds until the state is mixed.
    for (let round = 0; round < 15; round++) this.word();
  }

  /** In [0, 1), 32 bits of it. */
  unit(): number {
    return this.word() * TWO_TO_MINUS_32;
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** A whole number in [0, count). */
  below(count: number): number {
    return Math.floor(this.unit() * count);
  }

  /** A whole number in [least, most]. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** In [least, most), every order of magnitude as likely as the others. */
  spread(least: number, most: number): number {
    return least * (most / least) ** this.unit();
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.unit());
  }

  /** Box and Muller; `sigma` is the standard deviation of the logarithm. */
  logNormal(median: number, sigma: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.unit())) * Math.cos(2 * Math.PI * this.unit());
    return median * Math.exp(sigma * normal);
  }

  pick<Item>(items: ArrayLike<Item>): Item {
    return items[this.below(items.length)] as Item;
  }

  private word(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
}

/** The finish of MurmurHash3 on 32 bits: no two numbers come to the same one under the same key. */
export function scramble(number: number, key: number): number {
  let mixed = number ^ key;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** FNV-1a of the stream's name, over the seed. */
export function keyOf(seed: number, stream: string): number {
  let key = scramble(scramble(seed | 0, 0x811c9dc5), Math.floor(seed / 2 ** 32) | 0);
  for (let i = 0; i < stream.length; i++) key = Math.imul(key ^ stream.charCodeAt(i), 0x01000193);
  return key >>> 0;
}
