import { defuseCell } from './defuse-cell.ts';

const QUOTED = /[",\r\n]/;

/** One line of RFC 4180 with a line feed. Text is defused for spreadsheets, numbers stand as they are, `null` is an empty cell. */
export function csvRow(cells: readonly (string | number | null)[]): string {
  let line = '';
  for (let i = 0; i < cells.length; i++) {
    if (i > 0) line += ',';
    line += csvCell(cells[i] ?? null);
  }
  return `${line}\n`;
}

export function csvCell(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = defuseCell(cell);
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
