import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { sayUnknown } from '../config/nearest.ts';
import { LockstepError } from '../model/errors.ts';
import type { AllowlistEntry } from '../model/run.ts';
import { readCsvRows } from '../report/read-csv-rows.ts';

const FIELDS = ['kind', 'id', 'layer', 'reason', 'author', 'until'] as const;

const absent = z
  .string()
  .nullish()
  .transform((text) => text || null);

const entrySchema = z.strictObject({
  kind: z.enum(['account', 'entity'], 'kind must be account or entity'),
  id: z.union([z.string().min(1), z.number().transform(String)], 'id must say which one'),
  layer: absent,
  reason: z.string('reason is missing').min(1, 'reason is empty'),
  author: z.string('author is missing').min(1, 'author is empty'),
  until: absent.refine((until) => until === null || !Number.isNaN(Date.parse(until)), 'until must be a date or a time'),
});

/** Reads an allowlist: a YAML list, NDJSON, or CSV with a header. Every entry needs a reason and an author. */
export function readAllowlist(path: string): readonly AllowlistEntry[] {
  return readRows(path, readText(path)).map(({ place, row }) => checkEntry(path, place, row));
}

type PlacedRow = { readonly place: string; readonly row: unknown };

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
      .replace(/^\uFEFF/, '')
      .replaceAll('\r\n', '\n');
  } catch (cause) {
    throw new LockstepError(
      'input-missing',
      `The allowlist ${path} cannot be read: check the path given to --allowlist.`,
      { cause },
    );
  }
}

function readRows(path: string, text: string): readonly PlacedRow[] {
  switch (extname(path).toLowerCase()) {
    case '.csv':
      return readCsv(text);
    case '.ndjson':
    case '.jsonl':
      return text
        .split('\n')
        .map((line, i) => ({ place: `line ${i + 1}`, line }))
        .filter(({ line }) => line.trim() !== '')
        .map(({ place, line }) => ({ place, row: parseWith(JSON.parse, line, `${path}, ${place}`) }));
    case '.yaml':
    case '.yml': {
      const rows: unknown = parseWith((source) => parse(source, { schema: 'failsafe' }), text, path) ?? [];
      if (!Array.isArray(rows)) throw new LockstepError('usage', `The allowlist ${path} must be a list of entries.`);
      return rows.map((row: unknown, i) => ({ place: `entry ${i + 1}`, row }));
    }
    default:
      throw new LockstepError(
        'usage',
        `The allowlist ${path} must end in .yaml, .csv or .ndjson, so that it is clear how to read it.`,
      );
  }
}

function readCsv(text: string): readonly PlacedRow[] {
  const [header = [], ...rows] = readCsvRows([text]);
  return rows.map((cells, i) => ({
    place: `row ${i + 2}`,
    row: Object.fromEntries(header.map((name, column) => [name, cells[column] ?? ''])),
  }));
}

function parseWith(parser: (text: string) => unknown, text: string, place: string): unknown {
  try {
    return parser(text);
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : '';
    throw new LockstepError(
      'input-unreadable',
      `The allowlist ${place} cannot be parsed: ${reason.replace(/[:.]$/, '')}.`,
      { cause },
    );
  }
}

function checkEntry(path: string, place: string, row: unknown): AllowlistEntry {
  if (typeof row !== 'object' || row === null)
    throw new LockstepError('usage', `The allowlist ${path}, ${place}: not an entry with fields.`);
  const unknown = Object.keys(row).find((field) => !FIELDS.some((known) => known === field));
  if (unknown !== undefined)
    throw new LockstepError('usage', `The allowlist ${path}, ${place}: ${sayUnknown('field', unknown, FIELDS)}`);
  const parsed = entrySchema.safeParse(row);
  if (parsed.success) return parsed.data;
  throw new LockstepError(
    'usage',
    `The allowlist ${path}, ${place}: ${parsed.error.issues[0]?.message ?? 'not an entry'}.`,
  );
}
