/**
 * The only source of chance: xoshiro128** (Blackman & Vigna 2021, Scrambled linear pseudorandom number generators,
 * doi 10.1145/3460772), its state spread from one seed by splitmix32. 128 bits of state in 32-bit words, since
 * JavaScript has no fast 64-bit integers; the same numbers on every machine.
 */
import type { Random } from '../model/graph.ts';

const TWO_TO_MINUS_53 = 2 ** -53;

/** Equal seeds (safe integers) give equal sequences, different ones different states. */
export function createRandom(seed: number): Random {
  const low = splitmix32(seed | 0);
  const high = splitmix32(Math.floor(seed / 2 ** 32) | 0);
  let a = low();
  let b = low();
  let c = high();
  let d = high();
  const next = (): number => {
    const scrambled = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return scrambled;
  };
  return () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) * TWO_TO_MINUS_53;
}

/** Fisher and Yates, in place: every order equally likely. Returns its argument. */
export function shuffle(numbers: Uint32Array, random: Random): Uint32Array {
  for (let i = numbers.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = numbers[i] as number;
    numbers[i] = numbers[j] as number;
    numbers[j] = kept;
  }
  return numbers;
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function splitmix32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
}
