import { LockstepError } from '../model/errors.ts';
import { skipDefusal, trimLineEnd, undouble } from './csv-cell.ts';
import { CARRIAGE_RETURN, CsvRow, INCOMPLETE, LINE_FEED, MALFORMED, QUOTE } from './csv-row.ts';
import { locateColumns } from './locate-columns.ts';
import type { RowSink } from './row-sink.ts';

const MOST_COLUMNS = 16_384;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Reads the text of one CSV file piece by piece and hands its rows to the sink. */
export class CsvScanner {
  private readonly sink: RowSink;
  private readonly longest: number;
  private readonly separator: number;
  private row: CsvRow;
  /** Fields of the header; 0 before it was read. */
  private width = 0;
  /** By place in the row: the slot of the wanted column that stands there, or -1. The slots of absent columns stay empty. */
  private slotOf = new Int32Array(0);
  /** Number of the line at which the next row starts. */
  private line = 1;
  /** Inside a row that is too long to be looked at: on to the next line. */
  private isSkipping = false;

  constructor(sink: RowSink, longestFieldBytes: number, separator: number) {
    this.sink = sink;
    this.longest = longestFieldBytes;
    this.separator = separator;
    this.row = new CsvRow(MOST_COLUMNS, longestFieldBytes, separator);
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
      const plain = this.takePlainRow(bytes, position, length);
      if (plain >= 0) {
        position = plain;
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

  /**
   * Takes a row such as nearly all are: whole, without quotes, with as many fields as the header. Returns where the next starts,
   * or -1 for any other, which `CsvRow` then reads from its start.
   */
  private takePlainRow(bytes: Uint8Array, start: number, length: number): number {
    const { sink, slotOf, width, separator } = this;
    const highest = Math.max(separator, QUOTE);
    const { starts, ends, base } = sink;
    let position = start;
    for (let place = 0; place < width; place++) {
      const from = position;
      let byte = bytes[position] as number;
      while (
        byte > highest ||
        (byte !== separator && byte !== LINE_FEED && byte !== CARRIAGE_RETURN && byte !== QUOTE)
      ) {
        byte = bytes[++position] as number;
      }
      const slot = slotOf[place] as number;
      if (slot >= 0) {
        starts[base + slot] = skipDefusal(bytes, from, position);
        ends[base + slot] = position;
      }
      const isLast = place === width - 1;
      if ((byte === separator) === isLast || byte === QUOTE) return -1;
      if (!isLast) position++;
    }
    if (position === start || position - start > this.longest) return -1;
    const feed = bytes[position] === CARRIAGE_RETURN ? position + 1 : position;
    if (bytes[feed] !== LINE_FEED || feed >= length) return -1;
    sink.commit(bytes, this.line++, start, position, null);
    return feed + 1;
  }

  /** Handles the row that stands in `bytes[start .. next)` and returns where to go on. */
  private takeRow(bytes: Uint8Array, start: number, next: number): number {
    const { row, width } = this;
    const isBlank = row.count === 1 && (bytes[start] === LINE_FEED || bytes[start] === CARRIAGE_RETURN);
    if (!isBlank) {
      if (width > 0 && row.count !== width) {
        return this.passOver(
          bytes,
          start,
          next,
          `has ${row.count} ${row.count === 1 ? 'field' : 'fields'} and the header ${width}`,
        );
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
    const { row, slotOf, sink } = this;
    const { starts, ends, base } = sink;
    const lineEnd = trimLineEnd(bytes, start, next);
    const text = row.hasEscapes ? sink.keep(bytes, start, lineEnd) : null;
    for (let place = 0; place < slotOf.length; place++) {
      const slot = slotOf[place] as number;
      if (slot < 0) continue;
      const from = row.starts[place] as number;
      let end = row.ends[place] as number;
      if (row.hasEscapes && row.escaped[place] === 1) end = undouble(bytes, from, end);
      starts[base + slot] = skipDefusal(bytes, from, end);
      ends[base + slot] = end;
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
    this.slotOf = new Int32Array(row.count).fill(-1);
    for (const [slot, place] of locateColumns(sink.file, sink.plan, names).entries()) {
      if (place >= 0) this.slotOf[place] = slot;
    }
    this.width = row.count;
    this.row = new CsvRow(row.count, this.longest, this.separator);
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
