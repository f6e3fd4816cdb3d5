import { describe, expect, it } from 'vitest';
import type { EdgeRow } from '../../src/store/column-builder.ts';
import { toColumns } from '../../src/store/edge-rows.ts';
import { openStore } from '../../src/store/open-store.ts';

function row(account: string, layer: string, entity: string): EdgeRow {
  return { account, layer, entity, at: Number.NaN, event: '', source: '', weight: 1 };
}

async function openWith(rows: readonly EdgeRow[]) {
  const store = await openStore('memory:');
  await store.edges.appendBatch({ batchKey: 'all', source: 's', columns: toColumns(rows) });
  return store;
}

const ids = (found: { readonly accounts: readonly { readonly id: string; readonly hop: number }[] }) =>
  found.accounts.map(({ id, hop }) => `${id}@${hop}`);

describe('the neighbourhood of some accounts', () => {
  it('grows by one shared entity a hop', async () => {
    await using store = await openWith([
      row('a', 'device', 'd1'),
      row('b', 'device', 'd1'),
      row('b', 'ip', 'i1'),
      row('c', 'ip', 'i1'),
      row('c', 'ip', 'i2'),
      row('d', 'ip', 'i2'),
    ]);
    expect(ids(await store.edges.neighbourhood({ seeds: ['a'], hops: 0 }))).toEqual(['a@0']);
    expect(ids(await store.edges.neighbourhood({ seeds: ['a'], hops: 2 }))).toEqual(['a@0', 'b@1', 'c@2']);
  });

  it('goes along interactions both ways', async () => {
    await using store = await openWith([row('a', 'transfer', 'b'), row('c', 'transfer', 'a'), row('x', 'link', 'a')]);
    expect(ids(await store.edges.neighbourhood({ seeds: ['a'], hops: 1 }))).toEqual(['a@0', 'b@1', 'c@1']);
    expect(ids(await store.edges.neighbourhood({ seeds: ['b'], hops: 1 }))).toEqual(['b@0', 'a@1']);
  });

  it('does not follow what too many hold, and says so', async () => {
    const crowd = Array.from({ length: 9 }, (_, i) => row(`crowd ${i}`, 'ip', 'carrier'));
    await using store = await openWith([
      row('a', 'ip', 'carrier'),
      row('a', 'device', 'd'),
      row('b', 'device', 'd'),
      ...crowd,
    ]);
    const found = await store.edges.neighbourhood({ seeds: ['a'], hops: 1, bounds: { population: 5 } });
    expect(ids(found)).toEqual(['a@0', 'b@1']);
    expect(found.cut.entities).toEqual([{ layer: 'ip', entity: 'carrier', population: 10, bound: 'population' }]);
  });

  it('takes those first that share most, and counts those that are over the bound', async () => {
    const ring = ['e1', 'e2', 'e3'];
    await using store = await openWith([
      ...ring.map((entity) => row('a', 'link', entity)),
      ...ring.map((entity) => row('z', 'link', entity)),
      ...ring.slice(1).map((entity) => row('y', 'link', entity)),
      row('b', 'link', 'e1'),
      row('c', 'link', 'e1'),
    ]);
    const found = await store.edges.neighbourhood({ seeds: ['a', 'nobody'], hops: 1, bounds: { accounts: 4 } });
    expect(ids(found)).toEqual(['a@0', 'z@1', 'y@1']);
    expect([found.unknown, found.cut.overAccounts]).toEqual([['nobody'], 2]);
    const small = await store.edges.neighbourhood({ seeds: ['a'], hops: 1, bounds: { edges: 6 } });
    expect([ids(small), small.columns.length, small.cut.overEdges]).toEqual([['a@0', 'z@1'], 6, 3]);
  });
});
