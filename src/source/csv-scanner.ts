import { LockstepError } from '../model/errors.ts';
import { isFormulaSign, trimLineEnd, undouble } from './csv-cell.ts';
import { CARRIAGE_RETURN, CsvRow, INCOMPLETE, LINE_FEED, MALFORMED } from './csv-row.ts';
import { locateColumns } from './locate-columns.ts';
import type { RowSink } from './row-sink.ts';

const APOSTROPHE = 0x27;
const MOST_COLUMNS = 16_384;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Reads the text of one CSV file piece by piece and hands its rows to the sink. */
export class CsvScanner {
  private readonly sink: RowSink;
  private readonly longest: number;
  private row: CsvRow;
  /** Fields of the header; 0 before it was read. */
  private width = 0;
  /** Of the wanted columns that the file has: slot, and place in the row. The slots of others stay empty. */
  private slots: Int32Array = new Int32Array(0);
  private places: Int32Array = new Int32Array(0);
  /** Number of the line at which the next row starts. */
  private line = 1;
  /** Inside a row that is too long to be looked at: on to the next line. */
  private isSkipping = false;

  constructor(sink: RowSink, longestFieldBytes: number) {
    this.sink = sink;
    this.longest = longestFieldBytes;
    this.row = new CsvRow(MOST_COLUMNS, longestFieldBytes);
  }

  /** Reads the whole rows of `bytes[0 .. length)` and returns how far they go; overwrites `bytes[length]`. */
  scan(bytes: Uint8Array, length: number, isEnd: boolean): number {
    bytes[length] = LINE_FEED;
    let position = 0;
    while (position < length) {
      if (this.isSkipping) {
        position = this.skipLine(bytes, position, length);
        continue;
      }
      const next = this.row.read(bytes, position, length, isEnd);
      const most = position + 2 * this.longest;
      if (next >= 0 && (bytes[next - 1] === LINE_FEED ? next - 1 : next) <= most) {
        position = this.takeRow(bytes, position, next);
        continue;
      }
      // Wait for the rest of a row, or of the line of one that is wrong, but for no more than a row may have.
      const isMore = next === INCOMPLETE || (next < 0 && !isEnd && bytes.indexOf(LINE_FEED, position) >= length);
      if (isMore && length <= most) break;
      const isLong = next !== MALFORMED || this.row.wrongAt > most;
      const reason = isLong ? `is longer than ${2 * this.longest} bytes` : this.row.reason;
      position = this.passOver(bytes, position, length, reason);
    }
    this.sink.flush(bytes);
    if (isEnd && this.width === 0) {
      throw new LockstepError('input-unreadable', `${this.sink.file} is empty: it has not even a header.`);
    }
    return position;
  }

  /** Handles the row that stands in `bytes[start .. next)` and returns where to go on. */
  private takeRow(bytes: Uint8Array, start: number, next: number): number {
    const { row, width } = this;
    const isBlank = row.count === 1 && (bytes[start] === LINE_FEED || bytes[start] === CARRIAGE_RETURN);
    if (!isBlank) {
      if (width > 0 && row.count !== width) {
        return this.passOver(bytes, start, next, `has ${row.count} fields and the header ${width}`);
      }
      if (next - start > this.longest && row.hasLongField()) {
        return this.passOver(bytes, start, next, `has a field longer than ${this.longest} bytes`);
      }
      if (width > 0) this.addRow(bytes, start, next);
      else this.readHeader(bytes);
    }
    this.line += row.breaks + 1;
    return next;
  }

  private addRow(bytes: Uint8Array, start: number, next: number): void {
    const { row, slots, places, sink } = this;
    const { starts, ends, base } = sink;
    const lineEnd = trimLineEnd(bytes, start, next);
    const text = row.hasEscapes ? sink.keep(bytes, start, lineEnd) : null;
    for (let i = 0; i < slots.length; i++) {
      const slot = base + (slots[i] as number);
      const place = places[i] as number;
      let from = row.starts[place] as number;
      let end = row.ends[place] as number;
      if (row.hasEscapes && row.escaped[place] === 1) end = undouble(bytes, from, end);
      if (bytes[from] === APOSTROPHE && end - from > 1 && isFormulaSign(bytes[from + 1] as number)) from++;
      starts[slot] = from;
      ends[slot] = end;
    }
    sink.commit(bytes, this.line, start, lineEnd, text);
  }

  private readHeader(bytes: Uint8Array): void {
    const { row, sink } = this;
    const names: string[] = [];
    for (let place = 0; place < row.count && place < MOST_COLUMNS; place++) {
      const from = row.starts[place] as number;
      const end = row.ends[place] as number;
      names.push(decoder.decode(bytes.subarray(from, row.escaped[place] === 1 ? undouble(bytes, from, end) : end)));
    }
    if (row.count > MOST_COLUMNS) {
      throw new LockstepError(
        'input-unreadable',
        `${sink.file} has a header of ${row.count} fields: is it a table at all?`,
      );
    }
    const places = locateColumns(sink.file, sink.plan, names);
    this.slots = Int32Array.from(places.keys()).filter((slot) => (places[slot] ?? -1) >= 0);
    this.places = places.filter((place) => place >= 0);
    this.width = row.count;
    this.row = new CsvRow(row.count, this.longest);
  }

  /** Rejects the row at `start` and goes on at the next line, even when the row seems to end later: a quote may be stray. */
  private passOver(bytes: Uint8Array, start: number, length: number, reason: string): number {
    const { sink } = this;
    if (this.width === 0) {
      throw new LockstepError('input-unreadable', `The header of ${sink.file} (line ${this.line}) ${reason}.`);
    }
    const lineEnd = Math.min(bytes.indexOf(LINE_FEED, start) + 1, length, start + 2 * this.longest);
    sink.reject(bytes, this.line, 'row', reason, sink.keep(bytes, start, trimLineEnd(bytes, start, lineEnd)));
    return this.skipLine(bytes, start, length);
  }

  private skipLine(bytes: Uint8Array, start: number, length: number): number {
    const feed = bytes.indexOf(LINE_FEED, start);
    this.isSkipping = feed >= length;
    if (this.isSkipping) return length;
    this.line++;
    return feed + 1;
  }
}
