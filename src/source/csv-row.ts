export const COMMA = 0x2c;
export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
export const QUOTE = 0x22;

/** What `CsvRow.read` returns instead of a position. */
export const INCOMPLETE = -1;
export const MALFORMED = -2;

/**
 * One row of CSV as RFC 4180 has it, or with another separator: where its fields stand, found in one pass over the bytes.
 * The caller puts a line feed at `bytes[length]`, which spares the loops a test of the end at every byte.
 */
export class CsvRow {
  /** By place in the row; of fields beyond the room only the count is kept. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** 1 where the field holds doubled quotes. */
  readonly escaped: Uint8Array;
  count = 0;
  hasEscapes = false;
  /** Line feeds inside quoted fields. */
  breaks = 0;
  /** What is wrong with a malformed row, and where. */
  reason = '';
  wrongAt = 0;
  private readonly longest: number;
  private readonly separator: number;

  constructor(room: number, longestFieldBytes: number, separator: number = COMMA) {
    this.starts = new Int32Array(room);
    this.ends = new Int32Array(room);
    this.escaped = new Uint8Array(room);
    this.longest = longestFieldBytes;
    this.separator = separator;
  }

  /**
   * Reads the row at `start`. Returns where the next one starts; `INCOMPLETE` when the bytes end before the row does (with
   * `isEnd` the end of the bytes ends the row); `MALFORMED` with `reason`.
   */
  read(bytes: Uint8Array, start: number, length: number, isEnd: boolean): number {
    this.breaks = 0;
    if (this.hasEscapes) this.escaped.fill(0);
    this.hasEscapes = false;
    const room = this.starts.length;
    const { separator } = this;
    const highest = Math.max(separator, QUOTE);
    let position = start;
    for (let place = 0; ; place++) {
      let from = position;
      let end = position;
      if (bytes[position] === QUOTE) {
        end = this.closeQuote(bytes, position, length, isEnd, place);
        if (end < 0) return end;
        from = position + 1;
        position = end + 1;
      } else {
        let byte = bytes[position] as number;
        while (
          byte > highest ||
          (byte !== separator && byte !== LINE_FEED && byte !== CARRIAGE_RETURN && byte !== QUOTE)
        ) {
          byte = bytes[++position] as number;
        }
        end = position;
      }
      if (place < room) {
        this.starts[place] = from;
        this.ends[place] = end;
      }
      const byte = bytes[position];
      if (byte === separator) {
        position++;
        continue;
      }
      this.count = place + 1;
      return this.endRow(bytes, position, length, isEnd, end !== position);
    }
  }

  hasLongField(): boolean {
    for (let place = 0; place < this.starts.length && place < this.count; place++) {
      if ((this.ends[place] as number) - (this.starts[place] as number) > this.longest) return true;
    }
    return false;
  }

  /** The row stops at `position`, which holds a line end, or what must not stand there. */
  private endRow(bytes: Uint8Array, position: number, length: number, isEnd: boolean, isQuoted: boolean): number {
    if (bytes[position] === LINE_FEED) return position < length || isEnd ? Math.min(position + 1, length) : INCOMPLETE;
    if (bytes[position] === CARRIAGE_RETURN) {
      if (position + 1 >= length) return isEnd ? length : INCOMPLETE;
      if (bytes[position + 1] === LINE_FEED) return position + 2;
      return this.refuse('has a carriage return without a line feed outside quotes', position);
    }
    const reason = isQuoted
      ? 'has text after the closing quote of a field: double the quotes inside a quoted field'
      : 'has a quote inside a field that is not quoted: quote the field and double the quote';
    return this.refuse(reason, position);
  }

  /** Where the quote stands that closes the field opened at `open`. */
  private closeQuote(bytes: Uint8Array, open: number, length: number, isEnd: boolean, place: number): number {
    const stop = open + this.longest + 1;
    let position = open + 1;
    for (;;) {
      const byte = bytes[position];
      if (byte === QUOTE) {
        if (bytes[position + 1] !== QUOTE) break;
        this.hasEscapes = true;
        if (place < this.escaped.length) this.escaped[place] = 1;
        position += 2;
      } else if (byte === LINE_FEED) {
        if (position >= length) {
          return isEnd ? this.refuse('opens a quote that is never closed', position) : INCOMPLETE;
        }
        this.breaks++;
        position++;
      } else position++;
      if (position > stop) {
        return this.refuse(`has a quoted field that does not end within ${this.longest} bytes`, position);
      }
    }
    return position;
  }

  private refuse(reason: string, at: number): typeof MALFORMED {
    this.reason = reason;
    this.wrongAt = at;
    return MALFORMED;
  }
}
