/** Rows looked up together: enough to wait for memory once, few enough to stay in the nearest cache. */
export const BATCH_ROWS = 64;

/** Rows that a scanner has found and the builder has not taken yet; their bytes must stay where they are until then. */
export class RowBatch {
  readonly width: number;
  /** Where the value of each wanted column stands: slot `s` of row `r` at `r * width + s`. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Of each row: its line, where it stands, and its text when it had to be kept before its bytes were changed. */
  readonly lines = new Float64Array(BATCH_ROWS);
  readonly rowStarts = new Int32Array(BATCH_ROWS);
  readonly rowEnds = new Int32Array(BATCH_ROWS);
  readonly texts: (string | null)[] = new Array<string | null>(BATCH_ROWS).fill(null);
  count = 0;

  constructor(width: number) {
    this.width = width;
    this.starts = new Int32Array(BATCH_ROWS * width);
    this.ends = new Int32Array(BATCH_ROWS * width);
  }
}
