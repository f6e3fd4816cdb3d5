/** Puts the partners of an account in order: a row of the projection comes out in the order its entities are walked. */

const FEW = 24;

export type PartnerOrder = (partners: Uint32Array, values: Float64Array, length: number) => void;

/**
 * Sorts `partners[0 .. length)`, each there once, and `values` with them. Few are sorted by insertion; many by marking
 * them in a set of bits with two levels above it, which costs a few instructions a partner where comparing costs their
 * logarithm. `dense` has a place for each account and is scratch.
 */
export function createPartnerOrder(dense: Float64Array): PartnerOrder {
  const bits = new Int32Array((dense.length >>> 5) + 1);
  const words = new Int32Array((bits.length >>> 5) + 1);
  const groups = new Int32Array((words.length >>> 5) + 1);
  return (partners, values, length) => {
    if (length <= FEW) return insertInOrder(partners, values, length);
    for (let i = 0; i < length; i++) {
      const b = partners[i] as number;
      dense[b] = values[i] as number;
      bits[b >>> 5] = (bits[b >>> 5] as number) | (1 << (b & 31));
      words[b >>> 10] = (words[b >>> 10] as number) | (1 << ((b >>> 5) & 31));
      groups[b >>> 15] = (groups[b >>> 15] as number) | (1 << ((b >>> 10) & 31));
    }
    takeInOrder({ dense, bits, words, groups }, partners, values);
  };
}

function insertInOrder(partners: Uint32Array, values: Float64Array, length: number): void {
  for (let i = 1; i < length; i++) {
    const b = partners[i] as number;
    const value = values[i] as number;
    let j = i - 1;
    for (; j >= 0 && (partners[j] as number) > b; j--) {
      partners[j + 1] = partners[j] as number;
      values[j + 1] = values[j] as number;
    }
    partners[j + 1] = b;
    values[j + 1] = value;
  }
}

type Marks = {
  readonly dense: Float64Array;
  readonly bits: Int32Array;
  readonly words: Int32Array;
  readonly groups: Int32Array;
};

/** Writes the marked accounts, ascending, over `partners`, and takes the marks away. */
function takeInOrder({ dense, bits, words, groups }: Marks, partners: Uint32Array, values: Float64Array): void {
  let taken = 0;
  for (let g = 0; g < groups.length; g++) {
    for (let group = groups[g] as number; group !== 0; group &= group - 1) {
      const w = (g << 5) | lowestBit(group);
      for (let word = words[w] as number; word !== 0; word &= word - 1) {
        const i = (w << 5) | lowestBit(word);
        for (let marks = bits[i] as number; marks !== 0; marks &= marks - 1) {
          const b = (i << 5) | lowestBit(marks);
          partners[taken] = b;
          values[taken++] = dense[b] as number;
          dense[b] = 0;
        }
        bits[i] = 0;
      }
      words[w] = 0;
    }
    groups[g] = 0;
  }
}

function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}
