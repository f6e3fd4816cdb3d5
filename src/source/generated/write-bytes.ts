/** Text as bytes at a place in `out`; each returns the place after it. All of it is ASCII. */
const DIGITS = encodeAscii('0123456789abcdefghijklmnopqrstuvwxyz');
const ZERO = 0x30;

export function encodeAscii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

export function writeAscii(text: Uint8Array, out: Uint8Array, at: number): number {
  for (let i = 0; i < text.length; i++) out[at + i] = text[i] as number;
  return at + text.length;
}

export function writeHex(number: number, digits: number, out: Uint8Array, at: number): number {
  for (let i = 0; i < digits; i++) out[at + i] = DIGITS[(number >>> (4 * (digits - 1 - i))) & 15] as number;
  return at + digits;
}

/** `number` in base 36 with leading zeros: 7 digits hold 32 bits. */
export function writeBase36(number: number, digits: number, out: Uint8Array, at: number): number {
  let left = number;
  for (let i = digits - 1; i >= 0; i--) {
    out[at + i] = DIGITS[left % 36] as number;
    left = Math.floor(left / 36);
  }
  return at + digits;
}

/** `number` in base 10, at least `digits` long. */
export function writeDecimal(number: number, digits: number, out: Uint8Array, at: number): number {
  let length = digits;
  for (let reach = 10 ** digits; number >= reach; reach *= 10) length++;
  let left = number;
  for (let i = length - 1; i >= 0; i--) {
    out[at + i] = ZERO + (left % 10);
    left = Math.floor(left / 10);
  }
  return at + length;
}
