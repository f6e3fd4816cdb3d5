import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringAt } from '../../src/model/string-table.ts';
import { ByteInterner, hashBytes } from '../../src/source/byte-interner.ts';

const encoder = new TextEncoder();

function find(interner: ByteInterner, bytes: Uint8Array, start = 0, end = bytes.length): number {
  return interner.find(bytes, start, end, hashBytes(bytes, start, end));
}

function intern(interner: ByteInterner, bytes: Uint8Array, start = 0, end = bytes.length): number {
  return interner.intern(bytes, start, end, hashBytes(bytes, start, end));
}

test('numbers strings by first appearance and gives them back', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 200 }), (texts) => {
      const interner = new ByteInterner();
      const expected = new Map<string, number>();
      for (const text of texts) {
        const bytes = encoder.encode(`<${text}>`);
        if (!expected.has(text)) {
          expect(find(interner, bytes, 1, bytes.length - 1)).toBe(-1);
          expected.set(text, expected.size);
        }
        expect(intern(interner, bytes, 1, bytes.length - 1)).toBe(expected.get(text));
      }
      const table = interner.toTable();
      expect(table.size).toBe(expected.size);
      expect(table.offsets.length).toBe(table.size + 1);
      expect([...expected.keys()]).toEqual(Array.from({ length: table.size }, (_, i) => stringAt(table, i)));
    }),
  );
});

test('finds each of very many strings again, after it has grown many times', () => {
  const interner = new ByteInterner();
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  const count = 300_000;
  for (let pass = 0; pass < 2; pass++) {
    for (let i = 0; i < count; i++) {
      view.setUint32(0, i);
      view.setUint32(4, Math.imul(i, 0x9e3779b1));
      if (intern(interner, bytes, 0, 4 + (i % 5)) !== i) expect.fail(`string ${i} has another number`);
    }
  }
  expect(interner.size).toBe(count);
  expect(interner.toTable().bytes.length).toBe(count * 6);
});

test('does not take a string for another that begins with it, or for an empty one', () => {
  const interner = new ByteInterner();
  const numbers = ['abcd', 'abc', '', 'abcde', 'abcd\0'].map((text) => {
    return intern(interner, encoder.encode(text));
  });
  expect(numbers).toEqual([0, 1, 2, 3, 4]);
});

test('strings of one hash are told apart by their bytes', () => {
  const interner = new ByteInterner();
  const numbers = ['a', 'b', 'ab', 'a', 'b'].map((text) => interner.intern(encoder.encode(text), 0, text.length, 7));
  expect(numbers).toEqual([0, 1, 2, 0, 1]);
});
