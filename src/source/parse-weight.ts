/** A decimal number as JSON writes it, a leading plus allowed: `Number` alone would take hexadecimal, blanks and words. */
const DECIMAL = /^\+?-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const LONGEST = 400;
const decoder = new TextDecoder('latin1');

/** The weight in `bytes[start .. end)`, 1 when empty; negative = `reasonOfWeight` says what is wrong. */
export function parseWeight(bytes: Uint8Array, start: number, end: number): number {
  if (start === end) return 1;
  if (end - start <= 9) {
    let value = 0;
    let i = start;
    for (; i < end; i++) {
      const digit = (bytes[i] as number) - 0x30;
      if (digit >>> 0 > 9) break;
      value = value * 10 + digit;
    }
    if (i === end) return value;
  }
  if (end - start > LONGEST) return -1;
  const text = decoder.decode(bytes.subarray(start, end));
  if (!DECIMAL.test(text)) return -1;
  const value = Number(text);
  if (value < 0) return -2;
  return value === Number.POSITIVE_INFINITY ? -3 : Math.abs(value);
}

export function reasonOfWeight(code: number): string {
  if (code === -2) return 'is negative';
  return code === -3 ? 'is too large for a number' : 'is not a decimal number';
}
