import { finish } from '../../hash-bytes.ts';

const WORD = 2 ** 32;
const LANES = 3;

/** Words of an edge that its key is made of: numbers of its names, its time in two halves, two hashes of its event. */
const WORDS = 8;

/**
 * Hashes edges to 96 bits: three lanes of multiply and shift, each with a seed and an odd factor of its own. `seeds` is the
 * store's secret of ten words, drawn once when the store is made.
 */
export type KeyHasher = {
  readonly hashEdge: (
    account: number,
    layer: number,
    entity: number,
    at: number,
    source: number,
    event: number,
    eventToo: number,
  ) => void;
  /** The three words of the last edge. */
  readonly key: Uint32Array;
  /** Seeds and factors for the two hashes of an event's bytes. */
  readonly eventSeeds: readonly [seed: number, factor: number, seedToo: number, factorToo: number];
};

export const SEED_WORDS = 2 * LANES + 4;

export function createKeyHasher(seeds: Int32Array): KeyHasher {
  const words = new Int32Array(WORDS);
  const key = new Uint32Array(LANES);
  const seedAt = (place: number) => seeds[place] as number;
  return {
    key,
    eventSeeds: [seedAt(6), seedAt(7) | 1, seedAt(8), seedAt(9) | 1],
    hashEdge: (account, layer, entity, at, source, event, eventToo) => {
      words[0] = account;
      words[1] = layer;
      words[2] = entity;
      words[3] = Number.isNaN(at) ? -1 : at % WORD;
      words[4] = Number.isNaN(at) ? -1 : Math.floor(at / WORD);
      words[5] = source;
      words[6] = event;
      words[7] = eventToo;
      for (let lane = 0; lane < LANES; lane++) {
        const factor = (seeds[2 * lane + 1] as number) | 1;
        let hash = seeds[2 * lane] as number;
        for (let word = 0; word < WORDS; word++) {
          hash = Math.imul(hash ^ (words[word] as number), factor);
          hash ^= hash >>> 15;
        }
        key[lane] = finish(hash);
      }
    },
  };
}
