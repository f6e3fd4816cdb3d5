import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import type { EdgeColumns } from '../../src/model/edge.ts';
import type { CaseStore } from '../../src/store/case-store.ts';
import type { EdgeRow } from '../../src/store/column-builder.ts';
import { digestEdges } from '../../src/store/digest-edges.ts';
import { rowsOf, toColumns } from '../../src/store/edge-rows.ts';
import type { EdgeStore } from '../../src/store/edge-store.ts';
import { gatherColumns } from '../../src/store/gather-columns.ts';
import { openStore } from '../../src/store/open-store.ts';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';
import { makeTrialBatch } from '../trials/trial-batch.ts';

const folder = makeMemoryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const newFile = (): string => join(folder, `${files++}.db`);

function row(account: string, entity: string, given: Partial<EdgeRow> = {}): EdgeRow {
  return { account, layer: 'link', entity, at: Number.NaN, event: '', source: '', weight: 1, ...given };
}

function append(edges: EdgeStore, batchKey: string, rows: readonly EdgeRow[]) {
  return edges.appendBatch({ batchKey, source: 's', columns: toColumns(rows) });
}

describe('an edge store', () => {
  it('keeps of an edge that comes again the largest weight, and an earlier snapshot as it was', async () => {
    await using store = await openStore(`sqlite:${newFile()}`);
    const { edges } = store;
    await append(edges, 'one', [row('a', 'x', { weight: 2 }), row('a', 'x', { weight: 3 }), row('a', 'x')]);
    const before = await edges.digest();
    expect(await append(edges, 'two', [row('a', 'x', { weight: 2 })])).toMatchObject({ duplicates: 1, raised: 0 });
    expect(await append(edges, 'three', [row('a', 'x', { weight: 5 })])).toMatchObject({ added: 0, raised: 1 });
    expect(await edges.digest({ seq: 1 })).toBe(before);
    expect(await edges.digest()).toBe(digestEdges(toColumns([row('a', 'x', { weight: 5 })])));
    expect((await edges.counts()).edges).toBe(1);
  });

  it('tells edges apart by source, event, account, layer, entity and time, each of them', async () => {
    await using store = await openStore(`sqlite:${newFile()}`);
    const base = row('a', 'x', { at: 5, event: 'e', source: 's' });
    const others = [
      { account: 'b' },
      { layer: 'ip' },
      { entity: 'y' },
      { at: 6 },
      { at: Number.NaN },
      { event: '' },
      { source: '' },
    ];
    const rows = [base, ...others.map((other) => ({ ...base, ...other }))];
    expect(await append(store.edges, 'one', [...rows, ...rows])).toMatchObject({ added: 8, duplicates: 8 });
    expect(await append(store.edges, 'two', rows)).toMatchObject({ added: 0, duplicates: 8 });
  });

  it('refuses a batch that is too large before it looks at it', async () => {
    await using store = await openStore(`sqlite:${newFile()}`);
    const columns: EdgeColumns = { ...toColumns([row('a', 'x')]), length: store.edges.maxBatchRows + 1 };
    const batch = { batchKey: 'large', source: 's', columns };
    await expect(store.edges.appendBatch(batch)).rejects.toMatchObject({ code: 'over-limit' });
  });

  it('sees at once what another process has added', async () => {
    const url = `sqlite:${newFile()}`;
    await using one = await openStore(url);
    await using other = await openStore(url);
    await append(one.edges, 'one', [row('a', 'x'), row('b', 'x')]);
    expect(await append(other.edges, 'two', [row('b', 'x'), row('c', 'y')])).toMatchObject({
      seq: 2,
      added: 1,
      duplicates: 1,
    });
    expect(await append(one.edges, 'three', [row('c', 'y'), row('d', 'y')])).toMatchObject({ seq: 3, added: 1 });
    await other.edges.forgetAccount('a');
    expect(await append(one.edges, 'four', [row('a', 'x'), row('e', 'x')])).toMatchObject({ added: 1, forgotten: 1 });
    expect(await one.edges.digest()).toBe(await other.edges.digest());
    expect([...rowsOf(await gatherColumns(one.edges.snapshot()))].map(({ account }) => account).sort()).toEqual([
      'b',
      'c',
      'd',
      'e',
    ]);
  });

  it('waits with expiry for a pinned snapshot, and not for one that has run out', async () => {
    let now = 1_000;
    await using store = await openStore(`sqlite:${newFile()}`, { now: () => now });
    await append(store.edges, 'one', [row('a', 'x', { at: 10 }), row('a', 'x'), row('b', 'x', { at: 20 })]);
    expect(await store.edges.pinSnapshot('run 1', 5_000)).toBe(1);
    await append(store.edges, 'two', [row('c', 'x', { at: 10 })]);
    expect(await store.edges.pinSnapshot('run 1', 5_000)).toBe(1);
    expect(await store.edges.expire(20)).toEqual({ removed: 0, waitsFor: ['run 1'] });
    now = 6_000;
    expect(await store.edges.expire(20)).toEqual({ removed: 2, waitsFor: [] });
    expect((await store.edges.counts()).edges).toBe(2);
  });

  it('counts an edge once whose weight was raised, also when its block is written anew', async () => {
    await using store = await openStore(`sqlite:${newFile()}`);
    await append(store.edges, 'one', [row('a', 'x', { at: 30 }), row('b', 'x', { at: 30 })]);
    await append(store.edges, 'two', [
      row('a', 'x', { at: 30, weight: 2 }),
      row('c', 'x', { at: 10 }),
      row('d', 'x', { at: 30 }),
    ]);
    expect(await store.edges.expire(20)).toEqual({ removed: 1, waitsFor: [] });
    expect(await store.edges.counts()).toMatchObject({ edges: 3, accounts: 3 });
    expect((await store.edges.neighbourhood({ seeds: ['a'], hops: 0, bounds: { edges: 2 } })).columns.length).toBe(1);
    await store.edges.forgetAccount('a');
    expect((await store.edges.counts()).edges).toBe(2);
  });

  it('of a version that did not note runs is brought up to date, and its batches are nobody’s', async () => {
    const file = newFile();
    const fenceOf = async (cases: CaseStore) => {
      await cases.createRun({ id: 'r', kind: 'ingest', params: {} });
      return { runId: 'r', epoch: (await cases.claimRun('r'))?.epoch ?? 0 };
    };
    const batch = (key: string) => ({ batchKey: key, source: 's', columns: toColumns([row('a', key)]) });
    {
      await using store = await openStore(`sqlite:${file}`);
      const receipt = await store.edges.appendBatch({ ...batch('one'), fence: await fenceOf(store.cases) });
      expect(receipt).toMatchObject({ runId: 'r', repeated: false });
    }
    const db = new DatabaseSync(file);
    db.exec('ALTER TABLE batch DROP COLUMN run_id; DELETE FROM schema_step WHERE version = 2');
    db.close();
    await expect(openStore(`sqlite:${file}`, { migrate: false })).rejects.toThrow('lockstep migrate');
    await using store = await openStore(`sqlite:${file}`);
    const fence = await fenceOf(store.cases);
    expect(await store.edges.appendBatch({ ...batch('one'), fence })).toMatchObject({ runId: null, repeated: true });
    await store.edges.appendBatch({ ...batch('two'), fence });
    expect(await store.edges.appendBatch(batch('two'))).toMatchObject({ runId: 'r', repeated: true });
  });

  it('gives up a batch that fails in the middle whole, and takes the next', async () => {
    await using store = await openStore(`sqlite:${newFile()}`);
    await append(store.edges, 'one', [row('a', 'x')]);
    // The ledger refuses it when its edges have been looked at and its names have been numbered.
    const broken = { batchKey: 'broken', source: null as never, columns: toColumns([row('b', 'y'), row('c', 'z')]) };
    await expect(store.edges.appendBatch(broken)).rejects.toThrow();
    expect(await append(store.edges, 'two', [row('b', 'y')])).toMatchObject({ seq: 2, added: 1 });
    expect((await store.edges.counts()).edges).toBe(2);
  });
});

describe('an account that is erased', () => {
  it('is in no file any more: not in the database, not in its log', async () => {
    const file = newFile();
    const url = `sqlite:${file}`;
    await using store = await openStore(url);
    for (let number = 0; number < 5; number++) await store.edges.appendBatch(makeTrialBatch(number, 500));
    const secret = 'canary-8d1f0c';
    const crowd = Array.from({ length: 5_000 }, (_, i) => row(`account number ${i}`, `entity number ${i}`));
    await append(store.edges, 'secret', [
      ...crowd,
      row(secret, 'x'),
      row('friend', secret, { layer: 'follow' }),
      row('a', 'x', { event: 'e' }),
    ]);
    await store.cases.createRun({ id: 'r', kind: 'cluster', params: { seeds: [secret] } });
    await store.cases.addEvents([{ id: 'e', type: 't', subject: 's', data: { why: `seed ${secret}, asked for` } }]);
    const bytes = () => ['', '-wal'].map((end) => readFileSync(file + end).includes(secret));
    expect(bytes()).toContain(true);
    expect(await store.edges.forgetAccount(secret)).toBe(2);
    await store.cases.forgetAccount(secret, 'dpo');
    await store.edges.expire(0);
    expect(bytes()).toEqual([false, false]);
    expect(await append(store.edges, 'again', [row(secret, 'x')])).toMatchObject({ added: 0, forgotten: 1 });
  });
});
