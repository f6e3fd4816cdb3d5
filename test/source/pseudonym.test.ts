import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPseudonymizer } from '../../src/source/pseudonym.ts';
import { parsePseudonymKeys } from '../../src/source/pseudonym-keys.ts';
import { read } from './reading.ts';

const HEX = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff';
const OTHER_HEX = `ff${HEX.slice(2)}`;
const BASE64 = Buffer.from(HEX, 'hex').toString('base64');
const keys = parsePseudonymKeys(HEX);

test.each([HEX, HEX.toUpperCase(), BASE64, BASE64.slice(0, -1), `  ${HEX}\n`, `v1:${HEX}`])(
  'a key is read from %j',
  (text) => {
    const { current, previous } = parsePseudonymKeys(text);
    expect(current.version).toBe('v1');
    expect(Buffer.from(current.bytes).toString('hex')).toBe(HEX);
    expect(previous).toEqual([]);
  },
);

test('base64url is read as base64 is', () => {
  const bytes = Buffer.alloc(32, 0xfb);
  expect(Buffer.from(parsePseudonymKeys(bytes.toString('base64url')).current.bytes)).toEqual(bytes);
});

test('while rotating the first key is in use and the others are kept', () => {
  const { current, previous } = parsePseudonymKeys(`v2:${OTHER_HEX}, v1:${BASE64}`);
  expect(current.version).toBe('v2');
  expect(previous.map((key) => key.version)).toEqual(['v1']);
});

test.each([
  '',
  'secret',
  HEX.slice(1),
  `${HEX}0`,
  `1:${HEX}`,
  `v0:${HEX}`,
  `v1:`,
  `v1:${HEX},v1:${OTHER_HEX}`,
  `v2:${HEX},v1:${HEX}`,
  `v2:${HEX},`,
  `${HEX},${OTHER_HEX}`,
  `v1:${HEX}:${HEX}`,
  `${BASE64.slice(0, -2)}*=`,
])('%j is refused, and the message holds nothing of it', (text) => {
  let message = '';
  try {
    parsePseudonymKeys(text);
  } catch (error) {
    expect(error).toMatchObject({ code: 'config' });
    message = String(error);
  }
  expect(message).toMatch(/^LockstepError: Pseudonym key|^LockstepError: The pseudonym key/);
  for (const part of text.split(/[:,]/)) if (part.length > 4) expect(message).not.toContain(part);
});

test('a pseudonym is the version and 128 bits of the HMAC over label, NUL and id', () => {
  const name = createPseudonymizer(keys.current, 'device');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 2000 }), (id) => {
      const hmac = createHmac('sha256', Buffer.from(HEX, 'hex')).update(`lockstep/device\0${id}`).digest('hex');
      expect(name(new TextEncoder().encode(id))).toBe(`v1:${hmac.slice(0, 32)}`);
    }),
  );
});

test('with a key, ids of devices and addresses leave no trace in the columns', async () => {
  const rows = [
    'a,device,SECRET-1,1',
    'b,device,SECRET-1,2',
    'c,ip,192.0.2.77,3',
    'd,ip,::ffff:192.0.2.77,4',
    'e,link,plain,5',
  ];
  const { columns, edges } = await read(`account,layer,entity,at\n${rows.join('\n')}\n`, { keys });
  const held = Buffer.from(columns.entities.bytes).toString('latin1');
  expect(held).not.toContain('SECRET');
  expect(held).not.toContain('192.0.2');
  const [first, second, third, fourth, fifth] = edges.map((edge) => edge.entity);
  expect(first).toMatch(/^v1:[0-9a-f]{32}$/);
  expect(second).toBe(first);
  expect(third).toMatch(/^v1:[0-9a-f]{32}$/);
  expect(fourth).toBe(third);
  expect(fifth).toBe('plain');
});

test('one text as a device and as an address has two pseudonyms, and another key makes others', async () => {
  const text = 'account,layer,entity,at\na,device,192.0.2.1,1\na,ip,192.0.2.1,1\n';
  const one = (await read(text, { keys })).edges.map((edge) => edge.entity);
  const other = (await read(text, { keys: parsePseudonymKeys(`v2:${OTHER_HEX}`) })).edges.map((edge) => edge.entity);
  expect(new Set([...one, ...other]).size).toBe(4);
  expect(other.every((name) => name.startsWith('v2:'))).toBe(true);
});

test('the caller says which layers hold identifiers', async () => {
  const text = 'account,layer,entity,at\na,handset,H1,1\na,device,D1,1\n';
  const { edges } = await read(text, { keys, identifiers: (layer) => (layer === 'handset' ? 'device' : 'none') });
  expect(edges.map((edge) => edge.entity)).toEqual([expect.stringMatching(/^v1:/), 'D1']);
});

test('without a key addresses are canonical all the same, and what is none is rejected', async () => {
  const text = 'account,layer,entity,at\na,ip,2001:DB8::5,1\nb,ip,2001:db8::9,1\nc,ip,nowhere,1\nd,device,Q,1\n';
  const { edges, rejects } = await read(text);
  expect(edges.map((edge) => edge.entity)).toEqual(['2001:db8::/64', '2001:db8::/64', 'Q']);
  expect(rejects).toEqual([{ file: 'edges.csv', line: 4, field: 'entity', reason: 'is not an IPv4 or IPv6 address' }]);
});
