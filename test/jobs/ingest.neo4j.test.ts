import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parsePseudonymKeys } from '../../src/source/pseudonym-keys.ts';
import { digestEdges } from '../../src/store/digest-edges.ts';
import { gatherColumns } from '../../src/store/gather-columns.ts';
import { openStore } from '../../src/store/open-store.ts';
import { resolveAliases } from '../../src/store/resolve-aliases.ts';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';
import { openNeo4jServer } from '../servers/neo4j-server.ts';
import { read } from '../source/reading.ts';
import { breakAfter, configOf, HEADER, ingest, KEY, makeRows, withBatches } from './ingesting.ts';

const server = await openNeo4jServer();
afterAll(async () => server?.[Symbol.asyncDispose]());

const open = () => openStore(server?.url ?? '', server?.options);
const digestOf = async (rows: readonly string[], key = KEY) =>
  digestEdges((await read(HEADER + rows.join(''), { keys: parsePseudonymKeys(key) })).columns);

describe.runIf(server !== null)('an ingest into Neo4j', () => {
  let folder = '';
  beforeEach(async () => {
    folder = makeMemoryFolder();
    await server?.wipe();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (name: string, rows: readonly string[]): string => {
    writeFileSync(join(folder, name), HEADER + rows.join(''));
    return join(folder, name);
  };

  it('of one file twice and in another order, by two workers at once, comes to one graph', async () => {
    const rows = makeRows(3000);
    const files = [put('a.csv', rows), put('b.csv', rows.toReversed())];
    const config = configOf(folder, '');
    await using one = await open();
    await using other = await open();
    const results = await Promise.all([
      ingest(withBatches(one, 250), config, [{ files }], { id: 'one' }),
      ingest(withBatches(other, 300), config, [{ files: files.toReversed() }], { id: 'other' }),
    ]);
    expect(await one.edges.digest()).toBe(await digestOf(rows));
    const added = results.map(({ result }) => result.sources[0]?.added ?? 0);
    expect((added[0] ?? 0) + (added[1] ?? 0)).toBe((await one.edges.counts()).edges);
    const again = await ingest(one, config, [{ files }]);
    expect(again.result.sources).toMatchObject([{ parts: 0, skipped: 2 }]);
  });

  it('of one file by two workers at once is told as new by one of them', async () => {
    const sources = [{ files: [put('a.csv', makeRows(1000))] }];
    const config = configOf(folder, '');
    await using one = await open();
    await using other = await open();
    const results = await Promise.all([
      ingest(withBatches(one, 100), config, sources, { id: 'one' }),
      ingest(withBatches(other, 100), config, sources, { id: 'other' }),
    ]);
    const added = results.map(({ result }) => result.sources[0]?.added ?? 0);
    expect((added[0] ?? 0) + (added[1] ?? 0)).toBe((await one.edges.counts()).edges);
  });

  it('goes on after a crash to the figures of one that had none', async () => {
    const rows = makeRows(600);
    const sources = [{ files: [put('a.csv', rows.slice(0, 400)), put('b.csv', rows.slice(400))] }];
    const config = configOf(folder, '');
    await using memory = await openStore('memory:');
    const unhurt = await ingest(withBatches(memory, 100), config, sources);
    await using store = await open();
    for (const [calls, isIn] of [
      [2, false],
      [1, true],
      [2, true],
    ] as const) {
      const asked = ingest(breakAfter(withBatches(store, 100), calls, isIn), config, sources, { id: 'r' });
      await expect(asked).rejects.toThrow('the power');
    }
    const { result } = await ingest(withBatches(store, 100), config, sources, { id: 'r' });
    expect(result).toEqual(unhurt.result);
    expect(await store.edges.digest()).toBe(await digestOf(rows));
  });

  it('under a newer key joins what an older one has named', async () => {
    const rows = makeRows(500);
    const keys = ['v1:', 'v2:'].map((version, i) => `${version}${String(i + 1).repeat(64)}`);
    const [old = '', current = ''] = keys;
    const under = (key: string) => configOf(folder, '', { LOCKSTEP_PSEUDONYM_KEY: key });
    await using store = await open();
    await ingest(store, under(old), [{ files: [put('a.csv', rows.slice(0, 300))] }]);
    await ingest(store, under(`${current},${old}`), [{ files: [put('b.csv', rows)] }]);
    const columns = resolveAliases(await gatherColumns(store.edges.snapshot()), await store.cases.aliases());
    expect(digestEdges(columns)).toBe(await digestOf(rows, current));
  });
});
