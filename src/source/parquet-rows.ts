import { LockstepError } from '../model/errors.ts';
import type { ParquetColumn } from './parquet-column.ts';
import type { ByteValues } from './parquet-encodings.ts';
import type { ReadOptions } from './read-options.ts';
import type { RowSink } from './row-sink.ts';

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
  private bytes = new Uint8Array(4096);
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
    const { builder, log } = this.sink;
    const longest = this.options.longestFieldBytes;
    for (let row = 0; row < count; row++) {
      log.rows++;
      const long = this.copyRow(longest);
      this.given += this.columns.length;
      if (long >= 0) {
        const name = this.sink.plan.wanted[long]?.name ?? '';
        log.reject(log.rows, name, `is longer than ${longest} bytes`, this.keepRow());
      } else if (!builder.add(this.bytes)) {
        log.reject(log.rows, builder.field, builder.reason, this.keepRow());
      }
    }
    this.stopBomb();
  }

  /** Copies the values of one row behind each other; returns the slot of one that is too long, or -1. */
  private copyRow(longest: number): number {
    const { starts, ends } = this.sink.builder;
    let long = -1;
    let filled = 0;
    for (let slot = 0; slot < this.columns.length; slot++) {
      starts[slot] = filled;
      const column = this.columns[slot];
      if (column !== null && column !== undefined) {
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
        else filled = this.copy(page.bytes, from, end, filled);
      }
      ends[slot] = filled;
    }
    this.given += filled;
    return long;
  }

  private copy(source: Uint8Array, from: number, end: number, filled: number): number {
    const to = filled + end - from;
    if (to > this.bytes.length) {
      const grown = new Uint8Array(2 * to);
      grown.set(this.bytes.subarray(0, filled));
      this.bytes = grown;
    }
    if (end - from > 64) this.bytes.set(source.subarray(from, end), filled);
    else for (let i = from, j = filled; i < end; i++, j++) this.bytes[j] = source[i] as number;
    return to;
  }

  /** A Parquet row has no text of its own: its wanted values with commas between them. */
  private keepRow(): string | null {
    const { builder, log } = this.sink;
    const present = [...this.columns.keys()].filter((slot) => this.columns[slot] !== null);
    const values = present.map((slot) => log.keep(this.bytes, builder.starts[slot] ?? 0, builder.ends[slot] ?? 0));
    return values.includes(null) ? null : values.join(',');
  }

  /** Runs of one value take no room in the file, so a small file can claim any number of rows. */
  private stopBomb(): void {
    const { maxExpandedBytes, maxExpandedRatio } = this.options;
    const isBomb = this.given > HARMLESS_BYTES && this.given > maxExpandedRatio * this.size;
    if (!isBomb && this.given <= maxExpandedBytes) return;
    const limit = isBomb ? `${maxExpandedRatio} times its size` : `${maxExpandedBytes} bytes`;
    const message = `${this.sink.log.file} opens to more than ${limit} and reading was stopped: if it is no bomb, export it as CSV.`;
    throw new LockstepError('over-limit', message);
  }
}
