import type { EdgeColumns } from '../model/edge.ts';
import { pickNames } from '../model/pick-names.ts';
import type { StringTable } from '../model/string-table.ts';
import { createNameMaps, type NameMap } from './map-names.ts';
import { NamePool } from './name-pool.ts';

const NO_BYTES = new Uint8Array(0);

/**
 * Column batches as one: rows in the order they come, each table holding only what the rows use. About 30 B a row and the
 * strings, once more while the batches are still held.
 */
export async function gatherColumns(batches: AsyncIterable<EdgeColumns> | Iterable<EdgeColumns>): Promise<EdgeColumns> {
  const parts: EdgeColumns[] = [];
  for await (const batch of batches) if (batch.length > 0) parts.push(batch);
  return joinColumns(parts);
}

export function joinColumns(parts: readonly EdgeColumns[]): EdgeColumns {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const column = createColumn(parts, length);
  const account = column(
    new Uint32Array(length),
    (part) => part.account,
    (part) => part.accounts,
  );
  const entity = column(
    new Uint32Array(length),
    (part) => part.entity,
    (part) => part.entities,
  );
  const layer = column(
    new Uint16Array(length),
    (part) => part.layer,
    (part) => part.layers,
  );
  const event = column(
    new Uint32Array(parts.some((part) => part.event !== null) ? length : 0),
    (part) => part.event,
    (part) => part.events,
  );
  const source = column(
    new Uint32Array(parts.some((part) => part.source !== null) ? length : 0),
    (part) => part.source,
    (part) => part.sources,
  );
  return {
    length,
    account: account.rows,
    accounts: account.table,
    entity: entity.rows,
    entities: entity.table,
    layer: layer.rows,
    layers: layer.table,
    event: event.rows.length === length && length > 0 ? event.rows : null,
    events: event.table,
    source: source.rows.length === length && length > 0 ? source.rows : null,
    sources: source.table,
    at: joinNumbers(parts, length, Number.NaN, (part) => part.at),
    weight: parts.some((part) => part.weight !== null) ? joinNumbers(parts, length, 1, (part) => part.weight) : null,
  };
}

/** Joins one column of numbers of names: every part's numbers turned into those of one table. */
function createColumn(parts: readonly EdgeColumns[], length: number) {
  return <Rows extends Uint32Array | Uint16Array>(
    rows: Rows,
    numbersOf: (part: EdgeColumns) => Uint32Array | Uint16Array | null,
    tableOf: (part: EdgeColumns) => StringTable,
  ): { readonly rows: Rows; readonly table: StringTable } => {
    const pool = new NamePool();
    if (rows.length < length) return { rows, table: pool.table() };
    const [first] = parts;
    const isShared = parts.every((part) => first !== undefined && tableOf(part) === tableOf(first));
    if (isShared && first !== undefined && parts.every((part) => numbersOf(part) !== null)) {
      return { rows, table: fillFromOneTable(rows, parts.map(numbersOf), tableOf(first)) };
    }
    const maps = createNameMaps(pool);
    let start = 0;
    for (const part of parts) {
      const numbers = numbersOf(part);
      if (numbers === null) rows.fill(pool.intern(NO_BYTES, 0, 0), start, start + part.length);
      else mapRows(rows, start, numbers, part.length, maps(tableOf(part)));
      start += part.length;
    }
    return { rows, table: pool.table() };
  };
}

/** Tables hold each name once, so parts that share one need no look-up of names: numbers are given anew by first appearance, and the names follow. */
function fillFromOneTable(
  rows: Uint32Array | Uint16Array,
  parts: readonly (Uint32Array | Uint16Array | null)[],
  table: StringTable,
): StringTable {
  const renumbered = new Int32Array(table.size).fill(-1);
  const used: number[] = [];
  let row = 0;
  for (const numbers of parts) {
    for (const number of numbers ?? []) {
      let now = renumbered[number] as number;
      if (now < 0) {
        now = used.length;
        used.push(number);
        renumbered[number] = now;
      }
      rows[row++] = now;
    }
  }
  return pickNames(table, used);
}

function mapRows(
  rows: Uint32Array | Uint16Array,
  start: number,
  numbers: Uint32Array | Uint16Array,
  length: number,
  map: NameMap,
): void {
  for (let i = 0; i < length; i++) rows[start + i] = map(numbers[i] as number);
}

function joinNumbers(
  parts: readonly EdgeColumns[],
  length: number,
  missing: number,
  numbersOf: (part: EdgeColumns) => Float64Array | null,
): Float64Array {
  const joined = new Float64Array(length).fill(missing);
  let start = 0;
  for (const part of parts) {
    const numbers = numbersOf(part);
    if (numbers !== null) joined.set(numbers.subarray(0, part.length), start);
    start += part.length;
  }
  return joined;
}
