import { LockstepError } from '../model/errors.ts';
import type { ParquetColumn } from './parquet-column.ts';
import type { ByteValues } from './parquet-encodings.ts';
import type { ReadOptions } from './read-options.ts';
import type { RowSink } from './row-sink.ts';

const COMMA = 0x2c;
/** Below this an opened file harms nobody, whatever its ratio. */
const HARMLESS_BYTES = 1 << 26;
const NO_VALUES: ByteValues = {
  count: 0,
  bytes: new Uint8Array(0),
  starts: new Int32Array(0),
  ends: new Int32Array(0),
};

/** Puts the columns of row groups together into rows and hands them to the builder. */
export class ParquetRows {
  private readonly sink: RowSink;
  private readonly options: ReadOptions;
  private readonly size: number;
  private columns: readonly (ParquetColumn | null)[] = [];
  /** By slot: the page at hand and the place in it. */
  private pages: ByteValues[] = [];
  private places = new Int32Array(0);
  /** The values of the rows that wait, as text with commas between them. */
  private bytes = new Uint8Array(1 << 16);
  private filled = 0;
  private given = 0;

  constructor(sink: RowSink, options: ReadOptions, size: number) {
    this.sink = sink;
    this.options = options;
    this.size = size;
  }

  start(columns: readonly (ParquetColumn | null)[]): void {
    this.columns = columns;
    this.pages = columns.map(() => NO_VALUES);
    this.places = new Int32Array(columns.length);
  }

  /** The next `count` rows of the row group. */
  take(count: number): void {
    const { sink } = this;
    const longest = this.options.longestFieldBytes;
    for (let row = 0; row < count; row++) {
      // The sink has taken the rows before.
      if (sink.base === 0) this.filled = 0;
      const start = this.filled;
      const long = this.copyRow(longest);
      const end = Math.max(start, this.filled - 1);
      const line = sink.rows + 1;
      this.given += 1 + end - start;
      if (long < 0) sink.commit(this.bytes, line, start, end, null);
      else {
        const name = sink.plan.wanted[long]?.name ?? '';
        sink.reject(this.bytes, line, name, `is longer than ${longest} bytes`, sink.keep(this.bytes, start, end));
      }
    }
    sink.flush(this.bytes);
    this.stopBomb();
  }

  /** Copies the values of one row behind each other; returns the slot of one that is too long, or -1. */
  private copyRow(longest: number): number {
    const { starts, ends, base } = this.sink;
    let long = -1;
    for (let slot = 0; slot < this.columns.length; slot++) {
      starts[base + slot] = this.filled;
      ends[base + slot] = this.filled;
      const column = this.columns[slot];
      if (column === null || column === undefined) continue;
      let page = this.pages[slot] as ByteValues;
      let place = this.places[slot] as number;
      if (place === page.count) {
        page = column.nextPage();
        this.pages[slot] = page;
        place = 0;
      }
      this.places[slot] = place + 1;
      const from = page.starts[place] as number;
      const end = page.ends[place] as number;
      if (end - from > longest) long = slot;
      else this.copy(page.bytes, from, end);
      ends[base + slot] = this.filled;
      this.bytes[this.filled++] = COMMA;
    }
    return long;
  }

  private copy(source: Uint8Array, from: number, end: number): void {
    const to = this.filled + end - from;
    if (to >= this.bytes.length) {
      const grown = new Uint8Array(2 * to + 1);
      grown.set(this.bytes.subarray(0, this.filled));
      this.bytes = grown;
    }
    if (end - from > 64) this.bytes.set(source.subarray(from, end), this.filled);
    else for (let i = from, j = this.filled; i < end; i++, j++) this.bytes[j] = source[i] as number;
    this.filled = to;
  }

  /** Runs of one value take no room in the file, so a small file can claim any number of rows. */
  private stopBomb(): void {
    const { maxExpandedBytes, maxExpandedRatio } = this.options;
    const isBomb = this.given > HARMLESS_BYTES && this.given > maxExpandedRatio * this.size;
    if (!isBomb && this.given <= maxExpandedBytes) return;
    const limit = isBomb ? `${maxExpandedRatio} times its size` : `${maxExpandedBytes} bytes`;
    const message = `${this.sink.file} opens to more than ${limit} and reading was stopped: if it is no bomb, export it as CSV.`;
    throw new LockstepError('over-limit', message);
  }
}
