import type { EdgeColumns } from '../../src/model/edge.ts';
import type { Reject } from '../../src/model/reject.ts';
import type { ReadSummary } from '../../src/model/run.ts';
import { bytesAt, type StringTable } from '../../src/model/string-table.ts';
import { readEdges } from '../../src/source/read-edges.ts';
import { DEFAULT_READ_OPTIONS, type ReadOptions } from '../../src/source/read-options.ts';

export type Edge = {
  readonly account: string;
  readonly layer: string;
  readonly entity: string;
  readonly at: number | null;
  readonly event: string;
  readonly source: string;
  readonly weight: number;
};

export type Reading = {
  readonly columns: EdgeColumns;
  readonly edges: readonly Edge[];
  readonly rejects: readonly Reject[];
  readonly summary: ReadSummary;
};

/** Reads one input out of memory, whole or in the given chunks. */
export async function read(
  content: string | Uint8Array | readonly Uint8Array[],
  options: Partial<ReadOptions> = {},
  name = 'edges.csv',
): Promise<Reading> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return readAll([{ name, stream: chunksOf(bytes instanceof Uint8Array ? [bytes] : bytes) }], options);
}

export async function readAll(
  inputs: Parameters<typeof readEdges>[0],
  options: Partial<ReadOptions> = {},
): Promise<Reading> {
  const rejects: Reject[] = [];
  const { columns, summary } = await readEdges(
    inputs,
    { ...DEFAULT_READ_OPTIONS, ...options },
    { onReject: (reject) => rejects.push(reject) },
  );
  return { columns, edges: edgesOf(columns), rejects, summary };
}

/** An id may begin with U+FEFF, which a decoder takes for a byte order mark unless told not to. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function stringAt(table: StringTable, index: number): string {
  return decoder.decode(bytesAt(table, index));
}

export function edgesOf(columns: EdgeColumns): readonly Edge[] {
  return Array.from({ length: columns.length }, (_, i) => {
    const at = columns.at[i] ?? Number.NaN;
    return {
      account: stringAt(columns.accounts, columns.account[i] ?? -1),
      layer: stringAt(columns.layers, columns.layer[i] ?? -1),
      entity: stringAt(columns.entities, columns.entity[i] ?? -1),
      at: Number.isNaN(at) ? null : at,
      event: columns.event === null ? '' : stringAt(columns.events, columns.event[i] ?? -1),
      source: columns.source === null ? '' : stringAt(columns.sources, columns.source[i] ?? -1),
      weight: columns.weight === null ? 1 : (columns.weight[i] ?? -1),
    };
  });
}

/** `account layer entity at` of each edge, for short expectations. */
export function inShort(edges: readonly Edge[]): readonly string[] {
  return edges.map(({ account, layer, entity, at }) => `${account} ${layer} ${entity} ${at ?? '-'}`);
}

/** `line field reason` of each reject. */
export function whyNot(rejects: readonly Reject[]): readonly string[] {
  return rejects.map(({ line, field, reason }) => `${line} ${field} ${reason}`);
}

export async function* chunksOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield chunk;
}

/**
 * So much is looked at before reading starts, and read as one piece: what is to be cut into chunks has to stand behind it.
 * Rows of CSV with four columns, of an account that no test uses.
 */
export const FILLER_ROWS = 40;
export const CSV_FILLER = 'filler,l,e,1\n'.repeat(FILLER_ROWS);

/** Cuts bytes into pieces of the given sizes, used in turn. */
export function cut(bytes: Uint8Array, sizes: readonly number[]): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let start = 0, i = 0; start < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    // A copy, so that nothing can lean on what stands beside it.
    pieces.push(bytes.slice(start, start + size));
    start += size;
  }
  return pieces;
}
