/**
 * A cell that starts with one of = + - @ tab CR runs as a formula in a spreadsheet: a leading `'` makes it text.
 * A text that already is such a cell behind quotes gets one more, so that `restoreCell` undoes exactly this and no other text.
 */
const RUNS = /^'*[=+\-@\t\r]/;
const DEFUSED = /^'+[=+\-@\t\r]/;

export function defuseCell(text: string): string {
  return RUNS.test(text) ? `'${text}` : text;
}

export function restoreCell(cell: string): string {
  return DEFUSED.test(cell) ? cell.slice(1) : cell;
}
