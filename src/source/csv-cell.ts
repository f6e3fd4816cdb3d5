import { CARRIAGE_RETURN, LINE_FEED, QUOTE } from './csv-row.ts';

const APOSTROPHE = 0x27;

/** Turns each doubled quote of the field into one, in place, and returns its new end. */
export function undouble(bytes: Uint8Array, start: number, end: number): number {
  let to = start;
  for (let from = start; from < end; from++, to++) {
    bytes[to] = bytes[from] as number;
    if (bytes[from] === QUOTE) from++;
  }
  return to;
}

/** Where the cell starts without the apostrophe that our own writer (and others) put there, so that no spreadsheet runs it. */
export function skipDefusal(bytes: Uint8Array, start: number, end: number): number {
  return bytes[start] === APOSTROPHE && end - start > 1 && isFormulaSign(bytes[start + 1] as number)
    ? start + 1
    : start;
}

/** = + - @ tab CR. */
function isFormulaSign(byte: number): boolean {
  return byte === 0x3d || byte === 0x2b || byte === 0x2d || byte === 0x40 || byte === 0x09 || byte === CARRIAGE_RETURN;
}

/** Where the row ends without its line end. */
export function trimLineEnd(bytes: Uint8Array, start: number, next: number): number {
  let end = next;
  if (end > start && bytes[end - 1] === LINE_FEED) end--;
  if (end > start && bytes[end - 1] === CARRIAGE_RETURN) end--;
  return end;
}
