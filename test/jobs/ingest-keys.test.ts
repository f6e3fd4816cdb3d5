import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EdgeColumns } from '../../src/model/edge.ts';
import { parsePseudonymKeys } from '../../src/source/pseudonym-keys.ts';
import { readEdges } from '../../src/source/read-edges.ts';
import { DEFAULT_READ_OPTIONS } from '../../src/source/read-options.ts';
import { digestEdges } from '../../src/store/digest-edges.ts';
import { rowsOf } from '../../src/store/edge-rows.ts';
import { gatherColumns } from '../../src/store/gather-columns.ts';
import { openStore } from '../../src/store/open-store.ts';
import { resolveAliases } from '../../src/store/resolve-aliases.ts';
import type { Store } from '../../src/store/store.ts';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';
import { configOf, HEADER, ingest, makeRows, withBatches } from './ingesting.ts';

let folder = '';
let store: Store;
beforeEach(async () => {
  folder = makeMemoryFolder();
  store = await openStore('memory:');
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

function put(name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

describe('with a key', () => {
  it('holds under one pseudonym what the files hold under one id, and nothing of the id', async () => {
    const file = put(
      'a.csv',
      `${HEADER}a,device,SECRET-1,1,,\nb,device,SECRET-1,2,,\nc,ip,192.0.2.77,3,,\nd,link,plain,4,,\n`,
    );
    const url = join(folder, 'store.db');
    await using own = await openStore(`sqlite:${url}`);
    await ingest(own, configOf(folder, ''), [{ files: [file] }]);
    await own.close();
    const held = readFileSync(url).toString('latin1');
    expect(held).toContain('plain');
    expect(held).not.toMatch(/SECRET|192\.0\.2/);
  });
});

describe('while keys rotate', () => {
  const [V1, V2, V3] = ['11', '22', '33'].map((byte) => byte.repeat(32));
  const under = (key: string) =>
    configOf(folder, 'layers: { handset: { id: device } }', { LOCKSTEP_PSEUDONYM_KEY: key });
  const identifiers = (layer: string) => (layer === 'handset' ? 'device' : DEFAULT_READ_OPTIONS.identifiers(layer));
  const readUnder = async (files: readonly string[], key: string): Promise<EdgeColumns> => {
    const options = { ...DEFAULT_READ_OPTIONS, identifiers, keys: parsePseudonymKeys(key) };
    return (await readEdges(files, options, { onReject: () => {} })).columns;
  };
  const snapshot = async (own: Store): Promise<EdgeColumns> =>
    resolveAliases(await gatherColumns(own.edges.snapshot()), await own.cases.aliases());

  it.each(['memory:', 'sqlite:'])(
    'edges from before and after come to those of the new key alone, in %s',
    async (kind) => {
      await using own = await openStore(kind === 'memory:' ? kind : `sqlite:${join(folder, 'store.db')}`);
      const small = withBatches(own, 50);
      const rows = makeRows(400).map((row, i) => (i % 5 === 0 ? row.replace(',device,', ',handset,') : row));
      const files = [put('old.csv', HEADER + rows.slice(0, 250).join('')), put('new.csv', HEADER + rows.join(''))];
      await ingest(small, under(`v1:${V1}`), [{ files: [files[0] ?? ''] }]);
      expect(await own.cases.aliases()).toEqual([]);
      await ingest(small, under(`v2:${V2},v1:${V1}`), [{ files }]);
      expect(digestEdges(await snapshot(own))).toBe(digestEdges(await readUnder(files, `v2:${V2}`)));
      expect(digestEdges(await gatherColumns(own.edges.snapshot()))).not.toBe(digestEdges(await snapshot(own)));
      const layers = new Set((await own.cases.aliases()).map(({ layer }) => layer));
      expect(layers).toEqual(new Set(['device', 'handset', 'ip']));
    },
  );

  it('a second rotation leads from the first key to the third', async () => {
    const rows = makeRows(200);
    const file = put('a.csv', HEADER + rows.join(''));
    for (const [i, key] of [`v1:${V1}`, `v2:${V2},v1:${V1}`, `v3:${V3},v2:${V2}`].entries()) {
      await ingest(store, under(key), [{ files: [put(`copy-${i}.csv`, HEADER + rows.join(''))] }]);
    }
    expect(digestEdges(await snapshot(store))).toBe(digestEdges(await readUnder([file], `v3:${V3}`)));
  });

  it('an alias is in the store before the first edge that needs it', async () => {
    const file = put('a.csv', HEADER + makeRows(300).join(''));
    const { edges } = withBatches(store, 20);
    let lacking = 0;
    const appendBatch: typeof edges.appendBatch = async (batch) => {
      const { columns } = batch;
      const known = new Set((await store.cases.aliases('device')).map(({ current }) => current));
      for (const { layer, entity } of rowsOf(columns)) if (layer === 'device' && !known.has(entity)) lacking++;
      return await edges.appendBatch(batch);
    };
    await ingest({ ...store, edges: { ...edges, appendBatch } }, under(`v2:${V2},v1:${V1}`), [{ files: [file] }]);
    expect(lacking).toBe(0);
    expect((await store.cases.aliases('device')).length).toBeGreaterThan(50);
  });

  it('each alias is written once, however many batches hold its id', async () => {
    const file = put('a.csv', HEADER + makeRows(300).join('') + makeRows(300).join(''));
    let written = 0;
    const addAliases: typeof store.cases.addAliases = async (aliases) => {
      written += aliases.length;
      await store.cases.addAliases(aliases);
    };
    await ingest({ ...withBatches(store, 20), cases: { ...store.cases, addAliases } }, under(`v2:${V2},v1:${V1}`), [
      { files: [file] },
    ]);
    expect(written).toBe((await store.cases.aliases()).length);
  });
});

describe('without a key', () => {
  const none = (yaml = '') => configOf(folder, yaml, {});

  it('a layer of devices or addresses is refused before anything of its batch is in, and other files are taken', async () => {
    const mixed = put(
      'mixed.csv',
      `${HEADER}a,link,early,1,,\nb,link,late,2,,\nc,device,SECRET,3,,\nd,link,never,4,,\n`,
    );
    const fine = put('plain.csv', `${HEADER}e,link,plain,1,,\n`);
    const url = join(folder, 'store.db');
    await using own = await openStore(`sqlite:${url}`);
    await expect(ingest(withBatches(own, 2), none(), [{ files: [mixed, fine] }])).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/^Layer "device" .*LOCKSTEP_PSEUDONYM_KEY .*LOCKSTEP_ALLOW_RAW_IDS=true/),
    });
    expect(await own.edges.counts()).toMatchObject({ edges: 1, layers: [{ layer: 'link', edges: 1 }] });
    await own.close();
    const held = readFileSync(url).toString('latin1');
    expect(held).toContain('plain');
    expect(held).not.toMatch(/SECRET|late|never/);
  });

  it.each([
    ['a wide table', { layer_of: { device: 'entity' } }],
    ['a constant layer', { set: { layer: 'ip' } }],
  ])('of %s nothing is taken', async (_, mapping) => {
    const file = put('a.csv', 'account,entity,at\na,192.0.2.1,1\n');
    await expect(ingest(store, none(), [{ files: [file], ...mapping }])).rejects.toMatchObject({ code: 'refused' });
    expect(await store.edges.latestSeq()).toBe(0);
  });

  it('a layer that the config calls one of devices is refused too', async () => {
    const file = put('a.csv', `${HEADER}a,handset,SECRET,1,,\n`);
    const config = none('layers: { handset: { id: device } }');
    await expect(ingest(store, config, [{ files: [file] }])).rejects.toMatchObject({ code: 'refused' });
  });

  it('raw ids are stored where that is allowed, as a sweep without a key has them', async () => {
    const file = put('a.csv', HEADER + makeRows(100).join(''));
    const config = configOf(folder, 'allow_raw_ids: true', {});
    await ingest(store, config, [{ files: [file] }]);
    const { columns } = await readEdges([file], DEFAULT_READ_OPTIONS, { onReject: () => {} });
    expect(await store.edges.digest()).toBe(digestEdges(columns));
  });
});
