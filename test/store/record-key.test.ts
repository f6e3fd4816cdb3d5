import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginningWith, keyOf, under } from '../../src/store/record-key.ts';

const name = fc.string({ unit: 'binary', maxLength: 5 }).filter((text) => text.isWellFormed());

describe('keys of records', () => {
  it('are ASCII, and differ when a part does, wherever slashes stand', () => {
    fc.assert(
      fc.property(
        fc.array(name, { minLength: 1, maxLength: 3 }),
        fc.array(name, { minLength: 1, maxLength: 3 }),
        (a, b) => {
          expect(keyOf(...a)).toMatch(/^[\x20-\x7e]*$/);
          expect(keyOf(...a) === keyOf(...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
        },
      ),
    );
    expect(keyOf('a', 'b')).not.toBe(keyOf('a/b'));
  });

  it('stand under their first parts, and under nothing else', () => {
    fc.assert(
      fc.property(name, name, name, (first, other, last) => {
        const { from, below } = under(first);
        const isUnder = (key: string): boolean => key >= from && key < below;
        expect(isUnder(keyOf(first, last))).toBe(true);
        expect(isUnder(keyOf(other, last))).toBe(first === other);
        expect(isUnder(keyOf(first))).toBe(false);
      }),
    );
  });

  it('are found by the beginning of their first part', () => {
    fc.assert(
      fc.property(name, name, name, (beginning, first, last) => {
        const { from, below } = beginningWith(beginning);
        const isFound = (key: string): boolean => key >= from && key < below;
        expect(isFound(keyOf(first, last))).toBe(first.startsWith(beginning));
        expect(isFound(keyOf(beginning + first))).toBe(true);
      }),
    );
  });

  it('are ordered as their numbers are', () => {
    fc.assert(fc.property(fc.nat(), fc.nat(), (a, b) => keyOf('x', a) < keyOf('x', b) === a < b));
  });
});
