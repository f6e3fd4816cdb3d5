import type { KeySpan } from './record.ts';

/** Digits that a number in a key is padded to, so that the order of bytes is the order of numbers. */
const DIGITS = 12;

/** A key of several parts. It is ASCII whatever the parts hold, so that every store orders keys alike. */
export function keyOf(...parts: readonly (string | number)[]): string {
  return parts
    .map((part) => (typeof part === 'number' ? String(part).padStart(DIGITS, '0') : encodeURIComponent(part)))
    .join('/');
}

/** All keys that begin with these parts and have more. `0` follows `/` in ASCII. */
export function under(...parts: readonly (string | number)[]): Pick<KeySpan, 'from' | 'below'> {
  const prefix = keyOf(...parts);
  return { from: `${prefix}/`, below: `${prefix}0` };
}

/** All keys whose first part begins with the text. Keys are ASCII, and nothing in ASCII follows DEL. */
export function beginningWith(text: string): Pick<KeySpan, 'from' | 'below'> {
  const prefix = keyOf(text);
  return { from: prefix, below: `${prefix}\x7f` };
}
