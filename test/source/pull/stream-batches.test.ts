import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInput } from '../../../src/source/open-input.ts';
import { parsePseudonymKeys } from '../../../src/source/pseudonym-keys.ts';
import { streamBatches } from '../../../src/source/pull/stream-batches.ts';
import { DEFAULT_READ_OPTIONS } from '../../../src/source/read-options.ts';
import { digestEdges } from '../../../src/store/digest-edges.ts';
import { gatherColumns } from '../../../src/store/gather-columns.ts';
import { CSV_FILLER, chunksOf, cut, edgesOf, read } from '../reading.ts';
import { inputOf, pull } from './pulling.ts';

const encoder = new TextEncoder();
const HEADER = 'account,layer,entity,at,event,weight\n';
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-stream-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What trips readers, in any order, and rows that are right among it. */
const anyPiece = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('a,l,e,1,,\n', 'b,l,f,2,x,3\n', 'c,m,e,,y,\n', 'b,l,f,2,x,9\n', 'd,ip,192.0.2.9,7,,\n'),
  },
  fc.constantFrom(
    '"',
    '""',
    ',',
    '\r\n',
    '\n',
    'é',
    '\0',
    '{"account":',
    'a,l\n',
    'a,ip,nowhere,1,,\n',
    '"q\n",l,"e""",4,,\n',
  ),
  fc.uint8Array({ maxLength: 9 }),
);

const anyInput = fc
  .record({
    pieces: fc.array(anyPiece, { maxLength: 60 }),
    isZipped: fc.boolean(),
    keptPart: fc.constantFrom(1, 1, 0.98, 0.7),
  })
  .map(({ pieces, isZipped, keptPart }) => {
    const text = Buffer.concat([HEADER, ...pieces].map((piece) => Buffer.from(piece as Uint8Array)));
    const bytes = isZipped ? gzipSync(text) : text;
    return bytes.subarray(0, Math.ceil(keptPart * bytes.length));
  });

const anySizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 });
const OPTIONS = { longestFieldBytes: 50, keepRejectedRows: true };

async function digestOf(batches: Parameters<typeof digestEdges>[0][]): Promise<string> {
  return digestEdges(
    await gatherColumns(
      (async function* () {
        yield* batches;
      })(),
    ),
  );
}

describe('an input read in batches', () => {
  it('gives the edges, the rejects and the end of the same input read whole, to the digest, for any size of batch', async () => {
    await fc.assert(
      fc.asyncProperty(anyInput, fc.integer({ min: 1, max: 70 }), anySizes, async (bytes, batchRows, sizes) => {
        const whole = await read(cut(bytes, sizes), OPTIONS).catch((error: Error) => error);
        const pulling = await pull(await inputOf(cut(bytes, sizes)), batchRows, OPTIONS);
        if (whole instanceof Error) {
          expect(pulling.error).toEqual(whole);
          return;
        }
        expect(pulling.error).toBeNull();
        expect(pulling.batches.flatMap(edgesOf)).toEqual(whole.edges);
        expect(pulling.rejects).toEqual(whole.rejects);
        const { rows, rejected, truncated } = whole.summary;
        expect(pulling.summary).toEqual({ rows, rejected, isWhole: truncated.length === 0 });
        expect(await digestOf([...pulling.batches])).toBe(digestEdges(whole.columns));
      }),
      { numRuns: 500 },
    );
  });

  it('is cut at the same rows whatever pieces it comes in, into batches of just the size that was asked for', async () => {
    await fc.assert(
      fc.asyncProperty(anyInput, fc.integer({ min: 1, max: 9 }), anySizes, async (bytes, batchRows, sizes) => {
        const one = await pull(await inputOf([bytes]), batchRows, OPTIONS);
        const other = await pull(await inputOf(cut(bytes, sizes)), batchRows, OPTIONS);
        fc.pre(one.error === null);
        expect(other.batches).toEqual(one.batches);
        expect(one.batches.slice(0, -1).every(({ length }) => length === batchRows)).toBe(true);
        expect(one.batches.at(-1)?.length ?? 1).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it('remembers nothing from batch to batch: the tables hold the ids of their own rows only', async () => {
    const rows = Array.from({ length: 1000 }, (_, i) => `a${i},l${i % 7},e${i},${i},v${i},\n`).join('');
    const { batches } = await pull(await inputOf([encoder.encode(HEADER + rows)]), 100);
    expect(batches.length).toBe(10);
    for (const { accounts, entities, events, layers } of batches) {
      expect([accounts.size, entities.size, events.size, layers.size]).toEqual([100, 100, 101, 7]);
    }
  });

  it('may be Parquet, and a wide row stays in one batch', async () => {
    const path = join(folder, 'wide.parquet');
    const count = 1000;
    const of = (prefix: string) => Array.from({ length: count }, (_, i) => `${prefix}${i % 50}`);
    const columns = [
      { name: 'account', data: of('a'), type: 'STRING' as const },
      { name: 'at', data: Array.from({ length: count }, (_, i) => i), type: 'INT32' as const },
      { name: 'd', data: of('device'), type: 'STRING' as const },
      { name: 's', data: of('sound'), type: 'STRING' as const },
    ];
    writeFileSync(path, Buffer.from(parquetWriteBuffer({ columnData: columns })));
    const layerOf = new Map([
      ['device', 'd'],
      ['sound', 's'],
    ]);
    const pulling = await pull(await openInput(path), 25, { layerOf });
    expect(pulling.summary).toEqual({ rows: count, rejected: 0, isWhole: true });
    expect(pulling.batches.map(({ length }) => length)).toEqual([...Array(76).fill(26), 24]);
    expect(
      edgesOf(pulling.batches[1] as never)
        .slice(0, 2)
        .map(({ entity }) => entity),
    ).toEqual(['device13', 'sound13']);
  });

  it('is left alone once nobody asks for more', async () => {
    let isClosed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        yield encoder.encode(HEADER);
        for (let i = 0; ; i++) yield encoder.encode(`a${i},l,e,1,,\n`);
      } finally {
        isClosed = true;
      }
    }
    const input = await openInput({ name: 'endless.csv', stream: endless() });
    for await (const { columns } of streamBatches(input, DEFAULT_READ_OPTIONS, 10, { onReject: () => {} })) {
      expect(columns.length).toBe(10);
      break;
    }
    expect(isClosed).toBe(true);
  });

  it('tells of each piece that it has read', async () => {
    const seen: number[] = [];
    const bytes = encoder.encode(`account,layer,entity,at\n${CSV_FILLER}`);
    const input = await openInput({ name: 'edges.csv', stream: chunksOf(cut(bytes, [300])) });
    const sinks = { onReject: () => {}, onProgress: ({ done }: { readonly done: number }) => seen.push(done) };
    for await (const _ of streamBatches(input, DEFAULT_READ_OPTIONS, 1000, sinks));
    expect(seen.at(-1)).toBe(bytes.length);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });
});

describe('while keys rotate', () => {
  const [OLD, NEW] = ['11'.repeat(32), '22'.repeat(32)];
  const keys = parsePseudonymKeys(`v2:${NEW},v1:${OLD}`);
  const text =
    'account,layer,entity,at\na,device,D1,1\nb,device,D1,2\nc,handset,D1,3\nd,ip,192.0.2.1,4\ne,ip,::ffff:192.0.2.1,5\nf,link,v2:0000,6\n';
  const identifiers = (layer: string) => (layer === 'handset' ? 'device' : DEFAULT_READ_OPTIONS.identifiers(layer));

  it('each keyed id comes with its older name, once a layer and batch, and nothing else does', async () => {
    const older = await read(text, { keys: parsePseudonymKeys(OLD), identifiers });
    const { aliases, batches } = await pull(await inputOf([encoder.encode(text)]), 100, { keys, identifiers });
    const current = batches.flatMap(edgesOf);
    const expected = [0, 2, 3].map((row) => ({
      layer: current[row]?.layer,
      old: older.edges[row]?.entity,
      current: current[row]?.entity,
    }));
    expect(aliases).toEqual(expected);
  });

  it('every batch brings its own aliases', async () => {
    const { aliases } = await pull(await inputOf([encoder.encode(text)]), 1, { keys, identifiers });
    expect(aliases.map(({ layer }) => layer)).toEqual(['device', 'device', 'handset', 'ip', 'ip']);
  });

  it('an id under two older keys has two older names', async () => {
    const three = parsePseudonymKeys(`v3:${'33'.repeat(32)},v2:${NEW},v1:${OLD}`);
    const { aliases } = await pull(await inputOf([encoder.encode(text)]), 100, { keys: three });
    expect(aliases.filter(({ layer }) => layer === 'device').map(({ old }) => old.slice(0, 3))).toEqual(['v2:', 'v1:']);
  });

  it('without a rotation there are no aliases', async () => {
    const { aliases } = await pull(await inputOf([encoder.encode(text)]), 2, { keys: parsePseudonymKeys(NEW) });
    expect(aliases).toEqual([]);
  });
});
