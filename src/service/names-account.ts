import { createReadStream } from 'node:fs';
import { basename, extname } from 'node:path';
import { createGunzip } from 'node:zlib';
import { readCsvRows } from '../report/read-csv-rows.ts';

/** How a file writes an id, by its extension. */
type Kind = 'json' | 'csv' | 'markup' | 'rows' | 'foreign';

/** What stands before and after an id, -1 where the file begins or ends. */
type Around = { readonly before: number; readonly after: number };

/** A shorter id, or a number, is not told from a count in a sentence: it has to stand alone. */
const SHORTEST_WORD = 6;
/** Columns of our tables that hold ids; in a table with none of them every column counts. */
const ID_COLUMNS = ['account_id', 'account', 'a', 'b', 'entity'];

/**
 * Whether a file names an account: as a string or cell of its own, or as a word of a sentence. Reads the file as a stream,
 * unpacked when it is packed. A file that cannot be unpacked may name anybody, and does.
 */
export async function namesAccount(path: string, id: string): Promise<boolean> {
  const isPacked = path.endsWith('.gz');
  const kind = kindOf(basename(path, '.gz'));
  const file = createReadStream(path);
  const bytes = isPacked ? file.pipe(createGunzip()) : file;
  file.on('error', (error) => bytes.destroy(error));
  try {
    return kind === 'csv' ? await isInTable(bytes, id) : await isInText(bytes, kind, id);
  } catch (error) {
    if (isPacked && error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) return true;
    throw error;
  } finally {
    file.destroy();
  }
}

/** Whether a file is of a kind that Lockstep writes into its data folder. */
export function isOurKind(path: string): boolean {
  return kindOf(basename(path, '.gz')) !== 'foreign';
}

function kindOf(name: string): Kind {
  switch (extname(name).toLowerCase()) {
    case '.json':
      return 'json';
    case '.ndjson':
      // A rejected row may stand in it as it came.
      return /^(evidence|figures)\./.test(name) ? 'json' : 'rows';
    case '.csv':
      return 'csv';
    case '.html':
    case '.graphml':
    case '.gexf':
      return 'markup';
    default:
      return 'foreign';
  }
}

async function isInText(bytes: AsyncIterable<Buffer>, kind: Kind, id: string): Promise<boolean> {
  const forms = formsOf(id);
  const overlap = Math.max(...forms.map((form) => form.length)) + 1;
  let rest: Buffer = Buffer.alloc(0);
  let isStart = true;
  for await (const chunk of bytes) {
    const text = Buffer.concat([rest, chunk]);
    // What ends with the text is looked at again once it is known what follows.
    if (forms.some((form) => isFound(text, form, kind, id, { isStart, isEnd: false }))) return true;
    if (text.length > overlap) {
      rest = text.subarray(text.length - overlap);
      isStart = false;
    } else rest = text;
  }
  return forms.some((form) => isFound(rest, form, kind, id, { isStart, isEnd: true }));
}

/** The id as it is, and as JSON, CSV and markup write it. */
function formsOf(id: string): readonly Buffer[] {
  const markup = id
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll('`', '&#96;');
  const forms = [id, JSON.stringify(id).slice(1, -1), id.replaceAll('"', '""'), markup];
  return [...new Set(forms)].map((form) => Buffer.from(form));
}

function isFound(
  text: Buffer,
  form: Buffer,
  kind: Kind,
  id: string,
  { isStart, isEnd }: { readonly isStart: boolean; readonly isEnd: boolean },
): boolean {
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
    const end = at + form.length;
    if ((at === 0 && !isStart) || (end === text.length && !isEnd)) continue;
    if (isName(kind, id, { before: text[at - 1] ?? -1, after: text[end] ?? -1 })) return true;
  }
  return false;
}

const QUOTE = 0x22;

function isName(kind: Kind, id: string, { before, after }: Around): boolean {
  if (kind === 'foreign') return id.length >= SHORTEST_WORD;
  const standsAlone = !isIdByte(before) && !isIdByte(after);
  if (kind === 'rows') return standsAlone;
  if (id.length >= SHORTEST_WORD && !/^\d+$/.test(id) && standsAlone) return true;
  if (kind === 'json') return before === QUOTE && after === QUOTE;
  return (before === QUOTE || before === 0x3e) && (after === QUOTE || after === 0x3c);
}

/** Letters, digits, `_` and `-` of ASCII: what ids are mostly made of. */
function isIdByte(byte: number): boolean {
  const small = byte | 0x20;
  return (small >= 0x61 && small <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x5f || byte === 0x2d;
}

async function isInTable(bytes: AsyncIterable<Buffer>, id: string): Promise<boolean> {
  // A cell with line feeds stands in several lines.
  const forms = [id, id.replaceAll('"', '""')].map((form) => form.split('\n')[0] ?? '');
  let columns: readonly number[] | null = null;
  for await (const line of linesOf(bytes)) {
    if (columns === null) columns = idColumnsOf(line);
    else if (forms.some((form) => line.includes(form)) && isInRow(line, columns, id)) return true;
  }
  return false;
}

function idColumnsOf(header: string): readonly number[] {
  const [names = []] = [...readCsvRows([header])];
  return names.flatMap((name, column) => (ID_COLUMNS.includes(name) ? [column] : []));
}

/** A line that is only a part of a record, since a cell of it goes on, is taken for one that names whatever stands in it. */
function isInRow(line: string, columns: readonly number[], id: string): boolean {
  const [cells] = [...readCsvRows([line])];
  if (cells === undefined) return true;
  return columns.length === 0 ? cells.includes(id) : columns.some((column) => cells[column] === id);
}

async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let rest = '';
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
