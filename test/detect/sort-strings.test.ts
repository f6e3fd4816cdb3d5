import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankStrings } from '../../src/detect/rank-strings.ts';
import { sortStrings } from '../../src/detect/sort-strings.ts';
import { bytesAt, compareAt, compareBytes, type StringTable } from '../../src/model/string-table.ts';

function tableOfBytes(strings: readonly Uint8Array[]): StringTable {
  const offsets = new Float64Array(strings.length + 1);
  strings.forEach((bytes, i) => {
    offsets[i + 1] = (offsets[i] ?? 0) + bytes.length;
  });
  return { size: strings.length, bytes: Uint8Array.from(strings.flatMap((bytes) => [...bytes])), offsets };
}

/** Few kinds of bytes, zero and the largest among them, so that beginnings are shared and ends differ in length. */
const bytes = fc.array(fc.constantFrom(0, 1, 97, 98, 255), { maxLength: 20 }).map((list) => Uint8Array.from(list));
/** A beginning shared by many, longer than what is compared at once. */
const prefixed = fc
  .tuple(fc.constantFrom('', 'https://example.org/', 'https://example.com/'), bytes)
  .map(([text, rest]) => Uint8Array.from([...new TextEncoder().encode(text), ...rest]));
const strings = fc.array(prefixed, { maxLength: 200, size: 'max' });

describe('sortStrings', () => {
  it('sorts any bytes as a comparison of bytes does, few strings and many', () => {
    fc.assert(
      fc.property(strings, (list) => {
        const table = tableOfBytes(list);
        const ids = Uint32Array.from(list.keys());
        sortStrings(table, ids);
        const naive = [...list.keys()].sort((i, j) => compareAt(table, i, j));
        expect([...ids].map((id) => [...bytesAt(table, id)])).toEqual(naive.map((id) => [...bytesAt(table, id)]));
        expect(new Set(ids).size).toBe(list.length);
      }),
    );
  });
});

describe('rankStrings', () => {
  it('gives each used string its place among the distinct used ones, in byte order', () => {
    fc.assert(
      fc.property(strings, fc.infiniteStream(fc.nat()), (list, stream) => {
        const table = tableOfBytes(list);
        const pick = () => (stream.next().value ?? 0) % list.length;
        const column = Uint32Array.from({ length: Math.min(list.length, 60) }, pick);
        const ranked = rankStrings(table, column);
        const keys = [...column].map((id) => [...bytesAt(table, id)].join(' '));
        const distinct = [...new Map([...column].map((id, i) => [keys[i], bytesAt(table, id)] as const)).values()];
        const wanted = distinct.sort(compareBytes).map((own) => [...own]);
        expect(Array.from({ length: ranked.table.size }, (_, i) => [...bytesAt(ranked.table, i)])).toEqual(wanted);
        for (const id of column) {
          const rank = ranked.rankOf === null ? id : (ranked.rankOf[id] ?? -1);
          expect([...bytesAt(ranked.table, rank)]).toEqual([...bytesAt(table, id)]);
        }
        expect(ranked.table.offsets.length).toBe(ranked.table.size + 1);
        expect(ranked.table.bytes.length).toBe(ranked.table.offsets[ranked.table.size]);
      }),
    );
  });

  it('keeps a table that is in order, all used and exact', () => {
    const table = tableOfBytes([Uint8Array.of(1), Uint8Array.of(1, 0), Uint8Array.of(2)]);
    expect(rankStrings(table, Uint32Array.of(2, 0, 1))).toEqual({ table, rankOf: null });
    expect(rankStrings(table, Uint32Array.of(2, 0)).table.size).toBe(2);
    const roomy = { ...table, bytes: Uint8Array.of(...table.bytes, 9) };
    expect([...rankStrings(roomy, Uint32Array.of(2, 0, 1)).table.bytes]).toEqual([1, 1, 0, 2]);
  });
});
