import { describe, expect, it } from 'vitest';
import { canonicalEdges } from '../../src/detect/canonical-edges.ts';
import { buildLayer } from '../../src/detect/layer.ts';
import { findOutside } from '../../src/detect/outside-holders.ts';
import { DEFAULT_SETTINGS, type Layer, type LayerType } from '../../src/model/layer.ts';
import { tableOf } from '../../src/model/string-table.ts';
import type { LayerUniverse } from '../../src/model/universe.ts';
import { type EdgeRow, makeColumns } from './make-columns.ts';

type Told = { readonly [entity: string]: { readonly population: number; readonly at?: readonly number[] } };

function tell(told: Told, more: Partial<LayerUniverse> = {}): LayerUniverse {
  const names = Object.keys(told).sort();
  const timed = names.flatMap((name, place) => (told[name]?.at === undefined ? [] : [{ place, at: told[name].at }]));
  return {
    layer: 'link',
    entities: tableOf(names),
    populations: Uint32Array.from(names, (name) => told[name]?.population ?? 0),
    acting: null,
    actors: null,
    times: {
      entities: Uint32Array.from(timed, ({ place }) => place),
      offsets: Uint32Array.from([0, ...timed.map((_, i) => timed.slice(0, i + 1).flatMap(({ at }) => at).length)]),
      at: Float64Array.from(timed.flatMap(({ at }) => at)),
    },
    sample: null,
    ...more,
  };
}

/** The layer `link` of a part, built with what a universe of 100 accounts tells. */
function build(rows: readonly EdgeRow[], told: LayerUniverse, type: LayerType = 'action'): Layer {
  const part = canonicalEdges(makeColumns(rows));
  const outside = findOutside(part, { accounts: 100, mostHolders: 1_000, layers: [told], limits: [] });
  return buildLayer(part, 0, DEFAULT_SETTINGS[type], '', outside.get('link'));
}

const act = (account: string, entity: string, at: number | null = null): EdgeRow => ({
  account,
  layer: 'link',
  entity,
  at,
});

describe('the holders of a part of a whole', () => {
  it('that are outside are those told of the whole less those at hand', () => {
    const rows = [act('a', 'x', 1), act('b', 'x', 2), act('b', 'x', 3), act('a', 'y', 1)];
    const { beyond } = build(rows, tell({ x: { population: 5 }, z: { population: 9 } }));
    expect(beyond?.accounts).toBe(100);
    expect([...(beyond?.holders ?? [])]).toEqual([3, 0]);
  });

  it('have known times where all of them are told or at hand: first actions, those at hand taken out once each', () => {
    const rows = [act('a', 'x', 10), act('a', 'x', 99), act('b', 'x', 20), act('a', 'y', 5), act('a', 'z', 7)];
    const told = tell({
      x: { population: 4, at: [10, 10, 20, 30] },
      y: { population: 3 },
      z: { population: 1 },
    });
    const { beyond } = build(rows, told);
    expect([...(beyond?.isTimed ?? [])]).toEqual([1, 0, 1]);
    expect([...(beyond?.offsets ?? [])]).toEqual([0, 2, 2, 2]);
    expect([...(beyond?.at ?? [])]).toEqual([10, 30]);
  });

  it('put an entity over the cap that few at hand hold', () => {
    const rows = [act('a', 'x', 1), act('b', 'x', 2), act('a', 'y', 1)];
    const layer = build(rows, tell({ x: { population: 200_000 } }));
    expect([...layer.cappedEntities]).toEqual([0]);
  });

  it('that are accounts of the whole, where entities are accounts, are told from those that never act', () => {
    const told = tell(
      { b: { population: 3 }, far: { population: 1 }, shop: { population: 1 } },
      { acting: Uint8Array.of(1, 1, 0), actors: 50 },
    );
    const rows = [act('a', 'b'), act('a', 'far'), act('a', 'shop'), act('b', 'shop')];
    const { beyond } = build(rows, told, 'interaction');
    // b is at hand, far is not, shop is no account
    expect([...(beyond?.isActing ?? [])]).toEqual([0, 1, 0]);
    expect([...(beyond?.holders ?? [])]).toEqual([2, 0, 0]);
  });
});
