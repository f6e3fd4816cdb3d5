import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalEdges } from '../../src/detect/canonical-edges.ts';
import { buildLayer } from '../../src/detect/layer.ts';
import { DEFAULT_SETTINGS } from '../../src/model/layer.ts';
import { compareText, type StringTable, stringAt } from '../../src/model/string-table.ts';
import { type EdgeRow, makeColumns } from './make-columns.ts';
import { makeLayer, type Row } from './make-layer.ts';

const cell = fc.record({
  account: fc.nat(5).map((a) => `a${a}`),
  layer: fc.constantFrom('w', 'x', 'y'),
  entity: fc.nat(6).map((e) => `e${e}`),
  at: fc.constantFrom(null, 5, 7, 9),
  event: fc.constantFrom('', 'one'),
});
const listOf = (table: StringTable) => Array.from({ length: table.size }, (_, i) => stringAt(table, i));
const why = 'Told so.';

function naiveLayer(edges: readonly EdgeRow[], layer: string, cap: number) {
  const accounts = [...new Set(edges.map(({ account }) => account))].sort(compareText);
  const entities = [...new Set(edges.map(({ entity }) => entity))].sort(compareText);
  const rows = edges
    .filter((edge) => edge.layer === layer)
    .map(({ account, entity, at }): Row => {
      const place = [accounts.indexOf(account), entities.indexOf(entity)] as const;
      return typeof at === 'number' ? [...place, at] : place;
    });
  return makeLayer('action', accounts.length, rows, { cap }, layer);
}

describe('buildLayer', () => {
  it('equals each layer made the naive way', () => {
    fc.assert(
      fc.property(
        fc.array(cell, { minLength: 1, maxLength: 60, size: 'max' }),
        fc.integer({ min: 1, max: 4 }),
        (edges, cap) => {
          const columns = canonicalEdges(makeColumns(edges));
          listOf(columns.layers).forEach((name, l) => {
            const built = buildLayer(columns, l, { ...DEFAULT_SETTINGS.action, cap }, 'made for a test');
            const { edgeCount, ...rest } = built;
            expect(rest).toEqual({ ...naiveLayer(edges, name, cap), edgeCount: undefined });
            expect(edgeCount).toBe(columns.layer.filter((layer) => layer === l).length);
          });
        },
      ),
    );
  });

  it('knows which entities are accounts, by their whole ids', () => {
    const edge = (account: string, entity: string) => ({ account, layer: 'x', entity });
    const columns = canonicalEdges(makeColumns([edge('b', 'a'), edge('a', 'ab'), edge('ac', 'abc'), edge('a', 'b')]));
    const layer = buildLayer(columns, 0, DEFAULT_SETTINGS.interaction, why);
    const matched = [...layer.entityIds].map((id, e) => [stringAt(columns.entities, id), layer.entityAsAccount?.[e]]);
    expect(matched).toEqual([
      ['a', 0],
      ['ab', -1],
      ['abc', -1],
      ['b', 2],
    ]);
    expect(buildLayer(columns, 0, DEFAULT_SETTINGS.action, why).entityAsAccount).toBeNull();
  });

  it('leaves the edges of an account to itself out of an interaction layer, and says how many', () => {
    const edge = (account: string, entity: string, at?: number) => ({ account, layer: 'x', entity, at: at ?? null });
    const columns = canonicalEdges(
      makeColumns([edge('a', 'a', 1), edge('a', 'a', 2), edge('a', 'b', 3), edge('b', 'b'), edge('c', 'b', 4)]),
    );
    const layer = buildLayer(columns, 0, DEFAULT_SETTINGS.interaction, why);
    expect(layer).toMatchObject({
      edgeCount: 2,
      entityCount: 1,
      typeReason: 'Told so. Left out: 3 of an account with itself.',
    });
    expect([...layer.entityAccounts]).toEqual([0, 2]);
    expect([...layer.at]).toEqual([3, 4]);
    expect([...(layer.entityAsAccount ?? [])]).toEqual([1]);
    const action = buildLayer(columns, 0, DEFAULT_SETTINGS.action, why);
    expect(action).toMatchObject({ edgeCount: 5, entityCount: 2, typeReason: why });
  });

  it('builds a layer all of whose edges lead to themselves, or that has no rows', () => {
    const columns = canonicalEdges(makeColumns([{ account: 'a', layer: 'x', entity: 'a' }]));
    const layer = buildLayer(columns, 0, DEFAULT_SETTINGS.interaction, why);
    expect(layer).toMatchObject({ edgeCount: 0, entityCount: 0, entityOffsets: Uint32Array.of(0) });
    expect(layer.accountOffsets).toEqual(Uint32Array.of(0, 0));
    const none = {
      ...columns,
      length: 0,
      account: new Uint32Array(0),
      layer: new Uint16Array(0),
      entity: new Uint32Array(0),
      at: new Float64Array(0),
    };
    expect(buildLayer(none, 0, DEFAULT_SETTINGS.taste, why)).toMatchObject({ edgeCount: 0, entityCount: 0 });
  });

  it('lists an entity when its population is over the cap, not when it is at it', () => {
    const rows = ['a', 'b', 'c'].map((account) => ({ account, layer: 'x', entity: 'three' }));
    const columns = canonicalEdges(
      makeColumns([...rows, ...rows.map((own) => ({ ...own, at: 5 })), { account: 'a', layer: 'x', entity: 'alone' }]),
    );
    expect([...buildLayer(columns, 0, { ...DEFAULT_SETTINGS.resource, cap: 2 }, why).cappedEntities]).toEqual([1]);
    expect([...buildLayer(columns, 0, { ...DEFAULT_SETTINGS.resource, cap: 3 }, why).cappedEntities]).toEqual([]);
  });
});
