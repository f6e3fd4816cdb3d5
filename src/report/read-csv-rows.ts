import { restoreCell } from './defuse-cell.ts';

/** The rows of a CSV that Lockstep has written: RFC 4180, cells restored. For bytes of others there is the reader in `source`. */
export function* readCsvRows(chunks: Iterable<Uint8Array | string>): Generator<readonly string[]> {
  let open = '';
  for (const line of readLines(chunks)) {
    const record = open === '' ? line : `${open}\n${line}`;
    // Inside quotes a quote is written twice, so that a whole record has an even number of them.
    if (quotesIn(record) % 2 === 1) {
      open = record;
      continue;
    }
    open = '';
    if (record !== '') yield splitRecord(record);
  }
}

/** Lines without their line feeds, whatever the chunks; a carriage return inside a cell stays. */
export function* readLines(chunks: Iterable<Uint8Array | string>): Generator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for (const chunk of chunks) {
    const lines = (rest + (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

function quotesIn(text: string): number {
  let count = 0;
  for (let i = text.indexOf('"'); i >= 0; i = text.indexOf('"', i + 1)) count++;
  return count;
}

function splitRecord(record: string): readonly string[] {
  if (!record.includes('"')) return record.split(',').map(restoreCell);
  const cells: string[] = [];
  for (let at = 0; at <= record.length; ) {
    const end = record[at] === '"' ? closingQuote(record, at) + 1 : endOfCell(record, at);
    const cell = record.slice(at, end);
    cells.push(restoreCell(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
    at = end + 1;
  }
  return cells;
}

function closingQuote(record: string, start: number): number {
  let at = record.indexOf('"', start + 1);
  while (at >= 0 && record[at + 1] === '"') at = record.indexOf('"', at + 2);
  return at < 0 ? record.length - 1 : at;
}

function endOfCell(record: string, start: number): number {
  const comma = record.indexOf(',', start);
  return comma < 0 ? record.length : comma;
}
