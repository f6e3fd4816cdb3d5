import { LockstepError } from '../model/errors.ts';
import type { FusedGraph } from '../model/similarity-graph.ts';
import { compareAt, type StringTable, stringAt, tableOf } from '../model/string-table.ts';
import { readCsvRows } from './read-csv-rows.ts';
import { LAYER_COLUMN, PAIR_COLUMNS } from './render-pairs.ts';

/** The accounts that have a pair, in the order of their bytes, and their pairs: the rest of the snapshot stands in no file. */
export type ParsedPairs = { readonly accounts: StringTable; readonly pairs: FusedGraph };

const FIXED = PAIR_COLUMNS.length;

type Columns = {
  readonly a: number[];
  readonly b: number[];
  readonly weight: number[];
  readonly count: number[];
  readonly proof: number[];
  readonly parts: number[][];
};

/** Reads a pairs.csv back. */
export function parsePairs(chunks: Iterable<Uint8Array | string>): ParsedPairs {
  const places = new Map<string, number>();
  const rows = readCsvRows(chunks);
  const header = rows.next().value ?? [];
  const layerNames = header.slice(FIXED).map((name: string) => name.slice(LAYER_COLUMN.length));
  if (header.slice(0, FIXED).join() !== PAIR_COLUMNS.join())
    throw unreadable('its first line is not the header of one');
  const columns: Columns = { a: [], b: [], weight: [], count: [], proof: [], parts: layerNames.map(() => []) };
  let line = 1;
  for (const row of rows) readRow(row, ++line, places, columns);
  return sorted([...places.keys()], layerNames, columns);
}

function readRow(row: readonly string[], line: number, places: Map<string, number>, columns: Columns): void {
  const [a, b, weight, , count, proof] = row;
  if (a === undefined || b === undefined || row.length !== columns.parts.length + FIXED) {
    throw unreadable(`record ${line} has ${row.length} cells, not ${columns.parts.length + FIXED}`);
  }
  columns.a.push(placeOf(a, places));
  columns.b.push(placeOf(b, places));
  columns.weight.push(numberIn(weight, line));
  columns.count.push(numberIn(count, line));
  columns.proof.push(numberIn(proof, line));
  columns.parts.forEach((part, l) => {
    part.push(row[FIXED + l] === '' ? 0 : numberIn(row[FIXED + l], line));
  });
}

function placeOf(account: string, places: Map<string, number>): number {
  const known = places.get(account);
  if (known !== undefined) return known;
  places.set(account, places.size);
  return places.size - 1;
}

function numberIn(cell: string | undefined, line: number): number {
  const value = Number(cell);
  if (cell === undefined || cell === '' || !Number.isFinite(value))
    throw unreadable(`record ${line} has a number that is none`);
  return value;
}

/** Accounts were met in the order of the rows; vertices are numbered in the order of the bytes. */
function sorted(accounts: readonly string[], layerNames: readonly string[], columns: Columns): ParsedPairs {
  const met = tableOf(accounts);
  const order = Uint32Array.from(accounts.keys()).sort((i, j) => compareAt(met, i, j));
  const vertexOf = new Uint32Array(accounts.length);
  order.forEach((place, vertex) => {
    vertexOf[place] = vertex;
  });
  return {
    accounts: tableOf(Array.from(order, (place) => stringAt(met, place))),
    pairs: {
      accountCount: accounts.length,
      length: columns.a.length,
      a: Uint32Array.from(columns.a, (place) => vertexOf[place] ?? 0),
      b: Uint32Array.from(columns.b, (place) => vertexOf[place] ?? 0),
      count: Uint32Array.from(columns.count),
      weight: Float64Array.from(columns.weight),
      proof: Float64Array.from(columns.proof),
      layerNames,
      parts: columns.parts.map((part) => Float64Array.from(part)),
    },
  };
}

function unreadable(what: string): LockstepError {
  return new LockstepError(
    'input-unreadable',
    `pairs.csv.gz is not a list of pairs of Lockstep: ${what}; write it anew with \`lockstep sweep\`.`,
  );
}
