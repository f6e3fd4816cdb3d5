import { BAD_ESCAPE, unescapeJson } from './json-text.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const DEEPEST = 64;
const decoder = new TextDecoder();

/** 1 for the bytes that a JSON string takes as they are. */
const IS_PLAIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte !== QUOTE && byte !== BACKSLASH ? 1 : 0,
);

export const TEXT = 1;
export const NUMBER = 2;
export const NOTHING = 3;
export const OTHER = 4;
export type JsonKind = typeof TEXT | typeof NUMBER | typeof NOTHING | typeof OTHER;

/** Called for each member of the object: where its key and its value stand (of a text what is inside the quotes). */
export type OnMember = (
  keyStart: number,
  keyEnd: number,
  kind: JsonKind,
  start: number,
  end: number,
  hasLoneSurrogate: boolean,
) => void;

/**
 * Reads one line that holds one JSON object (RFC 8259), without making objects: numbers keep their digits, a key named
 * `__proto__` is a key. Escapes are undone in place. What is nested is only checked.
 * The byte after the line is a line feed; nothing here steps over one.
 */
export class JsonLine {
  reason = '';
  private readonly onMember: OnMember;
  private readonly beforeChange: () => void;
  private bytes: Uint8Array = new Uint8Array(1);
  private position = 0;
  /** Of the text that was last read. */
  private end = 0;
  private hasLoneSurrogate = false;

  constructor(onMember: OnMember, beforeChange: () => void) {
    this.onMember = onMember;
    this.beforeChange = beforeChange;
  }

  /** False, with `reason`, when `bytes[start .. end)` is not one object. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    this.bytes = bytes;
    this.position = start;
    if (this.skipBlanks() !== 0x7b) return this.refuse('is not a JSON object');
    this.position++;
    if (this.skipBlanks() === 0x7d) this.position++;
    else if (!this.readMembers()) return false;
    this.skipBlanks();
    return this.position === end || this.refuse('has more after its JSON object');
  }

  private readMembers(): boolean {
    for (;;) {
      if (this.skipBlanks() !== QUOTE) return this.refuse('is not JSON: a key is expected');
      const keyStart = this.position + 1;
      if (!this.readText()) return false;
      const keyEnd = this.end;
      if (this.skipBlanks() !== 0x3a) return this.refuse('is not JSON: a colon is expected after a key');
      this.position++;
      if (!this.readValue(keyStart, keyEnd)) return false;
      const next = this.skipBlanks();
      if (next !== 0x2c && next !== 0x7d)
        return this.refuse('is not JSON: a comma or a brace is expected after a value');
      this.position++;
      if (next === 0x7d) return true;
    }
  }

  private readValue(keyStart: number, keyEnd: number): boolean {
    const first = this.skipBlanks();
    const start = this.position;
    if (first === QUOTE) {
      if (!this.readText()) return false;
      this.onMember(keyStart, keyEnd, TEXT, start + 1, this.end, this.hasLoneSurrogate);
      return true;
    }
    if (first === 0x7b || first === 0x5b) return this.skipNested() && this.tell(keyStart, keyEnd, OTHER, start);
    if (first === 0x2d || (first - 0x30) >>> 0 <= 9) {
      return this.skipNumber() && this.tell(keyStart, keyEnd, NUMBER, start);
    }
    if (this.skipWord('null')) return this.tell(keyStart, keyEnd, NOTHING, start);
    if (this.skipWord('true') || this.skipWord('false')) return this.tell(keyStart, keyEnd, OTHER, start);
    return this.refuse('is not JSON: a value is expected after a colon');
  }

  private tell(keyStart: number, keyEnd: number, kind: JsonKind, start: number): true {
    this.onMember(keyStart, keyEnd, kind, start, this.position, false);
    return true;
  }

  /** Reads the text whose opening quote is at `position`; leaves its end in `end`. */
  private readText(): boolean {
    const { bytes } = this;
    const start = this.position + 1;
    let position = start;
    let isEscaped = false;
    for (;;) {
      while (IS_PLAIN[bytes[position] as number] === 1) position++;
      if (bytes[position] === QUOTE) break;
      if (bytes[position] !== BACKSLASH)
        return this.refuse('is not JSON: a text is not closed, or holds a control character');
      isEscaped = true;
      // The byte after a backslash cannot close the text; a line feed there ends the line all the same.
      if ((bytes[position + 1] as number) < 0x20) position++;
      else position += 2;
    }
    this.position = position + 1;
    this.end = position;
    this.hasLoneSurrogate = false;
    if (!isEscaped) return true;
    this.beforeChange();
    const { end, hasLoneSurrogate } = unescapeJson(bytes, start, position);
    if (end === BAD_ESCAPE) return this.refuse('is not JSON: a text has an escape that there is not');
    this.end = end;
    this.hasLoneSurrogate = hasLoneSurrogate;
    return true;
  }

  private skipNumber(): boolean {
    const { bytes } = this;
    if (bytes[this.position] === 0x2d) this.position++;
    const isZero = bytes[this.position] === 0x30;
    const digits = this.skipDigits();
    let isRight = digits > 0 && !(isZero && digits > 1);
    if (bytes[this.position] === 0x2e) {
      this.position++;
      isRight &&= this.skipDigits() > 0;
    }
    if (((bytes[this.position] as number) | 0x20) === 0x65) {
      this.position++;
      if (bytes[this.position] === 0x2b || bytes[this.position] === 0x2d) this.position++;
      isRight &&= this.skipDigits() > 0;
    }
    return isRight || this.refuse('is not JSON: a number is malformed');
  }

  private skipDigits(): number {
    const start = this.position;
    while (((this.bytes[this.position] as number) - 0x30) >>> 0 <= 9) this.position++;
    return this.position - start;
  }

  private skipWord(word: string): boolean {
    for (let i = 0; i < word.length; i++) if (this.bytes[this.position + i] !== word.charCodeAt(i)) return false;
    this.position += word.length;
    return true;
  }

  /** Finds the end of the object or list at `position` by its brackets, then has it checked. */
  private skipNested(): boolean {
    const { bytes } = this;
    const start = this.position;
    let depth = 0;
    do {
      const byte = bytes[this.position] as number;
      if (byte === 0x0a) return this.refuse('is not JSON: a bracket is not closed');
      if (byte === QUOTE) {
        if (!this.skipText()) return false;
        continue;
      }
      if (byte === 0x7b || byte === 0x5b) depth++;
      else if (byte === 0x7d || byte === 0x5d) depth--;
      this.position++;
      if (depth > DEEPEST) return this.refuse(`is nested deeper than ${DEEPEST} levels`);
    } while (depth > 0);
    try {
      JSON.parse(decoder.decode(bytes.subarray(start, this.position)));
      return true;
    } catch {
      return this.refuse('is not JSON inside an object or a list');
    }
  }

  /** Passes over a text without undoing its escapes. */
  private skipText(): boolean {
    let position = this.position + 1;
    for (;;) {
      while (IS_PLAIN[this.bytes[position] as number] === 1) position++;
      const byte = this.bytes[position] as number;
      if (byte !== QUOTE && byte !== BACKSLASH) return this.refuse('is not JSON: a text is not closed');
      position += byte === QUOTE || (this.bytes[position + 1] as number) < 0x20 ? 1 : 2;
      if (byte === QUOTE) break;
    }
    this.position = position;
    return true;
  }

  /** The first byte that is no blank; a line feed is where the line ends. */
  private skipBlanks(): number {
    for (;;) {
      const byte = this.bytes[this.position] as number;
      if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return byte;
      this.position++;
    }
  }

  private refuse(reason: string): false {
    this.reason = reason;
    return false;
  }
}
