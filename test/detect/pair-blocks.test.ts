import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAR, HEADER, indexBlock, layOutBlocks } from '../../src/detect/pair-blocks.ts';

const ACCOUNTS = 3_000;

describe('layOutBlocks', () => {
  it('gives each account of the range the later holders of its entities, copied or pointed at, in any number of parts', () => {
    const entity = fc.tuple(fc.uniqueArray(fc.nat(ACCOUNTS - 1), { maxLength: 50, size: 'max' }), fc.boolean());
    const limits = fc.tuple(fc.nat(ACCOUNTS), fc.nat(ACCOUNTS), fc.constantFrom(1, 100, 1_000_000));
    fc.assert(
      fc.property(fc.array(entity, { maxLength: 8, size: 'max' }), limits, (entities, [x, y, mostWords]) => {
        const [from, to] = [Math.min(x, y), Math.max(x, y)];
        const rows = entities.map(([accounts]) => accounts.sort((p, q) => p - q));
        const holders = {
          entityOffsets: Uint32Array.from([0, ...rows.map((_, e) => rows.slice(0, e + 1).flat().length)]),
          entityAccounts: Uint32Array.from(rows.flat()),
          entityQuanta: Uint32Array.from(entities, ([, makesPairs], e) => (makesPairs ? e + 1 : 0)),
        };
        const expected = entities.flatMap(([, makesPairs], e) =>
          (rows[e] ?? []).flatMap((account, i, row) =>
            makesPairs && account >= from && account < to && i + 1 < row.length
              ? [[account, e, ...row.slice(i + 1)].join(' ')]
              : [],
          ),
        );
        expect(listsOf(holders, from, to, mostWords).sort()).toEqual(expected.sort());
      }),
    );
  });
});

function listsOf(holders: Parameters<typeof layOutBlocks>[0], from: number, to: number, mostWords: number): string[] {
  const found: string[] = [];
  for (const blocks of layOutBlocks(holders, from, to, mostWords)) {
    const { words, bits } = blocks;
    if (blocks.starts.length > 2) expect(words.length).toBeLessThanOrEqual(mostWords);
    for (let block = 0; block + 1 < blocks.starts.length; block++) {
      const { rows, lists } = indexBlock(blocks, block);
      for (let row = 0; row < 1 << bits; row++) {
        for (const place of lists.subarray(rows[row], rows[row + 1])) {
          const account = words[place] ?? -1;
          expect(account).toBe(blocks.from + (block << bits) + row);
          const length = words[place + 2] ?? 0;
          const start = words[place + HEADER] ?? 0;
          const later =
            length >= FAR
              ? holders.entityAccounts.subarray(start, start + length - FAR)
              : words.subarray(place + HEADER, place + HEADER + length);
          found.push([account, words[place + 1], ...later].join(' '));
        }
      }
    }
  }
  return found;
}
