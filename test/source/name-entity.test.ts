import { expect, test } from 'vitest';
import { nameEntity } from '../../src/source/name-entity.ts';
import { parsePseudonymKeys } from '../../src/source/pseudonym-keys.ts';
import { identifierByName } from '../../src/source/read-options.ts';
import { read } from './reading.ts';

const keys = parsePseudonymKeys(`v2:${'ef'.repeat(32)},v1:${'ab'.repeat(32)}`);

test.each([
  ['device', 'imei-1'],
  ['ip', '192.0.2.7'],
  ['ip', '2001:DB8:0:1::7'],
  ['ip', '::ffff:192.0.2.7'],
  ['link', 'https://example.org/ä'],
  ['text', 'long '.repeat(300)],
])('an entity of layer %s is named as a reader names it: %.20s', async (layer, id) => {
  for (const key of [keys, null]) {
    const { edges } = await read(`account,layer,entity,at\na,${layer},"${id}",\n`, { keys: key });
    expect(nameEntity(id, identifierByName(layer), key)).toBe(edges[0]?.entity);
  }
});

test('a pseudonym, as reports show it, is not keyed again', () => {
  const name = nameEntity('imei-1', 'device', keys);
  expect(nameEntity(name, 'device', keys)).toBe(name);
  expect(name).toMatch(/^v2:/);
});

test.each([
  ['', 'none', 'The id is empty'],
  ['a\0b', 'none', 'The id holds a NUL character'],
  ['192.0.2', 'ip', 'The id is not an IPv4 or IPv6 address'],
] as const)('%j as %s is refused', (id, kind, sentence) => {
  expect(() => nameEntity(id, kind, keys)).toThrow(sentence);
});
