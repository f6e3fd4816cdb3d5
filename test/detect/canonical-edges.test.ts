import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalEdges } from '../../src/detect/canonical-edges.ts';
import { selectWindow } from '../../src/detect/window.ts';
import type { EdgeColumns } from '../../src/model/edge.ts';
import { compareText, type StringTable, stringAt } from '../../src/model/string-table.ts';
import { type EdgeRow, makeColumns, rowsOf } from './make-columns.ts';

const id = fc.oneof(
  fc.constantFrom('a', 'ab', 'abcdef', 'abcdefg', 'abcdefgh', 'abcdefghijklm', 'z', 'é', '漢字', '10', '9'),
  fc.string({ minLength: 1, maxLength: 14, unit: 'grapheme' }),
);
const row: fc.Arbitrary<EdgeRow> = fc.record(
  {
    account: id,
    layer: fc.constantFrom('x', 'y'),
    entity: id,
    at: fc.constantFrom(null, 0, 5, 1_700_000_000_000, 1_700_000_000_001),
    event: fc.constantFrom('', 'e1', 'e2'),
    source: fc.constantFrom('', 's'),
    weight: fc.constantFrom(1, 2, 0.5),
  },
  { requiredKeys: ['account', 'layer', 'entity'] },
);
const rows = fc.array(row, { maxLength: 80 });
/** So few ids that an entity has many rows, and many of them are repeats. */
const crowded = fc.array(
  fc.record({
    account: fc.nat(40).map(String),
    layer: fc.constantFrom('x', 'y'),
    entity: fc.constantFrom('hub', 'other'),
    at: fc.oneof(fc.constant(null), fc.nat(5)),
    event: fc.constantFrom('', 'e1', 'e2'),
    source: fc.constantFrom('', 's', 't'),
    weight: fc.constantFrom(1, 2, 3),
  }),
  { maxLength: 300, size: 'max' },
);

function naiveRows(edges: readonly EdgeRow[]): readonly string[] {
  const order = (x: EdgeRow, y: EdgeRow): number =>
    compareText(x.layer, y.layer) ||
    compareText(x.entity, y.entity) ||
    compareText(x.account, y.account) ||
    (x.at ?? -1) - (y.at ?? -1) ||
    compareText(x.source ?? '', y.source ?? '') ||
    compareText(x.event ?? '', y.event ?? '');
  const sorted = [...edges].sort((x, y) => order(x, y) || (y.weight ?? 1) - (x.weight ?? 1));
  return sorted
    .filter((edge, i) => i === 0 || order(sorted[i - 1] ?? edge, edge) !== 0)
    .map(({ layer, entity, account, at, source = '', event = '', weight = 1 }) =>
      [layer, entity, account, at ?? Number.NaN, source, event, weight].join('|'),
    );
}

function shuffled<Item>(items: readonly Item[], stream: fc.Stream<number>): Item[] {
  return items
    .map((item) => ({ item, key: stream.next().value ?? 0 }))
    .sort((x, y) => x.key - y.key)
    .map(({ item }) => item);
}

const listOf = (table: StringTable) => Array.from({ length: table.size }, (_, i) => stringAt(table, i));

describe('canonicalEdges', () => {
  it('sorts and merges as a comparison of whole rows does, few rows of an entity and many', () => {
    fc.assert(
      fc.property(fc.oneof(rows, crowded), (edges) => {
        expect(rowsOf(canonicalEdges(makeColumns(edges)))).toEqual(naiveRows(edges));
      }),
    );
  });

  it('gives equal sets of edges equal columns in every bit, in any order, with repeats and ids that nobody uses', () => {
    fc.assert(
      fc.property(fc.oneof(rows, crowded), fc.infiniteStream(fc.nat()), (edges, stream) => {
        const again = makeColumns(shuffled([...edges, ...edges.slice(0, 5)], stream));
        const alone = makeColumns([...shuffled(edges, stream), { account: '!', layer: '!', entity: '!', at: 99 }]);
        const windowed = selectWindow(alone, { from: null, to: null });
        const withUnused = { ...windowed, length: edges.length, ...cutLast(windowed, edges.length) };
        const canonical = canonicalEdges(makeColumns(edges));
        expect(canonicalEdges(again)).toEqual(canonical);
        expect(canonicalEdges(withUnused)).toEqual(canonical);
      }),
    );
  });

  it('has each used id once, sorted by UTF-8 bytes', () => {
    fc.assert(
      fc.property(rows, (edges) => {
        const columns = canonicalEdges(selectWindow(makeColumns(edges), { from: 3, to: 1_700_000_000_001 }));
        const inside = edges.filter(({ at }) => at === undefined || at === null || (at >= 3 && at < 1_700_000_000_001));
        expect(listOf(columns.accounts)).toEqual([...new Set(inside.map(({ account }) => account))].sort(compareText));
        expect(listOf(columns.entities)).toEqual([...new Set(inside.map(({ entity }) => entity))].sort(compareText));
        expect(listOf(columns.layers)).toEqual([...new Set(inside.map(({ layer }) => layer))].sort(compareText));
      }),
    );
  });

  it('leaves the columns that it was given as they were', () => {
    fc.assert(
      fc.property(fc.oneof(rows, crowded), (edges) => {
        const columns = makeColumns(edges);
        canonicalEdges(columns);
        expect(columns).toEqual(makeColumns(edges));
      }),
    );
  });

  it('copies nothing of columns that are canonical already', () => {
    const canonical = canonicalEdges(
      makeColumns([
        { account: 'b', layer: 'x', entity: 'e', at: 3, weight: 2, event: 'one' },
        { account: 'a', layer: 'x', entity: 'e', at: 4, source: 's', event: 'two' },
      ]),
    );
    const again = canonicalEdges(canonical);
    expect(again).toEqual(canonical);
    for (const name of ['account', 'layer', 'entity', 'at', 'weight', 'accounts', 'entities', 'layers'] as const) {
      expect(again[name]).toBe(canonical[name]);
    }
  });

  it('keeps the largest weight of the rows of one key, and none when all are 1', () => {
    const edge = { account: 'a', layer: 'x', entity: 'e' };
    const weightsOf = (weights: readonly number[]) =>
      canonicalEdges(makeColumns(weights.map((weight) => ({ ...edge, weight })))).weight;
    expect(weightsOf([2, 7, 3])).toEqual(Float64Array.of(7));
    expect(weightsOf([0.5, 1])).toBeNull();
    expect(weightsOf([0.5])).toEqual(Float64Array.of(0.5));
  });

  it('has the empty string first among events and sources, and no column of them when no row has one', () => {
    const edge = { account: 'a', layer: 'x', entity: 'e' };
    const all = canonicalEdges(makeColumns([{ ...edge, event: 'z', source: '' }]));
    expect(listOf(all.events)).toEqual(['', 'z']);
    expect([...(all.event ?? [])]).toEqual([1]);
    expect(all.source).toBeNull();
    expect(canonicalEdges(makeColumns([{ ...edge, event: '' }]))).toEqual(canonicalEdges(makeColumns([edge])));
  });

  it('takes minus zero for zero and refuses a fraction of a millisecond', () => {
    const at = (time: number) => makeColumns([{ account: 'a', layer: 'x', entity: 'e', at: time }]);
    expect(Object.is(canonicalEdges(at(-0)).at[0], 0)).toBe(true);
    expect(() => canonicalEdges(at(0.5))).toThrow('Row 0 of the edges has the time 0.5');
  });

  it('takes no edges, and one', () => {
    expect(canonicalEdges(makeColumns([]))).toMatchObject({ length: 0, accounts: { size: 0 }, event: null });
    expect(rowsOf(canonicalEdges(makeColumns([{ account: 'a', layer: 'x', entity: 'e' }])))).toEqual(['x|e|a|NaN|||1']);
  });
});

function cutLast(columns: EdgeColumns, length: number): Partial<EdgeColumns> {
  const { account, layer, entity, at, event, source, weight } = columns;
  return {
    account: account.slice(0, length),
    layer: layer.slice(0, length),
    entity: entity.slice(0, length),
    at: at.slice(0, length),
    event: event?.slice(0, length) ?? null,
    source: source?.slice(0, length) ?? null,
    weight: weight?.slice(0, length) ?? null,
  };
}
