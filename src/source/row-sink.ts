import type { ColumnPlan } from './column-plan.ts';
import type { EdgeBuilder } from './edge-builder.ts';
import { LONGEST_KEPT_ROW, type ReadOptions, type ReadSinks } from './read-options.ts';
import { BATCH_ROWS, RowBatch } from './row-batch.ts';

const decoder = new TextDecoder();

/**
 * Where the rows of one file go: to the builder, by batches, and what is not right to `onReject`, in the order of the lines.
 *
 * A scanner puts where the values of a row stand into `starts` and `ends` from `base` on, by slot, and calls `commit`; before
 * its bytes move it calls `flush`.
 */
export class RowSink {
  readonly plan: ColumnPlan;
  readonly file: string;
  rows = 0;
  rejected = 0;
  /** Where the next row's slots begin. */
  base = 0;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  private readonly batch: RowBatch;
  private readonly builder: EdgeBuilder;
  private readonly keepsRows: boolean;
  private readonly onReject: ReadSinks['onReject'];

  constructor(
    file: string,
    builder: EdgeBuilder,
    options: Pick<ReadOptions, 'keepRejectedRows'>,
    sinks: Pick<ReadSinks, 'onReject'>,
  ) {
    this.file = file;
    this.plan = builder.plan;
    this.builder = builder;
    this.batch = new RowBatch(builder.plan.wanted.length);
    this.starts = this.batch.starts;
    this.ends = this.batch.ends;
    this.keepsRows = options.keepRejectedRows;
    this.onReject = sinks.onReject;
  }

  /** Hands on the row that stands in `bytes[start .. end)`; `text` when that has been changed since it was `keep`ed. */
  commit(bytes: Uint8Array, line: number, start: number, end: number, text: string | null): void {
    const { batch } = this;
    const row = batch.count++;
    batch.lines[row] = line;
    batch.rowStarts[row] = start;
    batch.rowEnds[row] = end;
    batch.texts[row] = text;
    this.rows++;
    this.base += batch.width;
    if (batch.count === BATCH_ROWS) this.flush(bytes);
  }

  /** Has the builder take the rows that wait. */
  flush(bytes: Uint8Array): void {
    const { batch, builder } = this;
    if (batch.count === 0) return;
    builder.prepare(batch, bytes);
    for (let row = 0; row < batch.count; row++) {
      if (builder.add(batch, row, bytes)) continue;
      const text = batch.texts[row] ?? this.keep(bytes, batch.rowStarts[row] as number, batch.rowEnds[row] as number);
      this.tell(batch.lines[row] as number, builder.field, builder.reason, text);
    }
    batch.count = 0;
    this.base = 0;
  }

  /** Puts a row aside that is no row for the builder. */
  reject(bytes: Uint8Array, line: number, field: string, reason: string, text: string | null): void {
    this.flush(bytes);
    this.rows++;
    this.tell(line, field, reason, text);
  }

  /** The row as text when rejects are to carry it, else `null`. */
  keep(bytes: Uint8Array, start: number, end: number): string | null {
    if (!this.keepsRows) return null;
    // A character has at most four bytes.
    const text = decoder.decode(bytes.subarray(start, Math.min(end, start + 4 * LONGEST_KEPT_ROW)));
    return text.length > LONGEST_KEPT_ROW ? `${text.slice(0, LONGEST_KEPT_ROW)}…` : text;
  }

  private tell(line: number, field: string, reason: string, text: string | null): void {
    this.rejected++;
    const reject = { file: this.file, line, field, reason };
    this.onReject(text === null ? reject : { ...reject, row: text });
  }
}
