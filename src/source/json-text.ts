const BACKSLASH = 0x5c;
const REPLACEMENT = 0xfffd;

/** What `unescapeJson` returns when an escape is none of JSON's. */
export const BAD_ESCAPE = -1;

export type Unescaped = {
  /** Where the text ends now, or `BAD_ESCAPE`. */
  end: number;
  /** Half a surrogate pair was written as U+FFFD: it has no UTF-8. */
  hasLoneSurrogate: boolean;
};

/** Undoes the escapes of the JSON string in `bytes[start .. end)`, in place: no escape is shorter than what it stands for. */
export function unescapeJson(bytes: Uint8Array, start: number, end: number): Unescaped {
  const result: Unescaped = { end: BAD_ESCAPE, hasLoneSurrogate: false };
  let to = start;
  for (let from = start; from < end; ) {
    const byte = bytes[from] as number;
    if (byte !== BACKSLASH) {
      bytes[to++] = byte;
      from++;
      continue;
    }
    const mark = from + 1 < end ? (bytes[from + 1] as number) : 0;
    if (mark !== 0x75) {
      const plain = plainEscape(mark);
      if (plain < 0) return result;
      bytes[to++] = plain;
      from += 2;
      continue;
    }
    let code = hexAt(bytes, from + 2, end);
    if (code < 0) return result;
    from += 6;
    const isHigh = code >= 0xd800 && code < 0xdc00;
    const low = isHigh && bytes[from] === BACKSLASH && bytes[from + 1] === 0x75 ? hexAt(bytes, from + 2, end) : -1;
    if (low >= 0xdc00 && low < 0xe000) {
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
      from += 6;
    } else if (code >= 0xd800 && code < 0xe000) {
      result.hasLoneSurrogate = true;
      code = REPLACEMENT;
    }
    to = writeUtf8(bytes, to, code);
  }
  result.end = to;
  return result;
}

function plainEscape(mark: number): number {
  switch (mark) {
    case 0x22: // "
    case 0x2f: // /
    case BACKSLASH:
      return mark;
    case 0x62: // b
      return 0x08;
    case 0x66: // f
      return 0x0c;
    case 0x6e: // n
      return 0x0a;
    case 0x72: // r
      return 0x0d;
    case 0x74: // t
      return 0x09;
    default:
      return -1;
  }
}

/** The four hexadecimal digits at `start`, -1 when they are not. */
function hexAt(bytes: Uint8Array, start: number, end: number): number {
  if (start + 4 > end) return -1;
  let code = 0;
  for (let i = start; i < start + 4; i++) {
    const byte = bytes[i] as number;
    const small = byte | 0x20;
    const digit = byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : small >= 0x61 && small <= 0x66 ? small - 0x57 : -1;
    if (digit < 0) return -1;
    code = code * 16 + digit;
  }
  return code;
}

function writeUtf8(bytes: Uint8Array, to: number, code: number): number {
  if (code < 0x80) {
    bytes[to++] = code;
  } else if (code < 0x800) {
    bytes[to++] = 0xc0 | (code >> 6);
    bytes[to++] = 0x80 | (code & 0x3f);
  } else if (code < 0x10000) {
    bytes[to++] = 0xe0 | (code >> 12);
    bytes[to++] = 0x80 | ((code >> 6) & 0x3f);
    bytes[to++] = 0x80 | (code & 0x3f);
  } else {
    bytes[to++] = 0xf0 | (code >> 18);
    bytes[to++] = 0x80 | ((code >> 12) & 0x3f);
    bytes[to++] = 0x80 | ((code >> 6) & 0x3f);
    bytes[to++] = 0x80 | (code & 0x3f);
  }
  return to;
}
