import { expect, it } from 'vitest';
import { readXml, textOf } from '../../../src/source/pull/xml-elements.ts';

it('elements are read with their children, text and entities, whatever stands between', () => {
  const root = readXml(
    '<?xml version="1.0"?>\n<!-- > --><L xmlns="http://a/>b"><K a="/>">x &amp;&#233;&#x1F600;&quot;</K><E/><K><![CDATA[<raw>&amp;]]></K></L>',
  );
  expect(root?.children.map(({ name, text }) => [name, text])).toEqual([
    ['K', 'x &é😀"'],
    ['E', ''],
    ['K', '<raw>&amp;'],
  ]);
  expect(root && textOf(root, 'K')).toBe('x &é😀"');
  expect(root && textOf(root, 'none')).toBeNull();
});

it.each([
  '',
  'text',
  '<a>',
  '<a></b>',
  '</a>',
  '<a/><b/>',
  '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
  '<a><',
  '{"a":1}',
])('%j is no document', (text) => {
  expect(readXml(text)).toBeNull();
});

it('what an entity would blow up stays as it is', () => {
  expect(readXml('<a>&lol;&#99999999;&#x110000;</a>')?.text).toBe('&lol;&#99999999;&#x110000;');
});
