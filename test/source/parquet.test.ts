import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { parquetMetadata } from 'hyparquet';
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inShort, type Reading, readAll, whyNot } from './reading.ts';

let folder = '';
let written = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-parquet-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function put(bytes: Uint8Array): string {
  const path = join(folder, `edges-${written++}.parquet`);
  writeFileSync(path, bytes);
  return path;
}

function encode(columnData: ColumnSource[], options = {}): Uint8Array {
  return new Uint8Array(parquetWriteBuffer({ columnData, ...options }));
}

async function readColumns(columnData: ColumnSource[], options = {}): Promise<Reading> {
  return readAll([put(encode(columnData, options))]);
}

const text = (name: string, data: readonly (string | null)[]): ColumnSource => ({
  name,
  data: [...data],
  type: 'STRING',
});
const three = [text('account', ['a', 'b', 'a']), text('layer', ['l', 'l', 'm']), text('entity', ['e', 'é', 'e'])];

test('reads text columns, in any order, others passed over', async () => {
  const at = text('at', ['1', '2015-02-24T22:55:00Z', '']);
  const { edges, columns, summary } = await readColumns([text('x', ['', '', '']), at, ...three.toReversed()]);
  expect(inShort(edges)).toEqual(['a l e 1000', 'b l é 1424818500000', 'a m e -']);
  expect([columns.accounts.size, columns.entities.size]).toEqual([2, 2]);
  expect(summary).toMatchObject({ rows: 3, rejected: 0, truncated: [] });
});

test('times of every type are read to the millisecond, halves to even', async () => {
  const seconds: ColumnSource = { name: 'at', data: BigInt64Array.of(5n, 1_700_000_000n, 0n) };
  expect((await readColumns([...three, seconds])).edges.map((edge) => edge.at)).toEqual([5000, 1_700_000_000_000, 0]);
  const floats: ColumnSource = { name: 'at', data: Float64Array.of(1.5, Number.NaN, 1_700_000_000.25) };
  expect((await readColumns([...three, floats])).edges.map((edge) => edge.at)).toEqual([1500, null, 1_700_000_000_250]);
  const dates: ColumnSource = { name: 'at', data: [new Date(1), null, new Date(1_700_000_000_123)], type: 'TIMESTAMP' };
  expect((await readColumns([...three, dates])).edges.map((edge) => edge.at)).toEqual([1, null, 1_700_000_000_123]);
  const micros = withSchema('at', BigInt64Array.of(1_500n, 2_500n, 1_700_000_000_000_001n), 'MICROS');
  expect((await readColumns(...micros)).edges.map((edge) => edge.at)).toEqual([2, 2, 1_700_000_000_000]);
  const nanos = withSchema('at', BigInt64Array.of(500_000n, 1_500_000n, 1_700_000_000_999_500_001n), 'NANOS');
  expect((await readColumns(...nanos)).edges.map((edge) => edge.at)).toEqual([0, 2, 1_700_000_001_000]);
});

test('ids of every number type keep every digit', async () => {
  const rest = [text('layer', ['l', 'l', 'l']), text('at', ['', '', ''])];
  const ids = async (data: ColumnSource['data']) => {
    const columns = [{ name: 'account', data }, { name: 'entity', data }, ...rest];
    return (await readColumns(columns)).edges.map((edge) => edge.account);
  };
  expect(await ids(BigInt64Array.of(9007199254740993n, -1n, 9223372036854775807n))).toEqual([
    '9007199254740993',
    '-1',
    '9223372036854775807',
  ]);
  expect(await ids(Int32Array.of(0, -2147483648, 2147483647))).toEqual(['0', '-2147483648', '2147483647']);
  expect(await ids(Float64Array.of(7, 1.5, 10))).toEqual(['7', '1.5', '10']);
});

test('rows of several row groups and pages, with absent values, come out in their order', async () => {
  const count = 5000;
  const rows = Array.from({ length: count }, (_, i) => i);
  const columns = [
    text(
      'account',
      rows.map((i) => `a${i % 700}`),
    ),
    text(
      'layer',
      rows.map(() => 'l'),
    ),
    {
      ...text(
        'entity',
        rows.map((i) => `e${i}`),
      ),
      encoding: 'PLAIN' as const,
    },
    { name: 'at', data: rows.map((i) => (i % 3 === 0 ? null : BigInt(i))), type: 'INT64' as const, nullable: true },
    text(
      'event',
      rows.map((i) => (i % 5 === 0 ? `ev${i}` : null)),
    ),
  ];
  for (const options of [{}, { rowGroupSize: 700, pageSize: 1000 }, { rowGroupSize: 4999, pageSize: 333 }]) {
    const { edges } = await readColumns(columns, options);
    expect(edges).toHaveLength(count);
    const wrong = edges.findIndex((edge, i) => {
      const at = i % 3 === 0 ? null : i * 1000;
      const event = i % 5 === 0 ? `ev${i}` : '';
      return edge.account !== `a${i % 700}` || edge.entity !== `e${i}` || edge.at !== at || edge.event !== event;
    });
    expect(wrong).toBe(-1);
  }
});

test.each(['DELTA_BYTE_ARRAY', 'DELTA_LENGTH_BYTE_ARRAY', 'PLAIN', 'RLE_DICTIONARY'] as const)(
  'reads text encoded as %s',
  async (encoding) => {
    const data = Array.from({ length: 1000 }, (_, i) => `https://example.org/${i % 97}/${'x'.repeat(i % 13)}`);
    const same = data.map(() => 'l');
    const columns = [
      text('account', same),
      text('layer', same),
      { ...text('entity', data), encoding },
      text(
        'at',
        same.map(() => '1'),
      ),
    ];
    expect((await readColumns(columns)).edges.map((edge) => edge.entity)).toEqual(data);
  },
);

test.each(['DELTA_BINARY_PACKED', 'BYTE_STREAM_SPLIT', 'PLAIN'] as const)(
  'reads integers encoded as %s',
  async (encoding) => {
    const data = BigInt64Array.from({ length: 1000 }, (_, i) => BigInt((i * 7919) % 4_000_000_007));
    const same = Array.from(data, () => 'l');
    const columns = [text('account', same), text('layer', same), text('entity', same), { name: 'at', data, encoding }];
    expect((await readColumns(columns)).edges.map((edge) => edge.at)).toEqual(
      Array.from(data, (at) => Number(at) * 1000),
    );
  },
);

test.each([
  ['UNCOMPRESSED', undefined],
  ['SNAPPY', undefined],
  ['GZIP', gzipSync],
  ['ZSTD', zstdCompressSync],
  ['BROTLI', brotliCompressSync],
] as const)('reads pages compressed by %s', async (codec, compress) => {
  const compressors = compress === undefined ? {} : { [codec]: (input: Uint8Array) => new Uint8Array(compress(input)) };
  const columns = [...three, text('at', ['1', '2', '3'])];
  const { edges } = await readColumns(columns, { codec, compressors });
  expect(edges.map((edge) => edge.at)).toEqual([1000, 2000, 3000]);
});

test('a bad row is rejected by its number', async () => {
  const columns = [
    text('account', ['a', '', 'c', null]),
    text('layer', ['l', 'l', 'l', 'l']),
    text('entity', ['e', 'e', 'n\0ul', 'e']),
    text('at', ['1', '2', '3', '4']),
  ];
  const { edges, rejects } = await readColumns(columns);
  expect(inShort(edges)).toEqual(['a l e 1000']);
  expect(whyNot(rejects)).toEqual(['2 account is empty', '3 entity holds a NUL character', '4 account is empty']);
  const kept = await readAll([put(encode(columns))], { keepRejectedRows: true });
  expect(kept.rejects.map(({ row }) => row)).toEqual([',l,e,2', 'c,l,n\0ul,3', ',l,e,4']);
});

test('bytes that are no UTF-8 are rejected, not replaced', async () => {
  const entity: ColumnSource = { name: 'entity', data: [Uint8Array.of(0xff), Uint8Array.of(0x65)], type: 'BYTE_ARRAY' };
  const columns = [text('account', ['a', 'b']), text('layer', ['l', 'l']), entity, text('at', ['1', '2'])];
  const { edges, rejects } = await readColumns(columns);
  expect(whyNot(rejects)).toEqual(['1 entity is not valid UTF-8']);
  expect(inShort(edges)).toEqual(['b l e 2000']);
});

test('a missing column is named as for other files, and one of another kind is refused', async () => {
  await expect(readColumns(three)).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining('no column "at"'),
  });
  const flags: ColumnSource = { name: 'at', data: [true, false, true], type: 'BOOLEAN' };
  await expect(readColumns([...three, flags])).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining('holds true and false'),
  });
});

test('unsigned integers are read as such', async () => {
  const schema = [
    { name: 'root', num_children: 4 },
    { name: 'account', type: 'INT64', converted_type: 'UINT_64', repetition_type: 'REQUIRED' },
    { name: 'layer', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
    { name: 'entity', type: 'INT64', converted_type: 'UINT_64', repetition_type: 'REQUIRED' },
    { name: 'at', type: 'INT64', repetition_type: 'REQUIRED' },
  ];
  const columns = [
    { name: 'account', data: BigUint64Array.of(2n ** 64n - 1n, 7n) as never },
    { name: 'layer', data: ['l', 'l'] },
    { name: 'entity', data: BigUint64Array.of(2n ** 63n, 7n) as never },
    { name: 'at', data: BigInt64Array.of(1n, 2n) },
  ];
  const { edges } = await readColumns(columns, { schema });
  expect(edges.map(({ account, entity }) => [account, entity])).toEqual([
    ['18446744073709551615', '9223372036854775808'],
    ['7', '7'],
  ]);
});

test('a page that refers to what its dictionary does not have is refused', async () => {
  const ids = Array.from({ length: 300 }, (_, i) => `a${i % 3}`);
  const ones = ids.map(() => '1');
  const account = { ...text('account', ids), encoding: 'RLE_DICTIONARY' as const };
  const rest = ['layer', 'entity', 'at'].map((name) => text(name, ones));
  const bytes = encode([account, ...rest], { codec: 'UNCOMPRESSED', statistics: false });
  const [group] = parquetMetadata(bytes).row_groups;
  const chunk = group?.columns[0]?.meta_data;
  const start = Number(chunk?.dictionary_page_offset ?? chunk?.data_page_offset);
  // The numbers of 300 values in two bits each are the end of the column.
  bytes.fill(0xff, start + Number(chunk?.total_compressed_size) - 8, start + Number(chunk?.total_compressed_size));
  await expect(readAll([put(bytes)])).rejects.toMatchObject({
    code: 'input-unreadable',
    message: expect.stringContaining('a value that the dictionary does not have'),
  });
});

test('a file of no rows is read', async () => {
  const columns = ['account', 'layer', 'entity', 'at'].map((name) => text(name, []));
  expect((await readColumns(columns)).columns.length).toBe(0);
});

test('a file that was cut anywhere is refused with a sentence', async () => {
  const bytes = encode([...three, text('at', ['1', '2', '3'])]);
  for (let length = 4; length < bytes.length; length += 3) {
    await expect(readAll([put(bytes.subarray(0, length))])).rejects.toMatchObject({
      code: 'input-unreadable',
      message: expect.stringMatching(/cannot be read as Parquet \(.*\): it is damaged, so export it again\.$/),
    });
  }
});

test('a file of any flipped bytes is read or refused, soon and in little memory', async () => {
  const rows = Array.from({ length: 300 }, (_, i) => i);
  const columns = [
    text(
      'account',
      rows.map((i) => `a${i % 7}`),
    ),
    text(
      'layer',
      rows.map(() => 'l'),
    ),
    {
      ...text(
        'entity',
        rows.map((i) => (i % 4 === 0 ? null : `entity/${i}`)),
      ),
      encoding: 'DELTA_BYTE_ARRAY' as const,
    },
    { name: 'at', data: BigInt64Array.from(rows, BigInt), encoding: 'DELTA_BINARY_PACKED' as const },
    { name: 'event', data: Int32Array.from(rows) },
  ];
  const samples = [encode(columns), encode(columns, { codec: 'UNCOMPRESSED', rowGroupSize: 100 })];
  const change = fc.record({
    sample: fc.nat(1),
    place: fc.nat(),
    value: fc.nat(255),
    from: fc.constantFrom('start', 'end'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      const bytes = Uint8Array.from(samples[changes[0]?.sample ?? 0] ?? []);
      // Half of the changes go to the footer, which is a small part of the file.
      for (const { place, value, from } of changes) {
        bytes[from === 'start' ? place % bytes.length : bytes.length - 1 - (place % 900)] = value;
      }
      const path = put(bytes);
      const started = performance.now();
      await readAll([path]).catch((error: unknown) => expect(error).toMatchObject({ name: 'LockstepError' }));
      expect(performance.now() - started).toBeLessThan(2000);
      rmSync(path);
    }),
    { numRuns: 500 },
  );
  expect(process.memoryUsage().rss).toBeLessThan(800 * 2 ** 20);
});

function withSchema(name: string, data: BigInt64Array, unit: 'MICROS' | 'NANOS'): [ColumnSource[], object] {
  const schema = [
    { name: 'root', num_children: 4 },
    ...three.map((column) => ({
      name: column.name,
      type: 'BYTE_ARRAY',
      converted_type: 'UTF8',
      repetition_type: 'REQUIRED',
    })),
    {
      name,
      type: 'INT64',
      repetition_type: 'REQUIRED',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit },
    },
  ];
  return [[...three.map(({ name, data }) => ({ name, data })), { name, data }], { schema }];
}
