import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumShared } from '../../src/detect/pair-shared.ts';
import { inTurn } from '../../src/model/ports.ts';
import { makeLayer, type Row } from './make-layer.ts';

const ACCOUNTS = 30;
const CAP = 23;
/** Of the others; they hold the first entities, so that walking holders costs more than walking a few partners. */
const CROWD = Array.from({ length: 20 }, (_, i): Row[] => [0, 1, 2].map((e): Row => [i + 9, e, 7])).flat();

describe('sumShared', () => {
  it('equals brute force for any pairs, whether holders or the entities of partners are walked', async () => {
    const row = fc.tuple(fc.nat(9), fc.nat(5), fc.option(fc.constant(7), { nil: undefined }));
    const pair = fc
      .tuple(fc.nat(9), fc.nat(9))
      .filter(([a, b]) => a < b)
      .map(([a, b]) => a * ACCOUNTS + b);
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 80 }),
        fc.uniqueArray(pair, { minLength: 1, maxLength: 12 }),
        fc.constantFrom<Row[]>([], CROWD),
        async (few, keys, crowd) => {
          const rows: Row[] = [...few.map(([a, e, at]): Row => (at === undefined ? [a, e] : [a, e, at])), ...crowd];
          const sorted = keys.sort((x, y) => x - y);
          const pairs = {
            length: sorted.length,
            a: Uint32Array.from(sorted, (key) => Math.floor(key / ACCOUNTS)),
            b: Uint32Array.from(sorted, (key) => key % ACCOUNTS),
          };
          const layer = makeLayer('action', ACCOUNTS, rows);
          const values = [Float64Array.from(layer.entityIds, (e) => 1 / (e + 3))];
          const { shared, sums } = await sumShared(layer, pairs, { cap: CAP, values }, inTurn);
          const expected = sorted.map((key) => sharedByHand(rows, Math.floor(key / ACCOUNTS), key % ACCOUNTS));
          expect([...shared]).toEqual(expected.map((entities) => entities.length));
          expect([...(sums[0] ?? [])]).toEqual(
            expected.map((entities) => entities.reduce((sum, e) => sum + 1 / (e + 3), 0)),
          );
        },
      ),
    );
  });

  it('leaves out an entity on which only one of the two has a time', async () => {
    const rows: Row[] = [
      [0, 0, 5],
      [1, 0],
      [0, 1, 5],
      [1, 1, 9],
    ];
    const layer = makeLayer('action', 2, rows);
    const one = { length: 1, a: Uint32Array.of(0), b: Uint32Array.of(1) };
    expect((await sumShared(layer, one, { cap: CAP, values: [] }, inTurn)).shared).toEqual(Float64Array.of(1));
  });
});

/** Entities that both hold with a time, of those that at most `CAP` hold. */
function sharedByHand(rows: readonly Row[], a: number, b: number): number[] {
  const holds = (account: number, e: number) => rows.some(([x, y, at]) => x === account && y === e && at !== undefined);
  const population = (e: number) => new Set(rows.filter(([, y]) => y === e).map(([x]) => x)).size;
  const entities = [...new Set(rows.map(([, e]) => e))].sort((x, y) => x - y);
  return entities.filter((e) => population(e) <= CAP && holds(a, e) && holds(b, e));
}
