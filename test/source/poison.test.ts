import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { cut, read } from './reading.ts';

const HEAD = 'account,layer,entity,at,weight\n';
const AROUND = 60;
const encoder = new TextEncoder();

const TEN_MILLION = 'x'.repeat(10_000_000);
const DEEP = '['.repeat(100_000);

/** Rows of CSV, each to be rejected alone: [what, row, field]. Latin-1 letters stand for bytes. */
const CSV_ROWS: readonly (readonly [what: string, row: string, field: string])[] = [
  ['nothing but commas', ',,,,', 'account'],
  ['too few fields', 'a,l,e,1', 'row'],
  ['too many fields', 'a,l,e,1,1,1', 'row'],
  ['one field', 'a', 'row'],
  ['blanks only', '   ', 'row'],
  ['ten thousand commas', ','.repeat(10_000), 'row'],
  ['a NUL account', '\0,l,e,1,1', 'account'],
  ['a NUL inside', 'a\0b,l,e,1,1', 'account'],
  ['NULs only', '\0'.repeat(1000), 'row'],
  ['a NUL layer', 'a,l\0,e,1,1', 'layer'],
  ['a NUL entity', 'a,l,\0,1,1', 'entity'],
  ['a lone surrogate as CESU', 'a,l,\xed\xa0\xbd,1,1', 'entity'],
  ['Latin-1 text', 'caf\xe9,l,e,1,1', 'account'],
  ['an overlong slash', 'a,l,\xc0\xaf,1,1', 'entity'],
  ['a byte order mark of UTF-16', 'a,l,\xff\xfe,1,1', 'entity'],
  ['a cut character', 'a,l,\xe2\x82,1,1', 'entity'],
  ['a code point too high', 'a,l,\xf4\x90\x80\x80,1,1', 'entity'],
  ['an empty layer', 'a,,e,1,1', 'layer'],
  ['a long layer', `a,${'l'.repeat(65)},e,1,1`, 'layer'],
  ['a long account', `${'a'.repeat(1025)},l,e,1,1`, 'account'],
  ['an empty entity', 'a,l,,1,1', 'entity'],
  ['a field of ten million', `a,l,${TEN_MILLION},1,1`, 'row'],
  ['a quoted field of ten million', `a,l,"${TEN_MILLION}",1,1`, 'row'],
  ['a quote never closed', 'a,l,"e,1,1', 'row'],
  ['a quote opened at the end', 'a,l,e,1,"', 'row'],
  ['text after a quote', 'a,l,"e"x,1,1', 'row'],
  ['a quote in the middle', 'a,l,e"e,1,1', 'row'],
  ['three quotes', 'a,l,""",1,1', 'row'],
  ['a carriage return', 'a,l,e\re,1,1', 'row'],
  ['a word for a time', 'a,l,e,now,1', 'at'],
  ['a time before 1970', 'a,l,e,-1,1', 'at'],
  ['a date before 1970', 'a,l,e,1969-12-31T23:59:59Z,1', 'at'],
  ['a time in 2100', 'a,l,e,4102444800,1', 'at'],
  ['a far future', 'a,l,e,9999-12-31T23:59:59Z,1', 'at'],
  ['milliseconds', 'a,l,e,1700000000000,1', 'at'],
  ['nanoseconds', 'a,l,e,1700000000000000000,1', 'at'],
  ['infinite time', 'a,l,e,Infinity,1', 'at'],
  ['1e400 as a time', 'a,l,e,1e400,1', 'at'],
  ['many digits as a time', `a,l,e,${'9'.repeat(10_000)},1`, 'at'],
  ['a time without zone', 'a,l,e,2020-01-01T00:00:00,1', 'at'],
  ['a 31st of June', 'a,l,e,2020-06-31T00:00:00Z,1', 'at'],
  ['Arabic digits', 'a,l,e,\xd9\xa1\xd9\xa2,1', 'at'],
  ['NaN as a weight', 'a,l,e,1,NaN', 'weight'],
  ['1e400 as a weight', 'a,l,e,1,1e400', 'weight'],
  ['a negative weight', 'a,l,e,1,-0.5', 'weight'],
  ['a weight with a comma', 'a,l,e,1,"1,5"', 'weight'],
  ['a formula as a weight', 'a,l,e,1,=1+1', 'weight'],
  ['no address', 'a,ip,999.1.1.1,1,1', 'entity'],
  ['an octal address', 'a,ip,010.0.0.1,1,1', 'entity'],
  ['an address with a port', 'a,ip,10.0.0.1:80,1,1', 'entity'],
  ['a JSON object', '{"account":"a"}', 'row'],
  ['a zip', 'PK\x03\x04\x14\0', 'row'],
  ['a path', '../../etc/passwd', 'row'],
];

/** Lines of NDJSON, each to be rejected alone. */
const NDJSON_LINES: readonly (readonly [what: string, line: string, field: string])[] = [
  ['an empty object', '{}', 'account'],
  ['an empty list', '[]', 'row'],
  ['a word', 'null', 'row'],
  ['a number', '17', 'row'],
  ['a text', '"a"', 'row'],
  ['a brace', '{', 'row'],
  ['two objects', '{} {}', 'row'],
  ['a comma at the end', '{"account":"a","layer":"l","entity":"e","at":1,}', 'row'],
  ['single quotes', "{'account':'a'}", 'row'],
  ['a comment', '{"account":"a"} // b', 'row'],
  ['a row of CSV', 'a,l,e,1', 'row'],
  ['lists a hundred thousand deep', `{"x":${DEEP}${DEEP.replaceAll('[', ']')}}`, 'row'],
  ['lists that never close', `{"x":${DEEP}`, 'row'],
  ['objects a hundred thousand deep', `{"x":${'{"x":'.repeat(100_000)}1${'}'.repeat(100_000)}}`, 'row'],
  ['a deep account', `{"account":${DEEP}`, 'row'],
  ['a key of ten million', `{"${TEN_MILLION}":1}`, 'row'],
  ['a text of ten million', `{"account":"${TEN_MILLION}"}`, 'row'],
  ['ten million digits', `{"at":${'1'.repeat(10_000_000)}}`, 'row'],
  ['a hundred thousand keys', `{${Array.from({ length: 100_000 }, (_, i) => `"${i}":1`).join(',')}}`, 'account'],
  ['an account twice', '{"account":"a","account":"b","layer":"l","entity":"e"}', 'account'],
  ['an account twice, once escaped', '{"account":"a","\\u0061ccount":"a","layer":"l","entity":"e"}', 'account'],
  ['__proto__ for an account', '{"__proto__":{"account":"a"},"layer":"l","entity":"e"}', 'account'],
  ['a nested account', '{"account":{"__proto__":{"x":1}},"layer":"l","entity":"e"}', 'account'],
  ['a list of accounts', '{"account":["a","b"],"layer":"l","entity":"e"}', 'account'],
  ['a true account', '{"account":true,"layer":"l","entity":"e"}', 'account'],
  ['a null account', '{"account":null,"layer":"l","entity":"e"}', 'account'],
  ['a lone high surrogate', '{"account":"\\ud800","layer":"l","entity":"e"}', 'account'],
  ['a lone low surrogate', '{"account":"a","layer":"l","entity":"\\udfff"}', 'entity'],
  ['surrogates in the wrong order', '{"account":"a","layer":"l","entity":"\\udc00\\ud800"}', 'entity'],
  ['a NUL escape', '{"account":"a","layer":"l","entity":"\\u0000"}', 'entity'],
  ['a raw NUL', '{"account":"a\0","layer":"l","entity":"e"}', 'row'],
  ['a raw tab', '{"account":"a\t","layer":"l","entity":"e"}', 'row'],
  ['a false escape', '{"account":"\\a","layer":"l","entity":"e"}', 'row'],
  ['a backslash at the end', '{"account":"\\', 'row'],
  ['Latin-1 text', '{"account":"caf\xe9","layer":"l","entity":"e"}', 'account'],
  ['1e400 as a time', '{"account":"a","layer":"l","entity":"e","at":1e400}', 'at'],
  ['1e400 as a weight', '{"account":"a","layer":"l","entity":"e","weight":1e400}', 'weight'],
  ['a negative time', '{"account":"a","layer":"l","entity":"e","at":-1}', 'at'],
  ['a far time', '{"account":"a","layer":"l","entity":"e","at":99999999999}', 'at'],
  ['milliseconds', '{"account":"a","layer":"l","entity":"e","at":1700000000000}', 'at'],
  ['a time with a leading zero', '{"account":"a","layer":"l","entity":"e","at":017}', 'row'],
  ['a hexadecimal time', '{"account":"a","layer":"l","entity":"e","at":0x17}', 'row'],
  ['a time of true', '{"account":"a","layer":"l","entity":"e","at":true}', 'at'],
  ['a time of NaN', '{"account":"a","layer":"l","entity":"e","at":NaN}', 'row'],
  ['no address', '{"account":"a","layer":"ip","entity":"localhost"}', 'entity'],
  ['a number for an address', '{"account":"a","layer":"ip","entity":2130706433}', 'entity'],
  ['an empty layer', '{"account":"a","layer":"","entity":"e"}', 'layer'],
  ['a long account', `{"account":"${'a'.repeat(1025)}","layer":"l","entity":"e"}`, 'account'],
  ['no entity', '{"account":"a","layer":"l"}', 'entity'],
];

/** Bytes by the codes of the letters, as above; good rows around the bad one. */
function surround(bad: string, good: (i: number) => string, head: string): Uint8Array {
  const rows = Array.from({ length: AROUND }, (_, i) => good(i));
  return Buffer.from(`${head}${rows.join('\n')}\n${bad}\n${rows.join('\n')}\n`, 'latin1');
}

async function expectOneReject(bytes: Uint8Array, name: string, line: number, field: string): Promise<void> {
  const started = performance.now();
  for (const content of [[bytes], cut(bytes, [65_536]), [gzipSync(bytes, { level: 1 })]]) {
    const { edges, rejects, columns } = await read(content, {}, name);
    expect(rejects).toEqual([
      { file: name, line, field, reason: expect.stringMatching(/^(?:is|has|holds|stands|opens) /) },
    ]);
    expect(edges.map((edge) => edge.account)).toEqual([...goodAccounts, ...goodAccounts]);
    expect(columns.accounts.size).toBe(AROUND);
  }
  expect(performance.now() - started).toBeLessThan(5000);
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(PROTOTYPE);
}

const goodAccounts = Array.from({ length: AROUND }, (_, i) => `g${i}`);
const PROTOTYPE = Object.getOwnPropertyNames(Object.prototype);

test.each(CSV_ROWS)('CSV: %s costs its own row and no other', async (_, row, field) => {
  await expectOneReject(
    surround(row, (i) => `g${i},l,e,${i},1`, HEAD),
    'edges.csv',
    AROUND + 2,
    field,
  );
});

test.each(NDJSON_LINES)('NDJSON: %s costs its own line and no other', async (_, line, field) => {
  const good = (i: number) => `{"account":"g${i}","layer":"l","entity":"e","at":${i},"weight":1}`;
  await expectOneReject(surround(line, good, ''), 'edges.ndjson', AROUND + 1, field);
});

test('all of them in one file, a hundred times over, leave the good rows as they are', async () => {
  const small = CSV_ROWS.filter(([, row]) => row.length < 100_000);
  const rows: string[] = [];
  for (let round = 0; round < 100; round++)
    for (const [i, [, row]] of small.entries()) rows.push(`g${i},l,e,${round},1`, row);
  const { columns, rejects, summary } = await read(Buffer.from(`${HEAD}${rows.join('\n')}\n`, 'latin1'));
  expect(columns.length).toBe(100 * small.length);
  expect(rejects.map(({ line }) => line)).toEqual(Array.from({ length: 100 * small.length }, (_, i) => 2 * i + 3));
  expect(summary).toMatchObject({ rows: 200 * small.length, rejected: 100 * small.length });
});

test('a hundred million bytes of poison stay out of memory', async () => {
  const long = encoder.encode(`"${'x'.repeat(999_998)}\n`);
  const before = process.memoryUsage().rss;
  const stream = function* () {
    yield encoder.encode(HEAD);
    for (let i = 0; i < 100; i++) yield long;
  };
  const { summary } = await read([...stream()], { longestFieldBytes: 65_536 });
  expect(summary.rejected).toBe(100);
  expect(process.memoryUsage().rss - before).toBeLessThan(256 * 2 ** 20);
});
