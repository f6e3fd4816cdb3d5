import { expect, test } from 'vitest';
import { inShort, read, whyNot } from './reading.ts';

const usage = (message: string | RegExp) => ({
  code: 'usage',
  message: typeof message === 'string' ? message : expect.stringMatching(message),
});

test('--map takes columns under other names', async () => {
  const map = new Map([
    ['account', 'user id'],
    ['entity', 'what'],
    ['event', 'post'],
  ] as const);
  const { edges } = await read('user id,layer,what,at,post\nu,l,e,1,p\n', { map });
  expect(edges).toMatchObject([{ account: 'u', entity: 'e', event: 'p' }]);
});

test('--set fills a constant, whatever the file says', async () => {
  const set = new Map([
    ['layer', 'retweet'],
    ['source', 'x'],
    ['at', ''],
    ['weight', '2'],
  ] as const);
  const { edges } = await read('account,layer,entity\na,other,e\n', { set });
  expect(edges).toMatchObject([{ layer: 'retweet', source: 'x', at: null, weight: 2 }]);
});

test('--layer-of reads a wide table: one layer a column, an empty cell no edge, a row all or nothing', async () => {
  const layerOf = new Map([
    ['device', 'device_id'],
    ['ip', 'ip_addr'],
    ['hw', 'device_id'],
  ]);
  const text = 'account,device_id,ip_addr,at\na,d1,10.0.0.1,1\nb,,10.0.0.2,2\nc,,,3\nd,d2,nowhere,4\n,d3,,5\ne,d1,,6\n';
  const { edges, rejects, columns, summary } = await read(text, { layerOf });
  expect(inShort(edges)).toEqual([
    'a device d1 1000',
    'a ip 10.0.0.1 1000',
    'a hw d1 1000',
    'b ip 10.0.0.2 2000',
    'e device d1 6000',
    'e hw d1 6000',
  ]);
  expect(whyNot(rejects)).toEqual(['5 ip_addr is not an IPv4 or IPv6 address', '6 account is empty']);
  expect([columns.accounts.size, columns.entities.size, columns.layers.size]).toEqual([3, 3, 3]);
  expect(summary.rows).toBe(6);
});

test('a wide table may come as NDJSON, where an absent key is no edge', async () => {
  const layerOf = new Map([
    ['device', 'dev'],
    ['card', 'card'],
  ]);
  const text = '{"account":"a","dev":"d","at":1}\n{"account":"b","card":7,"at":2}\n';
  expect(inShort((await read(text, { layerOf }, 'w.ndjson')).edges)).toEqual(['a device d 1000', 'b card 7 2000']);
});

test('one column may serve twice', async () => {
  const map = new Map([['event', 'entity']] as const);
  expect((await read('account,layer,entity,at\na,l,e,1\n', { map })).edges).toMatchObject([
    { entity: 'e', event: 'e' },
  ]);
});

test('a missing column is named, with what is there and the flag to write', async () => {
  await expect(read('user_id,layer,entity,at\n')).rejects.toMatchObject(
    usage(
      'edges.csv has no column "account"; it has "user_id", "layer", "entity", "at": the nearest is "user_id", so write --map account=user_id.',
    ),
  );
});

test.each([
  ['Account,layer,entity,at', 'write --map account=Account'],
  ['accuont,layer,entity,at', 'write --map account=accuont'],
  ['author id,layer,entity,at', "write --map 'account=author id'"],
  ["it's account,layer,entity,at", "write --map 'account=it'\\\\''s account'"],
  ['account,layer,entity,created_at', 'write --map at=created_at, or --set at= when there are no times'],
  ['account,entity,at', 'or --set layer=NAME when all rows are of one layer'],
  [
    'user_id,login_time,device_id,ip_addr',
    'write --layer-of device=device_id,ip=ip_addr to .*account=user_id; .*at=login_time',
  ],
  ['account,Phone number,at', ": write --layer-of 'phone=Phone number' to read a layer from each of these columns.$"],
  ['acc_1,repost,p1,2025-11-25T15:18:24Z', 'first line looks like data.*such as account,layer,entity,at.$'],
  ['acc_1,repost,p1,1764000000', 'first line looks like data'],
  ['account,layer,2024,2025', 'write --map entity='],
  ['foo,bar', '"account" and "layer" and "entity" and "at"'],
  ['foo,bar', ': write --map account=NAME; write --map layer=NAME, .*entity=NAME.*at=NAME'],
  ['Nutzer;Beitrag;Zeitpunkt', 'it has "Nutzer", "Beitrag", "Zeitpunkt": write --map account=NAME; '],
])('advice for a header %j', async (header, advice) => {
  await expect(read(`${header}\na,b,c,d\n`)).rejects.toMatchObject({ message: expect.stringMatching(advice) });
});

test('a header of very many columns does not make a message of very many', async () => {
  const header = Array.from({ length: 5000 }, (_, i) => `column_${i}`).join(',');
  const message = await read(`${header}\n`).catch((error: Error) => error.message);
  expect(String(message).length).toBeLessThan(1500);
  expect(message).toContain('and 4970 more');
});

test('a mapped column that is not there is an error even where the plain one may be absent', async () => {
  const map = new Map([['event', 'post']] as const);
  await expect(read('account,layer,entity,at,posts\n', { map })).rejects.toMatchObject(
    usage(/"post".*--map event=posts/),
  );
});

test('a wanted column that stands twice is refused, another may', async () => {
  await expect(read('account,layer,entity,at,account\n')).rejects.toMatchObject(usage(/two columns named "account"/));
  expect((await read('account,layer,entity,at,x,x\na,l,e,1,,\n')).edges).toHaveLength(1);
});

test.each([
  ['at', 'soon', /column at .* is neither RFC 3339/],
  ['weight', '-1', /column weight .* is negative/],
  ['layer', '', /column layer .* is empty/],
  ['layer', 'x'.repeat(65), /column layer .* is longer than 64 bytes/],
  ['account', 'a\0', /column account .* holds a NUL/],
] as const)('a constant %s of %.20j is refused before anything is read', async (column, value, message) => {
  const reading = read('anything at all', { set: new Map([[column, value]]) });
  await expect(reading).rejects.toMatchObject(usage(message));
});

test('choices that contradict each other are refused', async () => {
  const map = new Map([['layer', 'x']] as const);
  const set = new Map([['layer', 'y']] as const);
  const layerOf = new Map([['device', 'd']]);
  await expect(read('', { map, set })).rejects.toMatchObject(usage(/layer is named by --map and filled by --set/));
  await expect(read('', { map, layerOf })).rejects.toMatchObject(usage(/--layer-of/));
  await expect(read('', { set, layerOf })).rejects.toMatchObject(usage(/--layer-of/));
  await expect(read('', { layerOf: new Map([['', 'd']]) })).rejects.toMatchObject(usage(/column layer .* is empty/));
});
