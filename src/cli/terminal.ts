import { styleText } from 'node:util';

/** A line of the answer, on standard output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** `--json`: the one document on standard output. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** `--json` of a list: one document a line. */
export function printJsonLines(values: readonly unknown[]): void {
  for (const value of values) process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** A word to the person at the terminal, on standard error. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Strong text where standard output shows it: NO_COLOR, pipes and files get plain text. */
export function strong(text: string): string {
  return styleText('bold', text, { stream: process.stdout });
}

/** A reader that has seen enough (`| head`) closes the pipe: that ends the program, and is no error. */
export function endQuietlyOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    throw error;
  });
}

/** Columns as wide as their widest cell; those that hold only numbers, but for their head, to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const isNumeric = widths.map((_, column) => rows.slice(1).every((row) => /^(?:[\d,.]+|-?)$/.test(row[column] ?? '')));
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return isNumeric[column] === true && /^[\d,.]+$/.test(cell) ? cell.padStart(width) : cell.padEnd(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** 1,065,265: the same in every locale. */
export function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

export function sayClusters(total: number): string {
  return `${count(total)} ${total === 1 ? 'cluster' : 'clusters'}`;
}

/** 2026-01-31 02:00:00Z: to the second, in UTC. */
export function when(ms: number | null): string {
  return ms === null ? '-' : `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

/** Ids and entities are other people's text: what would steer the terminal, or turn reading order around, is spelled out. */
export function shown(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`);
}
