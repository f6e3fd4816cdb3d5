import { CARRIAGE_RETURN, COMMA, LINE_FEED, QUOTE } from './csv-row.ts';

const TAB = 0x09;
const SEMICOLON = 0x3b;
const BAR = 0x7c;

/**
 * What stands between the fields of a CSV file, by its header: a comma when one is there outside quotes, else the semicolons of a
 * spreadsheet that writes decimal commas, tabs, or bars. Only the header is asked: what people write in fields decides nothing.
 */
export function separatorOf(head: Uint8Array): number {
  const header = bareHeader(head);
  return [COMMA, SEMICOLON, TAB, BAR].find((separator) => header.includes(separator)) ?? COMMA;
}

/** The bytes of the first line that is not blank, without what is quoted. */
function bareHeader(head: Uint8Array): readonly number[] {
  const bare: number[] = [];
  let isQuoted = false;
  for (const byte of head) {
    if (byte === QUOTE) isQuoted = !isQuoted;
    else if (isQuoted || byte === CARRIAGE_RETURN) continue;
    else if (byte !== LINE_FEED) bare.push(byte);
    else if (bare.length > 0) break;
  }
  return bare;
}
