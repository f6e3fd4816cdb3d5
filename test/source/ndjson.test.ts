import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cut, inShort, read, whyNot } from './reading.ts';

const NAME = 'edges.ndjson';
const encoder = new TextEncoder();
const GOOD = '{"account":"z","layer":"l","entity":"e","at":9}';

async function readLines(lines: readonly string[], options = {}) {
  return read(lines.join('\n'), options, NAME);
}

test('reads an object a line, in any order of keys, others passed over', async () => {
  const { edges, rejects, summary } = await readLines([
    '{"account":"a","layer":"device","entity":"d","at":"2015-02-24T22:55:00Z"}',
    ' { "at" : 1.5 , "x" : [1, {"y": "}"}], "entity" : "e" , "z":{}, "layer":"l" ,"account" : "b" } \r',
    '',
    '   ',
    '{"account":"c","layer":"l","entity":"e","event":"ev","weight":2.5,"source":"s","t":true,"f":false,"n":null}',
    '{"account":"d","layer":"l","entity":"e","at":null,"event":null}',
  ]);
  expect(inShort(edges)).toEqual(['a device d 1424818500000', 'b l e 1500', 'c l e -', 'd l e -']);
  expect(edges[2]).toMatchObject({ event: 'ev', weight: 2.5, source: 's' });
  expect(rejects).toEqual([]);
  expect(summary.rows).toBe(4);
});

test('numbers as ids keep every digit, as they were written', async () => {
  const numbers = ['9007199254740993', '12345678901234567890123', '1.50', '-0', '1e5'];
  const { edges } = await readLines(numbers.map((id) => `{"account":${id},"layer":"l","entity":${id},"at":1}`));
  expect(edges.map(({ account, entity }) => [account, entity])).toEqual(numbers.map((id) => [id, id]));
});

test('escapes are undone, in keys as in values', async () => {
  const text = 'q" b\\ /s \b\f\n\r\t \u00e9 \u20ac \u{1f600} \0'.slice(0, -1);
  const ascii = JSON.stringify(text).replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const { edges } = await readLines([
    `{"\\u0061ccount":${JSON.stringify(text)},"layer":"l","entity":${ascii},"at":1,"note":"\\ud83d"}`,
  ]);
  expect(edges).toMatchObject([{ account: text, entity: text }]);
});

test.each([
  ['{"account":"a","layer":"l","entity":"e","at":1', 'row', 'a comma or a brace is expected'],
  ['{"account":"a","layer":"l","entity":"e","at":1}}', 'row', 'more after its JSON object'],
  ['{"account":"a","layer":"l","entity":"e","at":1} {}', 'row', 'more after its JSON object'],
  ['{"account":"a" "layer":"l"}', 'row', 'a comma or a brace is expected'],
  ['{"account":"a",}', 'row', 'a key is expected'],
  ['{account:"a"}', 'row', 'a key is expected'],
  ['{"account" "a"}', 'row', 'a colon is expected'],
  ['{"account":}', 'row', 'a value is expected'],
  ['{"account":tru}', 'row', 'a value is expected'],
  ['{"account":NaN}', 'row', 'a value is expected'],
  ['{"account":"a\tb"}', 'row', 'a text is not closed, or holds a control character'],
  ['{"account":"a', 'row', 'a text is not closed'],
  ['{"account":"a\\', 'row', 'a text is not closed'],
  ['{"account":"\\x41"}', 'row', 'an escape that there is not'],
  ['{"account":"\\u12g4"}', 'row', 'an escape that there is not'],
  ['{"account":"\\u12"}', 'row', 'an escape that there is not'],
  ['{"at":01}', 'row', 'a number is malformed'],
  ['{"at":1.}', 'row', 'a number is malformed'],
  ['{"at":-}', 'row', 'a number is malformed'],
  ['{"at":1e}', 'row', 'a number is malformed'],
  ['{"at":.5}', 'row', 'a value is expected'],
  ['{"x":[1,2', 'row', 'a bracket is not closed'],
  ['{"x":[1,2}', 'row', 'is not JSON inside'],
  ['{"x":[1 2],"account":"a"}', 'row', 'is not JSON inside'],
  ['{"x":{"y":}}', 'row', 'is not JSON inside'],
  [`{"x":${'['.repeat(100_000)}`, 'row', 'nested deeper than 64'],
  [`{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'row', 'nested deeper than 64'],
  ['[1,2]', 'row', 'is not a JSON object'],
  ['"account"', 'row', 'is not a JSON object'],
  ['null', 'row', 'is not a JSON object'],
  ['account,layer,entity,at', 'row', 'is not a JSON object'],
  ['{}', 'account', 'is missing'],
  ['{"account":"a","layer":"l","at":1}', 'entity', 'is missing'],
  ['{"account":null,"layer":"l","entity":"e"}', 'account', 'is empty'],
  ['{"account":"","layer":"l","entity":"e"}', 'account', 'is empty'],
  ['{"account":true,"layer":"l","entity":"e"}', 'account', 'is neither text nor a number'],
  ['{"account":["a"],"layer":"l","entity":"e"}', 'account', 'is neither text nor a number'],
  ['{"account":{"id":1},"layer":"l","entity":"e"}', 'account', 'is neither text nor a number'],
  ['{"account":"a","account":"a","layer":"l","entity":"e"}', 'account', 'stands twice'],
  ['{"account":"\\ud800","layer":"l","entity":"e"}', 'account', 'half a surrogate pair'],
  ['{"account":"a","layer":"l","entity":"\\udc00\\ud800"}', 'entity', 'half a surrogate pair'],
  ['{"account":"\\ud800\\uffff","layer":"l","entity":"e"}', 'account', 'half a surrogate pair'],
  ['{"account":"\\ud800\\ud800\\udc00","layer":"l","entity":"e"}', 'account', 'half a surrogate pair'],
  ['{"account":"\\u0000","layer":"l","entity":"e"}', 'account', 'holds a NUL'],
  ['{"account":"a","layer":"l","entity":"e","at":1e400}', 'at', 'is neither RFC 3339'],
  ['{"account":"a","layer":"l","entity":"e","at":-1}', 'at', 'is before 1970'],
  ['{"account":"a","layer":"l","entity":"e","at":1700000000000}', 'at', 'looks like milliseconds'],
  ['{"account":"a","layer":"l","entity":"e","weight":1e400}', 'weight', 'is too large'],
])('a bad line is rejected by itself: %.60s', async (line, field, reason) => {
  const { edges, rejects } = await readLines([GOOD, line, GOOD]);
  expect(rejects).toEqual([{ file: NAME, line: 2, field, reason: expect.stringContaining(reason) }]);
  expect(edges).toHaveLength(2);
});

test('a key named __proto__ is a key, and no prototype changes', async () => {
  const { edges } = await readLines([
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"account":"__proto__","layer":"l","entity":"e","at":1}',
  ]);
  expect(edges).toMatchObject([{ account: '__proto__' }]);
  expect('polluted' in {}).toBe(false);
});

test('invalid UTF-8 is rejected in a wanted value and does no harm in another', async () => {
  const line = (account: readonly number[], note: readonly number[]) => [
    ...encoder.encode('{"account":"'),
    ...account,
    ...encoder.encode('","note":"'),
    ...note,
    ...encoder.encode('","layer":"l","entity":"e","at":1}\n'),
  ];
  const { edges, rejects } = await read(Uint8Array.from([...line([0xff], [0x61]), ...line([0x61], [0xff])]), {}, NAME);
  expect(whyNot(rejects)).toEqual(['1 account is not valid UTF-8']);
  expect(inShort(edges)).toEqual(['a l e 1000']);
});

test('an apostrophe before a formula sign stays: only cells of tables are defused', async () => {
  const { edges } = await readLines([`{"account":"'=a","layer":"l","entity":"'@e","at":1}`]);
  expect(edges).toMatchObject([{ account: "'=a", entity: "'@e" }]);
});

test('a line of ten million characters costs one reject, a field just too long another', async () => {
  const bytes = encoder.encode(
    [
      GOOD,
      `{"x":"${'y'.repeat(10_000_000)}"}`,
      GOOD,
      `{"account":"a","layer":"l","entity":"${'e'.repeat(3000)}"}`,
      GOOD,
    ].join('\n'),
  );
  const { edges, rejects } = await read(cut(bytes, [65_536]), { longestFieldBytes: 2000 }, NAME);
  expect(edges).toHaveLength(3);
  expect(whyNot(rejects)).toEqual(['2 row is longer than 4000 bytes', '4 entity is longer than 2000 bytes']);
});

test('kept rows are the lines as they stood, also where escapes were undone', async () => {
  const line = '{"account":"\\u0061\\n","layer":"","entity":"\\u0065"}';
  const { rejects } = await readLines([line, '{"broken":"\\u0062'], { keepRejectedRows: true });
  expect(rejects.map(({ row }) => row)).toEqual([line, '{"broken":"\\u0062']);
});

test('a column that no object has is a mistake of naming, not of every row', async () => {
  const lines = Array.from({ length: 3 }, (_, i) => `{"user_id":"u${i}","layer":"l","entity":"e","ts":1}`);
  await expect(readLines(lines)).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringMatching(/"account" and "at".*"user_id".*--map account=user_id.*--map at=ts/),
  });
});

test('objects that all lack a time are untimed, unless a key looks like one', async () => {
  const { edges } = await readLines(['{"account":"a","layer":"follow","entity":"b","atoll":1}']);
  expect(inShort(edges)).toEqual(['a follow b -']);
  const misnamed = readLines(['{"account":"a","layer":"follow","entity":"b","created_at":1}']);
  await expect(misnamed).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining('--map at=created_at'),
  });
});

test('after a thousand objects without the account it is not waited for any longer', async () => {
  const lines = Array.from({ length: 5000 }, () => '{"user":"u","layer":"l","entity":"e","at":1}');
  let rejected = 0;
  const { readEdges } = await import('../../src/source/read-edges.ts');
  const { DEFAULT_READ_OPTIONS } = await import('../../src/source/read-options.ts');
  const stream = (async function* () {
    yield encoder.encode(lines.join('\n'));
  })();
  const reading = readEdges([{ name: NAME, stream }], DEFAULT_READ_OPTIONS, { onReject: () => rejected++ });
  await expect(reading).rejects.toMatchObject({ code: 'usage' });
  expect(rejected).toBe(1000);
});

test('is told from CSV by its first character, whatever its name', async () => {
  const { edges } = await read(`\n ${GOOD}\n`, {}, 'edges.csv');
  expect(inShort(edges)).toEqual(['z l e 9000']);
});

test('an empty file is no rows, and rows of nothing but mistakes are rejects', async () => {
  expect((await read('', {}, NAME)).summary.rows).toBe(0);
  expect((await readLines(['{', '}'])).summary).toMatchObject({ rows: 2, rejected: 2 });
});

test('the same rows come out wherever the chunks are cut', async () => {
  const filler = `${GOOD}\n`.repeat(10);
  const lines = [
    GOOD,
    '{"account":"\\u00e9\\ud83d\\ude00","layer":"l","entity":"\u20ac","at":1}',
    '',
    '{"a":[{"b":"\\""}',
    'x',
    GOOD,
  ];
  const bytes = encoder.encode(`\ufeff${filler}${lines.join('\r\n')}`);
  const whole = await read(bytes, { keepRejectedRows: true }, NAME);
  expect(whole.edges).toHaveLength(13);
  expect(whole.rejects.map(({ line }) => line)).toEqual([14, 15]);
  for (let at = filler.length; at < bytes.length; at++) {
    const parts = await read([bytes.slice(0, at), bytes.slice(at)], { keepRejectedRows: true }, NAME);
    expect({ at, ...parts }).toEqual({ at, ...whole });
  }
  expect(await read(cut(bytes, [1]), { keepRejectedRows: true }, NAME)).toEqual(whole);
});

test('takes and refuses exactly what JSON.parse takes and refuses', async () => {
  const token = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"\\u0041"',
    '"\\q"',
    '1',
    '-1.5e3',
    '01',
    'true',
    'nul',
    ' ',
    '"',
    '\\',
  );
  const soup = fc.array(token, { maxLength: 8 }).map((tokens) => `{"k":${tokens.join('')}}`);
  const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })).map((value) => JSON.stringify(value));
  const mutated = fc.tuple(object, fc.nat(), fc.string({ maxLength: 1 })).map(([text, at, char]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + char + text.slice(place + 1);
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(soup, object, mutated), { minLength: 1, maxLength: 20 }), async (drawn) => {
      const lines = drawn.map((line) => line.replaceAll('\n', ' ')).filter((line) => !/^[ \t\r]*$/.test(line));
      const { rejects } = await readLines([GOOD, ...lines]);
      const refused = rejects.filter(({ field }) => field === 'row').map(({ line }) => line - 2);
      const expected = [...lines.keys()].filter((i) => !isObject(lines[i] ?? ''));
      expect(refused).toEqual(expected);
    }),
    { numRuns: 400 },
  );
});

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
