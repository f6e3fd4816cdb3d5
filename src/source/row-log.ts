import { LONGEST_KEPT_ROW, type ReadOptions, type ReadSinks } from './read-options.ts';

const decoder = new TextDecoder();

/** Counts the rows of one file and hands its rejects on. */
export class RowLog {
  readonly file: string;
  rows = 0;
  rejected = 0;
  private readonly keepsRows: boolean;
  private readonly onReject: ReadSinks['onReject'];

  constructor(file: string, options: Pick<ReadOptions, 'keepRejectedRows'>, sinks: Pick<ReadSinks, 'onReject'>) {
    this.file = file;
    this.keepsRows = options.keepRejectedRows;
    this.onReject = sinks.onReject;
  }

  /** `raw`: see `keep`. */
  reject(line: number, field: string, reason: string, raw: string | null): void {
    this.rejected++;
    const reject = { file: this.file, line, field, reason };
    this.onReject(raw === null ? reject : { ...reject, row: raw });
  }

  /** The row as text when rejects are to carry it, else `null`. To be taken before anything is changed in place. */
  keep(bytes: Uint8Array, start: number, end: number): string | null {
    if (!this.keepsRows) return null;
    // A character has at most four bytes.
    const text = decoder.decode(bytes.subarray(start, Math.min(end, start + 4 * LONGEST_KEPT_ROW)));
    return text.length > LONGEST_KEPT_ROW ? `${text.slice(0, LONGEST_KEPT_ROW)}…` : text;
  }
}
