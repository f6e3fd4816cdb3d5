import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../src/report/canonical-json.ts';

test('the order in which an object was built does not show', () => {
  expect(canonicalJson({ b: 1, a: { d: [3, null], c: 'x' } })).toBe('{"a":{"c":"x","d":[3,null]},"b":1}');
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(turned)).toBe(canonicalJson(value));
    }),
  );
});

test('what is written reads back the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('keys follow their UTF-8 bytes, not their UTF-16 units', () => {
  expect(canonicalJson({ '\u{1f600}': 1, '\uffee': 2 })).toBe('{"\uffee":2,"\u{1f600}":1}');
});

test('a layer named __proto__ keeps its place', () => {
  expect(canonicalJson(JSON.parse('{"__proto__":1,"a":2}'))).toBe('{"__proto__":1,"a":2}');
});

test('a number that JSON cannot hold is an error and not null', () => {
  expect(() => canonicalJson({ score: Number.NaN })).toThrow(/NaN/);
  expect(() => canonicalJson([Number.POSITIVE_INFINITY])).toThrow(/Infinity/);
});
