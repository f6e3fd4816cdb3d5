import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareText } from '../../src/model/string-table.ts';
import type { EdgeRow } from '../../src/store/column-builder.ts';
import { compareWords } from '../../src/store/compare-words.ts';
import { digestEdges } from '../../src/store/digest-edges.ts';
import { distinctEdges } from '../../src/store/distinct-edges.ts';
import { rowsOf, toColumns } from '../../src/store/edge-rows.ts';
import { joinColumns } from '../../src/store/gather-columns.ts';
import { sliceColumns } from '../../src/store/slice-columns.ts';

const word = fc.string({ unit: 'binary', maxLength: 4 }).filter((text) => text.isWellFormed());
const edge: fc.Arbitrary<EdgeRow> = fc.record({
  account: word,
  layer: fc.constantFrom('link', 'ip', 'é'),
  entity: word,
  at: fc.oneof(fc.constant(Number.NaN), fc.nat(3)),
  event: fc.constantFrom('', '', 'e'),
  source: fc.constantFrom('', 's'),
  weight: fc.constantFrom(1, 1, 2, 0.5),
});
const edges = fc.array(edge, { maxLength: 40 });

/** One text for each key, with its largest weight, by a way that has nothing in common with the code. */
function plainly(rows: readonly EdgeRow[]): readonly string[] {
  const best = new Map<string, number>();
  for (const { weight, ...key } of rows) {
    const name = JSON.stringify([key.layer, key.entity, key.account, key.at, key.source, key.event]);
    best.set(name, Math.max(best.get(name) ?? 0, weight));
  }
  return [...best].map(([name, weight]) => `${name} ${weight}`).sort();
}

describe('columns of edges', () => {
  it('hold the rows that went in, whichever way they were cut and joined', () => {
    fc.assert(
      fc.property(edges, fc.nat(40), (rows, at) => {
        const whole = toColumns(rows);
        const joined = joinColumns([sliceColumns(whole, 0, at), toColumns([]), sliceColumns(whole, at, 99)]);
        expect([...rowsOf(joined)]).toEqual(rows);
        const used = new Set(rows.map(({ entity }) => entity));
        expect(joined.entities.size).toBe(used.size);
      }),
    );
  });

  it('become distinct edges, each once with its largest weight', () => {
    fc.assert(
      fc.property(edges, (rows) => {
        expect(plainly([...rowsOf(distinctEdges(toColumns(rows)))])).toEqual(plainly(rows));
      }),
    );
  });

  it('have one digest whatever the order, the cuts and the repeats, and another when a row differs', () => {
    fc.assert(
      fc.property(edges, edge, fc.nat(40), (rows, other, at) => {
        const shuffled = [...rows.slice(at), ...rows.slice(0, at), ...rows.slice(0, 3)].reverse();
        const parts = [toColumns(shuffled.slice(0, 5)), toColumns(shuffled.slice(5))];
        expect(digestEdges(joinColumns(parts))).toBe(digestEdges(toColumns(rows)));
        const isKnown = plainly([...rows, other]).join() === plainly(rows).join();
        expect(digestEdges(toColumns([...rows, other])) === digestEdges(toColumns(rows))).toBe(isKnown);
      }),
    );
  });

  it('are ordered by the bytes of UTF-8', () => {
    fc.assert(
      fc.property(word, word, (a, b) => Math.sign(compareWords(a, b)) === Math.sign(compareText(a, b))),
      { numRuns: 2_000 },
    );
  });
});
