import { describe, expect, it } from 'vitest';
import type { EdgeRow } from '../../src/store/column-builder.ts';
import { toColumns } from '../../src/store/edge-rows.ts';
import { openStore } from '../../src/store/open-store.ts';

function row(account: string, layer: string, entity: string, at = Number.NaN): EdgeRow {
  return { account, layer, entity, at, event: '', source: '', weight: 1 };
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
    const found = await store.edges.neighbourhood({ seeds: ['a', 'nobody'], hops: 1, bounds: { accounts: 3 } });
    expect(ids(found)).toEqual(['a@0', 'z@1', 'y@1']);
    expect([found.unknown, found.cut.overAccounts]).toEqual([['nobody'], 2]);
    const small = await store.edges.neighbourhood({ seeds: ['a'], hops: 1, bounds: { edges: 3 } });
    expect([ids(small), small.columns.length, small.cut.overEdges]).toEqual([['a@0', 'z@1'], 6, 3]);
  });

  it('takes those first who do little else: the busy are near everybody', async () => {
    const busy = Array.from({ length: 30 }, (_, i) => row('busy', 'link', `own ${i}`));
    await using store = await openWith([
      ...['e1', 'e2'].flatMap((entity) => ['a', 'busy', 'quiet'].map((account) => row(account, 'link', entity))),
      ...busy,
    ]);
    const one = { seeds: ['a'], hops: 1, bounds: { accounts: 2 } };
    expect(ids(await store.edges.neighbourhood(one))).toEqual(['a@0', 'quiet@1']);
    const calm = await store.edges.neighbourhood({ seeds: ['a'], hops: 1, bounds: { activity: 20 } });
    expect([ids(calm), calm.cut.overEdges]).toEqual([['a@0', 'quiet@1'], 1]);
    // who is asked about is in, however busy
    expect(ids(await store.edges.neighbourhood({ seeds: ['busy'], hops: 1, bounds: { activity: 20 } }))).toContain(
      'busy@0',
    );
  });

  it('takes those first, of many who share the same, who did it within a minute', async () => {
    const crowd = Array.from({ length: 50 }, (_, i) => row(`crowd ${i}`, 'link', 'viral', 3_600_000 * (i + 1)));
    await using store = await openWith([
      ...crowd,
      row('a', 'link', 'viral', 30_000),
      row('z', 'link', 'viral', 80_000),
      row('y', 'link', 'viral', 95_000),
    ]);
    const near = await store.edges.neighbourhood({ seeds: ['a'], hops: 1, bounds: { accounts: 2 } });
    expect(ids(near)).toEqual(['a@0', 'z@1']);
  });

  it('leaves to the last hop its part of the bounds', async () => {
    const first = Array.from({ length: 9 }, (_, i) => row(`near ${i}`, 'ip', 'office'));
    await using store = await openWith([
      row('a', 'ip', 'office'),
      ...first,
      row('near 0', 'device', 'd'),
      row('far', 'device', 'd'),
    ]);
    const bounds = { accounts: 7 };
    expect(ids(await store.edges.neighbourhood({ seeds: ['a'], hops: 1, bounds }))).not.toContain('far@2');
    const two = await store.edges.neighbourhood({ seeds: ['a'], hops: 2, bounds });
    expect([ids(two).length, two.cut.overAccounts]).toEqual([4, 6]);
    const both = await store.edges.neighbourhood({ seeds: ['a', 'near 0'], hops: 2, bounds });
    expect(ids(both)).toContain('far@1');
  });

  it('takes in the seeds however much they do, up to ten times what the others may', async () => {
    await using store = await openWith([
      ...Array.from({ length: 20 }, (_, i) => row('hub', 'link', `own ${i}`)),
      row('hub', 'device', 'd'),
      row('b', 'device', 'd'),
    ]);
    const around = async (edges: number) => {
      const found = await store.edges.neighbourhood({ seeds: ['hub'], hops: 1, bounds: { edges } });
      return [ids(found), found.cut.overEdges];
    };
    expect(await around(3)).toEqual([['hub@0', 'b@1'], 0]);
    expect(await around(2)).toEqual([[], 1]);
  });
});
