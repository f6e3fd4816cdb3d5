const OK = 0;
const HAS_NUL = 1;
const NOT_UTF8 = 2;

/** Why `bytes[start .. end)` cannot be an id, or `null` when it can: well-formed UTF-8 (no surrogates) without NUL. */
export function reasonAgainstText(bytes: Uint8Array, start: number, end: number): string | null {
  const verdict = checkText(bytes, start, end);
  if (verdict === OK) return null;
  return verdict === HAS_NUL ? 'holds a NUL character' : 'is not valid UTF-8';
}

/** The well-formed sequences are those of table 3-7 of the Unicode standard. */
function checkText(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  while (i < end) {
    const lead = bytes[i++] as number;
    if (lead < 0x80) {
      if (lead === 0) return HAS_NUL;
      continue;
    }
    const extra = lead < 0xc2 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : 0;
    if (extra === 0 || i + extra > end) return NOT_UTF8;
    // The second byte is narrower after four leads: no overlong forms, no surrogates, nothing above U+10FFFF.
    const second = bytes[i] as number;
    const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (second < least || second > most) return NOT_UTF8;
    for (let k = 1; k < extra; k++) if (((bytes[i + k] as number) & 0xc0) !== 0x80) return NOT_UTF8;
    i += extra;
  }
  return OK;
}
