/** A row that was put aside: where it stood, which field, and why. It holds no value of the row unless that was asked for. */
export type Reject = {
  readonly file: string;
  /** First line of the row, from 1; for Parquet the row number. */
  readonly line: number;
  readonly field: string;
  readonly reason: string;
  readonly row?: string;
};
