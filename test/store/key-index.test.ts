import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKeyHasher, SEED_WORDS } from '../../src/store/drivers/sqlite/key-hasher.ts';
import { DUPLICATE, KeyIndex, NEW, RAISED } from '../../src/store/drivers/sqlite/key-index.ts';
import { NamePool } from '../../src/store/name-pool.ts';

describe('the index of keys', () => {
  it('answers as a map of keys to largest weights does, also while it grows', () => {
    const word = fc.constantFrom(0, 1, 2, 0xffffffff);
    const put = fc.tuple(word, word, fc.nat(9_000), fc.constantFrom(1, 1, 2, 0.5));
    fc.assert(
      fc.property(fc.array(put, { maxLength: 400 }), (puts) => {
        const index = new KeyIndex();
        const known = new Map<string, number>();
        for (const [a, b, c, weight] of puts) {
          // The all-zero key is kept as (0, 1, 0).
          const name = a === 0 && b === 0 && c === 0 ? '0,1,0' : `${a},${b},${c}`;
          const before = known.get(name);
          const expected = before === undefined ? NEW : weight > before ? RAISED : DUPLICATE;
          expect(index.put(a, b, c, weight)).toBe(expected);
          if (expected !== DUPLICATE) known.set(name, weight);
        }
        expect(index.size).toBe(known.size);
      }),
    );
  });

  it('keeps weights while it grows past its first size', () => {
    const index = new KeyIndex();
    for (let i = 0; i < 50_000; i++) expect(index.put(i, 7, 7, i % 10)).toBe(NEW);
    for (let i = 0; i < 50_000; i++) {
      expect(index.put(i, 7, 7, i % 10)).toBe(DUPLICATE);
      if (i % 100 === 0) expect(index.put(i, 7, 7, 11)).toBe(RAISED);
    }
  });
});

describe('the hash of an edge', () => {
  it('differs for each of a million edges that differ in one small number', () => {
    const hasher = createKeyHasher(Int32Array.from({ length: SEED_WORDS }, (_, i) => Math.imul(i + 1, 0x9e3779b1)));
    const seen = new KeyIndex();
    for (let i = 0; i < 1_000_000; i++) {
      hasher.hashEdge(
        i % 100,
        1,
        Math.floor(i / 100) % 100,
        i < 500_000 ? Number.NaN : 0,
        Math.floor(i / 10_000),
        0,
        0,
      );
      seen.put(hasher.key[0] as number, hasher.key[1] as number, hasher.key[2] as number, 1);
    }
    expect(seen.size).toBe(1_000_000);
  });
});

describe('a pool of names', () => {
  it('gives a name its number for ever, and numbers of erased ones to nobody', () => {
    const bytes = new TextEncoder().encode('abcd');
    const pool = new NamePool();
    pool.putAt(3, bytes, 0, 1);
    pool.putAt(5, bytes, 1, 2);
    pool.skipTo(9);
    expect([pool.find(bytes, 0, 1), pool.find(bytes, 1, 2), pool.find(bytes, 2, 3)]).toEqual([3, 5, -1]);
    expect([pool.intern(bytes, 2, 3), pool.intern(bytes, 0, 1), pool.size]).toEqual([9, 3, 10]);
    const before = pool.table();
    pool.intern(bytes, 3, 4);
    expect([before.size, before.offsets.length, pool.table().size]).toEqual([10, 11, 11]);
    expect(new NamePool().find(bytes, 0, 0)).toBe(-1);
  });
});
