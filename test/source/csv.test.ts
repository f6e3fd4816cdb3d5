import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { CSV_FILLER, cut, FILLER_ROWS, inShort, read, whyNot } from './reading.ts';

const HEAD = 'account,layer,entity,at\n';
const encoder = new TextEncoder();

test('reads rows in their order, ids numbered by first appearance', async () => {
  const text = `${HEAD}b,device,d1,10\na,ip,10.0.0.1,\nb,device,d1,1.5\n`;
  const { columns, edges, summary } = await read(text);
  expect(inShort(edges)).toEqual(['b device d1 10000', 'a ip 10.0.0.1 -', 'b device d1 1500']);
  expect([...columns.account]).toEqual([0, 1, 0]);
  expect(columns.length).toBe(3);
  expect(summary).toEqual({ rows: 3, rejected: 0, bytes: text.length, truncated: [] });
});

test('columns stand in any order, and others are passed over', async () => {
  const { edges } = await read('at,note,entity,account,layer,x\n7,"a ""b"", c",d1,u1,device,\n');
  expect(inShort(edges)).toEqual(['u1 device d1 7000']);
});

test('event, source and weight are there only when a row has one', async () => {
  const none = await read('account,layer,entity,at,event,source,weight\na,l,e,,,,\n');
  expect([none.columns.event, none.columns.source, none.columns.weight]).toEqual([null, null, null]);
  const some = await read('account,layer,entity,at,event,source,weight\na,l,e,,,,\nb,l,e,,ev,src,2.5\nc,l,e,,,,\n');
  expect(some.edges.map(({ event, source, weight }) => [event, source, weight])).toEqual([
    ['', '', 1],
    ['ev', 'src', 2.5],
    ['', '', 1],
  ]);
  expect([...(some.columns.event ?? [])]).toEqual([0, 1, 0]);
});

test('an event or weight that appears after thousands of rows leaves those before it without one', async () => {
  const rows = Array.from({ length: 5000 }, (_, i) => (i === 4321 ? 'a,l,e,1,ev,3' : 'a,l,e,1,,'));
  const { columns } = await read(`account,layer,entity,at,event,weight\n${rows.join('\n')}`);
  expect(columns.event?.findIndex((event) => event !== 0)).toBe(4321);
  expect(columns.weight?.reduce((sum, weight) => sum + weight, 0)).toBe(5002);
});

test.each([
  ['line feeds', `${HEAD}a,l,e,1\nb,l,e,2\n`],
  ['no line feed at the end', `${HEAD}a,l,e,1\nb,l,e,2`],
  ['CRLF', `${HEAD}a,l,e,1\nb,l,e,2\n`.replaceAll('\n', '\r\n')],
  ['CRLF without a last line feed', `${HEAD}a,l,e,1\nb,l,e,2\r`.replaceAll('\n', '\r\n')],
  ['a byte order mark', `\ufeff${HEAD}a,l,e,1\nb,l,e,2\n`],
  ['a byte order mark before a quoted header', `\ufeff"account","layer","entity","at"\na,l,e,1\nb,l,e,2\n`],
  ['everything quoted', '"account","layer","entity","at"\n"a","l","e","1"\r\n"b","l","e","2"'],
  ['blank lines', `\n${HEAD}\n\na,l,e,1\n\r\n\nb,l,e,2\n\n`],
])('reads a file with %s', async (_, text) => {
  const { edges, rejects } = await read(text);
  expect(inShort(edges)).toEqual(['a l e 1000', 'b l e 2000']);
  expect(rejects).toEqual([]);
});

test.each([
  ['semicolons', ';'],
  ['tabs', '\t'],
  ['bars', '|'],
])('reads a file whose header has %s for commas', async (_, separator) => {
  const rows = ['account,layer,entity,at', '"a;\t|""1""",l,plain,1\r', '', 'b,l,"q""",2', ''];
  const text = rows.map((row) => row.replaceAll(',', separator)).join('\n');
  const { edges, rejects } = await read(`\ufeff\r\n\r\n${text.replace('plain', 'x,y')}`);
  expect(inShort(edges)).toEqual(['a;\t|"1" l x,y 1000', 'b l q" 2000']);
  expect(rejects).toEqual([]);
});

test('one comma in the header makes it a file with commas, whatever else stands there', async () => {
  const commas = await read('account,layer,entity,at,a;b\tc|d;e\na;b;c;d;e,l,e\t|,1,\n');
  expect(inShort(commas.edges)).toEqual(['a;b;c;d;e l e\t| 1000']);
  const quoted = await read('"account";"layer";"entity";"at";"x,y"\n"a";"l";"e";"1";""\n');
  expect(inShort(quoted.edges)).toEqual(['a l e 1000']);
});

test('a row with another separator than the header is rejected, not guessed at', async () => {
  const { edges, rejects } = await read('account;layer;entity;at\na;l;e;1\nb,l,e,2\n');
  expect(inShort(edges)).toEqual(['a l e 1000']);
  expect(rejects.map(({ line, reason }) => [line, reason])).toEqual([[3, 'has 1 field and the header 4']]);
});

test('quoted fields keep commas, doubled quotes, line ends and blanks as they are', async () => {
  const { edges } = await read(`${HEAD}"a,b",l,"say ""hi""\r\n\nthere ",1\n"",l,e,1\n""""" ",l,"""",2\n`);
  expect(edges.map(({ account, entity }) => [account, entity])).toEqual([
    ['a,b', 'say "hi"\r\n\nthere '],
    ['"" ', '"'],
  ]);
});

test('line numbers count the lines inside quotes, and an empty account is rejected by its own line', async () => {
  const { rejects } = await read(`${HEAD}a,l,"1\n2\n3",1\n,l,e,1\n"x\ny",l,,1\n`);
  expect(whyNot(rejects)).toEqual(['5 account is empty', '6 entity is empty']);
});

test('a row of another number of fields is rejected and the rest goes on', async () => {
  const { edges, rejects, summary } = await read(`${HEAD}a,l,e\nb,l,e,1,x\nc,l,e,3\n"d"\n`);
  expect(inShort(edges)).toEqual(['c l e 3000']);
  expect(whyNot(rejects)).toEqual([
    '2 row has 3 fields and the header 4',
    '3 row has 5 fields and the header 4',
    '5 row has 1 field and the header 4',
  ]);
  expect(summary).toMatchObject({ rows: 4, rejected: 3 });
});

test.each([
  ['a,l,"e,1', 'opens a quote that is never closed'],
  ['a,l,"e"x,1', 'has text after the closing quote'],
  ['a,l,e"x",1', 'has a quote inside a field that is not quoted'],
  ['a,l,e\rx,1', 'has a carriage return without a line feed'],
  ['a,l,"e""",1,"', 'opens a quote that is never closed'],
])('a stray quote or return costs its own row only: %j', async (bad, why) => {
  const { edges, rejects } = await read(`${HEAD}a,l,e,1\n${bad}\nb,l,e,2\nc,l,e,3\n`);
  expect(inShort(edges)).toEqual(['a l e 1000', 'b l e 2000', 'c l e 3000']);
  expect(rejects.map(({ line, field }) => [line, field])).toEqual([[3, 'row']]);
  expect(rejects[0]?.reason).toContain(why);
});

test('an unbalanced quote that another one seems to close still costs no good row', async () => {
  const good = Array.from({ length: 50 }, (_, i) => `g${i},l,e,${i}`);
  const { edges, rejects } = await read(`${HEAD}a,l,"e,1\n${good.join('\n')}\nb,l,"e,2\nc,l,"",3\nd,l,e,4\n`);
  expect(edges.map((edge) => edge.account)).toEqual([...good.map((row) => row.split(',')[0]), 'd']);
  expect(rejects.map(({ line }) => line)).toEqual([2, 53, 54]);
});

test('an unbalanced quote is given up after the longest field, far from the end of the file', async () => {
  const rows = Array.from({ length: 40_000 }, (_, i) => `a${i},l,e,${i}`);
  const { edges, rejects } = await read(`${HEAD}x,l,"e,1\n${rows.join('\n')}\n`, { longestFieldBytes: 4096 });
  expect(edges.length).toBe(40_000);
  expect(whyNot(rejects)).toEqual(['2 row has a quoted field that does not end within 4096 bytes']);
});

test('a field longer than allowed is rejected, one just as long is not', async () => {
  const field = 'x'.repeat(5000);
  const rows = [`a,l,${field},1`, `b,l,${field}y,2`, `c,l,"${field}",3`, `d,l,"${field}y",4`, 'e,l,e,5'];
  const { edges, rejects } = await read(`${HEAD}${rows.join('\n')}\n`, { longestFieldBytes: 5000 });
  expect(edges.map((edge) => edge.account)).toEqual(['a', 'c', 'e']);
  expect(rejects.map(({ line }) => line)).toEqual([3, 5]);
});

test('a line of ten million characters costs one reject and little memory', async () => {
  const bytes = encoder.encode(
    `${HEAD}a,l,${'x'.repeat(10_000_000)},1\nb,l,e,2\n"${'y'.repeat(10_000_000)}\nc,l,e,3\n`,
  );
  const { edges, rejects } = await read(cut(bytes, [65_536]));
  expect(inShort(edges)).toEqual(['b l e 2000', 'c l e 3000']);
  expect(rejects.map(({ line }) => line)).toEqual([2, 4]);
});

test('rejects carry the row only when asked, and no more of it than they should', async () => {
  const text = `${HEAD}secret,l,e,"x ""y"""\r\nother,l,"e\n`;
  const { rejects } = await read(text);
  expect(JSON.stringify(rejects)).not.toMatch(/secret|other/);
  expect((await read(text, { keepRejectedRows: true })).rejects.map(({ row }) => row)).toEqual([
    'secret,l,e,"x ""y"""',
    'other,l,"e',
  ]);
  const long = await read(`${HEAD}${'ä'.repeat(50_000)}\n`, { keepRejectedRows: true });
  expect(long.rejects[0]?.row).toBe(`${'ä'.repeat(10_000)}…`);
});

test('the apostrophe that keeps a spreadsheet from running a cell is taken off, any other stays', async () => {
  const cells = ["'=1+1", "'+a", "'-b", "'@c", '"\'\td"', '"\'\re"', "'f", "''=g", "'", "='h", "'\u00e9"];
  const { edges } = await read(`${HEAD}${cells.map((cell) => `a,l,${cell},1`).join('\n')}\n`);
  const plain = ['=1+1', '+a', '-b', '@c', '\td', '\re', "'f", "''=g", "'", "='h", "'\u00e9"];
  expect(edges.map((edge) => edge.entity)).toEqual(plain);
});

test('ids are exact: blanks, case and composed letters are told apart', async () => {
  const ids = [
    'a',
    ' a',
    'a ',
    'A',
    '\u00e9',
    'e\u0301',
    '\ufeffa',
    '__proto__',
    'constructor',
    '9007199254740993',
    '007',
  ];
  const { columns } = await read(`${HEAD}${ids.map((id) => `${id},l,e,1`).join('\n')}\n`);
  expect(columns.accounts.size).toBe(ids.length);
});

test('a long entity is known by its SHA-256, a long account is rejected', async () => {
  const long = 'é'.repeat(513);
  const { edges, rejects } = await read(
    `${HEAD}a,text,${long},1\nb,text,${long},2\n${long},text,e,3\nc,text,${'x'.repeat(1024)},4\n`,
  );
  expect(edges[0]?.entity).toBe(`sha256:${createHash('sha256').update(long).digest('hex')}`);
  expect(edges[1]?.entity).toBe(edges[0]?.entity);
  expect(edges[2]?.entity).toHaveLength(1024);
  expect(whyNot(rejects)).toEqual(['4 account is longer than 1024 bytes']);
});

test('a rejected row leaves no id behind', async () => {
  const rows = [
    'ghost,phantom,spook,never',
    'ghost,phantom,,1',
    ',phantom,spook,1',
    'ghost,phantom,spook,1,extra',
    'a,l,e,1',
  ];
  const { columns } = await read(`${HEAD}${rows.join('\n')}\n`);
  expect([columns.accounts.size, columns.layers.size, columns.entities.size]).toEqual([1, 1, 1]);
});

test.each([
  ['account', 'no\0,l,e,1', 'holds a NUL character'],
  ['entity', 'a,l,e\0,1', 'holds a NUL character'],
  ['layer', 'a,,e,1', 'is empty'],
  ['layer', `a,${'l'.repeat(65)},e,1`, 'is longer than 64 bytes'],
  ['at', 'a,l,e,soon', 'is neither RFC 3339 (2026-01-31T12:00:00Z) nor UNIX seconds (1769860800)'],
])('a bad %s is rejected by name: %j', async (field, row, reason) => {
  const { edges, rejects } = await read(`${HEAD}${row}\nb,l,e,2\n`);
  expect(rejects).toEqual([{ file: 'edges.csv', line: 2, field, reason }]);
  expect(inShort(edges)).toEqual(['b l e 2000']);
});

test.each([
  ['-1', 'is negative'],
  ['x', 'is not a decimal number'],
  ['0x10', 'is not a decimal number'],
  ['1e400', 'is too large for a number'],
  ['NaN', 'is not a decimal number'],
  ['Infinity', 'is not a decimal number'],
  [' 1', 'is not a decimal number'],
  ['1'.repeat(500), 'is not a decimal number'],
])('weight %s is rejected', async (weight, reason) => {
  const { rejects } = await read(`account,layer,entity,at,weight\na,l,e,1,${weight}\n`);
  expect(rejects).toMatchObject([{ field: 'weight', reason }]);
});

test('weights are read as decimal numbers', async () => {
  const texts = ['0', '3', '2.5', '1e3', '1.25E-2', '+4', '123456789012', '-0'];
  const { columns } = await read(
    `account,layer,entity,at,weight\n${texts.map((text) => `a,l,e,1,${text}`).join('\n')}\n`,
  );
  expect([...(columns.weight ?? [])]).toEqual([0, 3, 2.5, 1000, 0.0125, 4, 123456789012, 0]);
});

test.each([
  ['overlong', [0xc0, 0x80]],
  ['overlong of three', [0xe0, 0x80, 0x80]],
  ['surrogate', [0xed, 0xa0, 0x80]],
  ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
  ['lead above F4', [0xf5, 0x80, 0x80, 0x80]],
  ['lone continuation', [0x80]],
  ['cut short', [0xe2, 0x82]],
  ['Latin-1', [0xe9]],
])('bytes that are no UTF-8 (%s) are rejected in account and in entity', async (_, bad) => {
  const good = encoder.encode('\u00e9\u20ac\u{10ffff}\u07ff\uffff');
  const row = (account: Iterable<number>, entity: Iterable<number>) => [
    ...account,
    ...encoder.encode(',l,'),
    ...entity,
    ...encoder.encode(',1\n'),
  ];
  const bytes = Uint8Array.from([...encoder.encode(HEAD), ...row(bad, good), ...row(good, bad), ...row(good, good)]);
  const { edges, rejects } = await read(bytes);
  expect(whyNot(rejects)).toEqual(['2 account is not valid UTF-8', '3 entity is not valid UTF-8']);
  expect(edges).toHaveLength(1);
});

test('the same rows come out wherever the chunks are cut', async () => {
  const head = `\ufeffaccount,layer,entity,at\r\n${CSV_FILLER}`;
  const rows = `"a,1",l,"x ""y""\r\nz",1\r\nb,l,"unclosed,2\r\nc,l,é,3\r\n\r\nd,l,e\r\n"e",l,"",5\r\n"f""",l,e,6\r`;
  const bytes = encoder.encode(head + rows);
  const whole = await read(bytes, { keepRejectedRows: true });
  expect(whole.edges.slice(FILLER_ROWS).map((edge) => edge.account)).toEqual(['a,1', 'c', 'f"']);
  expect(whole.rejects.map(({ line }) => line - FILLER_ROWS)).toEqual([4, 7, 8]);
  for (let at = encoder.encode(head).length - 1; at < bytes.length; at++) {
    const parts = await read([bytes.slice(0, at), bytes.slice(at)], { keepRejectedRows: true });
    expect({ at, ...parts }).toEqual({ at, ...whole });
  }
  expect(await read(cut(bytes, [1]), { keepRejectedRows: true })).toEqual(whole);
});

test.each([
  ['', 'edges.csv is empty'],
  ['\n\n', 'edges.csv is empty'],
  ['account,"layer\n', 'header of edges.csv (line 1) opens a quote'],
  ['account\rlayer\ra\r', 'header of edges.csv (line 1) has a carriage return without a line feed'],
])('a file without a header that can be read is refused with a sentence: %j', async (text, message) => {
  await expect(read(text)).rejects.toMatchObject({
    code: 'input-unreadable',
    message: expect.stringContaining(message),
  });
});

test('a header of three million characters is refused before it is held', async () => {
  await expect(read('a'.repeat(3_000_000))).rejects.toMatchObject({
    message: expect.stringContaining('is longer than'),
  });
});
