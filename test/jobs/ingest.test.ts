import { appendFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EdgeColumns } from '../../src/model/edge.ts';
import { parsePseudonymKeys } from '../../src/source/pseudonym-keys.ts';
import { readEdges } from '../../src/source/read-edges.ts';
import { DEFAULT_READ_OPTIONS } from '../../src/source/read-options.ts';
import { digestEdges } from '../../src/store/digest-edges.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { makeMemoryFolder } from '../conformance/memory-folder.ts';
import { type Chooser, createChooser } from '../conformance/random.ts';
import { breakAfter, configOf, HEADER, ingest, KEY, makeRows, withBatches } from './ingesting.ts';

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

function put(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

function shuffled(rows: readonly string[], random: Chooser): readonly string[] {
  return rows
    .map((row) => [random.below(1e9), row] as const)
    .sort(([a], [b]) => a - b)
    .map(([, row]) => row);
}

const KEYED = { ...DEFAULT_READ_OPTIONS, keys: parsePseudonymKeys(KEY) };

async function readAt(paths: readonly string[]): Promise<EdgeColumns> {
  return (await readEdges(paths, KEYED, { onReject: () => {} })).columns;
}

const LOGINS = (files: string): string => `sources: { logins: { kind: file, files: "${files}" } }`;
const ONE = [{ name: 'logins' }];

describe('what is in the store after an ingest', () => {
  it.each(['memory:', 'sqlite:'])('is what a sweep reads from the same files, to the digest, in %s', async (kind) => {
    const rows = makeRows(3000);
    const files = [
      put('a.csv', HEADER + rows.slice(0, 1000).join('')),
      put('b.csv.gz', gzipSync(HEADER + rows.slice(1000).join(''))),
    ];
    await using own = await openStore(kind === 'memory:' ? kind : `sqlite:${join(folder, 'store.db')}`);
    const { run, result } = await ingest(withBatches(own, 100), configOf(folder, LOGINS(`${folder}/*.csv*`)), ONE);
    expect(await own.edges.digest()).toBe(digestEdges(await readAt(files)));
    expect(run.state).toBe('emitted');
    const { edges } = await own.edges.counts();
    expect(result.sources).toMatchObject([
      { source: 'logins', rows: 3000, rejected: 0, added: edges, parts: 2, skipped: 0 },
    ]);
    expect(result.rejects).toBeNull();
  });

  it('is the same when rows come twice, in another order, and cut into other files', async () => {
    const random = createChooser(7);
    const rows = makeRows(800);
    const config = configOf(folder, LOGINS(`${folder}/edges-*.csv`));
    const whole = put('whole.csv', HEADER + rows.join(''));
    const digest = digestEdges(await readAt([whole]));
    for (let round = 0; round < 8; round++) {
      const mixed = shuffled([...rows, ...rows.filter(() => random.chance(0.5))], random);
      const cut = random.below(mixed.length);
      put(`edges-${round % 3}.csv`, HEADER + mixed.slice(0, cut).join(''));
      put(`edges-${(round % 3) + 1}.csv`, HEADER + mixed.slice(cut).join(''));
      await ingest(withBatches(store, 1 + random.below(300)), config, ONE);
      expect(await store.edges.digest()).toBe(digest);
    }
  });

  it('is one graph when two workers read the same files, in two orders, into one SQLite file at once', async () => {
    const rows = makeRows(4000);
    const config = configOf(folder, '');
    const files = [
      put('a.csv', HEADER + rows.join('')),
      put('b.csv', HEADER + shuffled(rows, createChooser(3)).join('')),
    ];
    const url = `sqlite:${join(folder, 'store.db')}`;
    await using one = await openStore(url);
    await using other = await openStore(url);
    const sources = files.map((file) => ({ files: [file] }));
    const results = await Promise.all([
      ingest(withBatches(one, 130), config, sources, { id: 'one' }),
      ingest(withBatches(other, 170), config, sources.toReversed(), { id: 'other' }),
    ]);
    expect(await one.edges.digest()).toBe(digestEdges(await readAt(files)));
    const added = results.map(({ result }) => result.sources.reduce((sum, source) => sum + source.added, 0));
    expect(added.every((edges) => edges > 0)).toBe(true);
    expect((added[0] ?? 0) + (added[1] ?? 0)).toBe((await one.edges.counts()).edges);
  });

  it.each(['memory:', 'sqlite:'])(
    'is told as new by one of two runs that read one file at once into %s',
    async (kind) => {
      const config = configOf(folder, '');
      const sources = [{ files: [put('a.csv', HEADER + makeRows(1000).join(''))] }];
      await using one = await openStore(kind === 'memory:' ? kind : `sqlite:${join(folder, 'store.db')}`);
      await using other = kind === 'memory:' ? one : await openStore(`sqlite:${join(folder, 'store.db')}`);
      const results = await Promise.all([
        ingest(withBatches(one, 100), config, sources, { id: 'one' }),
        ingest(withBatches(other, 100), config, sources, { id: 'other' }),
      ]);
      const told = results.map(({ result }) => result.sources[0]);
      const { edges } = await one.edges.counts();
      expect((told[0]?.added ?? 0) + (told[1]?.added ?? 0)).toBe(edges);
      for (const figures of told) {
        const { added = 0, raised = 0, duplicates = 0 } = figures ?? {};
        expect(added + raised + duplicates).toBe(figures?.rows);
      }
    },
  );
});

describe('a file', () => {
  const config = () => configOf(folder, LOGINS(`${folder}/*.csv`));
  const figures = async (own = store) => (await ingest(own, config(), ONE)).result.sources[0];

  it('that was read is not read again', async () => {
    put('a.csv', HEADER + makeRows(50).join(''));
    await figures();
    const seq = await store.edges.latestSeq();
    expect(await figures()).toMatchObject({ rows: 0, added: 0, duplicates: 0, parts: 0, skipped: 1 });
    expect(await store.edges.latestSeq()).toBe(seq);
  });

  it('that was touched is read again and changes nothing, and then is known as it is now', async () => {
    const path = put('a.csv', HEADER + makeRows(50).join(''));
    await figures();
    const digest = await store.edges.digest();
    utimesSync(path, 5, 5);
    expect(await figures()).toMatchObject({ rows: 50, added: 0, raised: 0, duplicates: 50, parts: 1, skipped: 0 });
    expect(await store.edges.digest()).toBe(digest);
    expect(await figures()).toMatchObject({ parts: 0, skipped: 1 });
  });

  it('that grew is read again for what is new, and late rows in it are taken', async () => {
    const rows = makeRows(60);
    const path = put('a.csv', HEADER + rows.slice(0, 40).join(''));
    await figures(withBatches(store, 10));
    appendFileSync(path, rows.slice(40).join(''));
    expect(await figures(withBatches(store, 10))).toMatchObject({ rows: 60, parts: 1 });
    expect(await store.edges.digest()).toBe(digestEdges(await readAt([path])));
  });

  it('that is back as it once was is read, known, and not read a third time', async () => {
    const path = put('a.csv', HEADER + makeRows(20).join(''));
    utimesSync(path, 5, 5);
    await figures();
    put('a.csv', HEADER + makeRows(30).join(''));
    await figures();
    put('a.csv', HEADER + makeRows(20).join(''));
    utimesSync(path, 5, 5);
    expect(await figures()).toMatchObject({ added: 0, parts: 1 });
    expect(await figures()).toMatchObject({ parts: 0, skipped: 1 });
  });

  it('is read again when its rows are to become other edges', async () => {
    put('a.csv', 'account,layer,entity,at,event,other\na,link,x,1,,y\n');
    await figures();
    const other = configOf(
      folder,
      `sources: { logins: { kind: file, files: "${folder}/*.csv", map: { entity: other } } }`,
    );
    expect((await ingest(store, other, ONE)).result.sources[0]).toMatchObject({ added: 1, parts: 1 });
  });

  it('that is named twice is read once', async () => {
    const path = put('a.csv', HEADER + makeRows(20).join(''));
    const { result } = await ingest(store, config(), [{ files: [path, path] }, { files: [path] }, { name: 'logins' }]);
    expect(result.sources.map(({ source, parts, skipped }) => [source, parts, skipped])).toEqual([
      ['file', 1, 0],
      ['file', 0, 1],
      ['logins', 1, 0],
    ]);
  });

  it('that ends early gives its whole rows and is listed until it is whole', async () => {
    const zipped = gzipSync(HEADER + makeRows(20_000).join(''));
    const path = put('cut.csv', zipped.subarray(0, zipped.length - 2000));
    const first = await figures();
    expect(first).toMatchObject({ truncated: [path], parts: 1 });
    expect(first?.added).toBeGreaterThan(5000);
    expect(await figures()).toMatchObject({ truncated: [path], parts: 0, skipped: 1 });
    put('cut.csv', zipped);
    expect(await figures()).toMatchObject({ truncated: [], rows: 20_000 });
    expect(await store.edges.digest()).toBe(digestEdges(await readAt([path])));
  });

  it('has its rejected rows put aside with file and line', async () => {
    const path = put('a.csv', `${HEADER}a,link,x,1,,\nb,link,,2,,\nc,ip,nowhere,3,,\nd,link,y,4,,\n`);
    const { result, rejects } = await ingest(store, config(), ONE);
    expect(rejects).toEqual([
      { file: path, line: 3, field: 'entity', reason: 'is empty' },
      { file: path, line: 4, field: 'entity', reason: 'is not an IPv4 or IPv6 address' },
    ]);
    expect(result).toMatchObject({ rejects: '/rejects.ndjson', sources: [{ rows: 4, rejected: 2, added: 2 }] });
  });
});

describe('a run that ends early', () => {
  const files = () => [
    put('a.csv', HEADER + makeRows(70, 1).join('')),
    put('b.csv', HEADER + makeRows(50, 2).join('')),
    put('c.csv', HEADER + makeRows(30, 3).join('')),
  ];

  it('goes on after a crash at any batch, before or after it was in, to the same graph and the same figures', async () => {
    const config = configOf(folder, '');
    const sources = [{ files: files() }];
    const unhurt = await ingest(withBatches(store, 20), config, sources);
    const digest = await store.edges.digest();
    const batches = await store.edges.latestSeq();
    for (let calls = 0; calls < batches; calls++) {
      for (const isIn of [false, true]) {
        await using own = await openStore('memory:');
        const small = withBatches(own, 20);
        await expect(ingest(breakAfter(small, calls, isIn), config, sources, { id: 'r' })).rejects.toThrow('the power');
        const { result, run } = await ingest(small, config, sources, { id: 'r' });
        expect(result, `after ${calls} batches`).toEqual(unhurt.result);
        expect(run).toMatchObject({ state: 'emitted', epoch: 2 });
        expect(await own.edges.digest()).toBe(digest);
      }
    }
  });

  it('leaves whole batches, from which another run goes on', async () => {
    const config = configOf(folder, '');
    const sources = [{ files: files() }];
    await ingest(store, config, sources);
    await using own = await openStore('memory:');
    await expect(ingest(breakAfter(withBatches(own, 20), 6, true), config, sources)).rejects.toThrow('the power');
    const { result } = await ingest(withBatches(own, 20), config, sources);
    expect(result.sources[0]).toMatchObject({ parts: 2, skipped: 1 });
    expect(await own.edges.digest()).toBe(await store.edges.digest());
  });

  it('because it was asked to stop reads nothing more after the batch at hand', async () => {
    const stop = new AbortController();
    const halting = withBatches(store, 10);
    const { appendBatch } = halting.edges;
    let calls = 0;
    const edges = {
      ...halting.edges,
      appendBatch: async (batch: Parameters<typeof appendBatch>[0]) => {
        if (++calls === 3) stop.abort(new Error('drained'));
        return await appendBatch(batch);
      },
    };
    const config = configOf(folder, '');
    const asked = ingest({ ...halting, edges }, config, [{ files: files() }], { id: 'r', signal: stop.signal });
    await expect(asked).rejects.toThrow('drained');
    expect(await store.edges.latestSeq()).toBe(3);
    expect((await store.cases.getRun('r'))?.state).toBe('loading');
  });

  it('because another has claimed it writes nothing more', async () => {
    const small = withBatches(store, 10);
    const { appendBatch } = small.edges;
    let [calls, atClaim] = [0, 0];
    const edges = {
      ...small.edges,
      appendBatch: async (batch: Parameters<typeof appendBatch>[0]) => {
        if (++calls === 3) {
          await store.cases.claimRun('r');
          atClaim = await store.edges.latestSeq();
        }
        return await appendBatch(batch);
      },
    };
    const asked = ingest({ ...small, edges }, configOf(folder, ''), [{ files: files() }], { id: 'r' });
    await expect(asked).rejects.toMatchObject({ code: 'conflict' });
    expect(await store.edges.latestSeq()).toBe(atClaim);
    expect(atClaim).toBeGreaterThan(0);
  });
});

describe('a run', () => {
  it('tells of itself once, with figures and without a path', async () => {
    const path = put('a.csv', HEADER + makeRows(20).join(''));
    const { run } = await ingest(store, configOf(folder, ''), [{ files: [path] }]);
    const events = await store.cases.eventsAfter(0, 10);
    expect(events).toMatchObject([{ type: 'lockstep.run.completed.v1', subject: run.id }]);
    expect(events[0]?.data).toMatchObject({ kind: 'ingest', sources: [{ source: 'file', rows: 20 }] });
    expect(JSON.stringify(events)).not.toContain(folder);
  });

  it('says how much it has read of what there is to read', async () => {
    const read = put('a.csv', HEADER + makeRows(20).join(''));
    const config = configOf(folder, '');
    await ingest(store, config, [{ files: [read] }]);
    const texts = [HEADER + makeRows(9000).join(''), HEADER + makeRows(50).join('')];
    const sources = texts.map((text, i) => ({ files: [read, put(`new-${i}.csv`, text)] }));
    const { progress } = await ingest(store, config, sources);
    const total = texts.join('').length;
    expect(progress.every((event) => event.total === total && event.stage === 'read')).toBe(true);
    const done = progress.map((event) => event.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(done.at(-1)).toBe(total);
    expect(done.length).toBeGreaterThan(2);
  });

  it('reads one batch ahead while the store is busy, and no more', async () => {
    const path = put('a.csv', HEADER + makeRows(60_000).join(''));
    const small = withBatches(store, 1000);
    let [under, most] = [0, 0];
    const seen: number[] = [];
    const edges = {
      ...small.edges,
      appendBatch: async (batch: Parameters<typeof small.edges.appendBatch>[0]) => {
        most = Math.max(most, ++under);
        seen.push(done);
        const receipt = await small.edges.appendBatch(batch);
        under--;
        return receipt;
      },
    };
    let done = 0;
    await ingest({ ...small, edges }, configOf(folder, ''), [{ files: [path] }], {
      onProgress: (event) => {
        done = event.done;
      },
    });
    expect(most).toBe(2);
    // Rows of about 35 bytes, pieces of 256 KiB: what is read is at most a piece or two ahead of what is in.
    for (const [batch, read] of seen.entries()) expect(read).toBeLessThan(batch * 35_000 + 635_000);
  });

  it('of a source that fails reads the others all the same, and fails when they are in', async () => {
    const good = put('good.csv', HEADER + makeRows(20).join(''));
    const bad = put('bad.csv', 'name,colour\nx,y\n');
    const gone = join(folder, 'gone.csv');
    const config = configOf(folder, '');
    const sources = [{ files: [gone] }, { files: [bad, good] }];
    await expect(ingest(store, config, sources, { id: 'r' })).rejects.toMatchObject({
      code: 'input-missing',
      message: expect.stringMatching(/^There is no file .*gone\.csv.* 1 more failed beside it\.$/),
    });
    expect(await store.edges.digest()).toBe(digestEdges(await readAt([good])));
    expect((await store.cases.getRun('r'))?.state).toBe('loading');
  });

  it('for a source that is not in the config does nothing', async () => {
    const asked = ingest(store, configOf(folder, LOGINS(`${folder}/*.csv`)), [{ name: 'login' }]);
    await expect(asked).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('did you mean "logins"'),
    });
  });
});
