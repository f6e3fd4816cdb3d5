import type { RowSink } from '../row-sink.ts';

const COMMA = 0x2c;
const encoder = new TextEncoder();
/** A letter of a string has at most three bytes. */
const MOST_BYTES = 3;

/** Hands rows whose values are text to a sink, and so to the same checks as rows of a file. */
export class TextRows {
  private readonly sink: RowSink;
  private readonly longest: number;
  /** By slot of the plan: the place of its value in a row, -1 for one that the rows lack. */
  private readonly places: Int32Array;
  private bytes = new Uint8Array(1 << 16);
  private filled = 0;

  constructor(sink: RowSink, places: Int32Array, longestFieldBytes: number) {
    this.sink = sink;
    this.places = places;
    this.longest = longestFieldBytes;
  }

  /** The values stand in the order of the query's columns; `null` is an empty one. */
  add(values: readonly (string | null)[]): void {
    const { sink, places } = this;
    // The sink has taken the rows before.
    if (sink.base === 0) this.filled = 0;
    const { starts, ends, base } = sink;
    const start = this.filled;
    let long = -1;
    for (let slot = 0; slot < places.length; slot++) {
      const from = this.filled;
      this.copy(values[places[slot] as number] ?? '');
      starts[base + slot] = from;
      ends[base + slot] = this.filled;
      if (this.filled - from > this.longest) long = slot;
      this.bytes[this.filled++] = COMMA;
    }
    const end = Math.max(start, this.filled - 1);
    const line = sink.rows + 1;
    if (long < 0) sink.commit(this.bytes, line, start, end, null);
    else {
      const name = sink.plan.wanted[long]?.name ?? '';
      sink.reject(this.bytes, line, name, `is longer than ${this.longest} bytes`, sink.keep(this.bytes, start, end));
    }
  }

  /** Has the builder take all rows so far. */
  flush(): void {
    this.sink.flush(this.bytes);
  }

  private copy(text: string): void {
    const most = this.filled + MOST_BYTES * text.length + 1;
    if (most > this.bytes.length) {
      const grown = new Uint8Array(2 * most);
      grown.set(this.bytes.subarray(0, this.filled));
      this.bytes = grown;
    }
    this.filled += encoder.encodeInto(text, this.bytes.subarray(this.filled)).written;
  }
}
