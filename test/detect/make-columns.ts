/** Edge columns for tests from readable rows, interned in the order of their appearance. */
import type { EdgeColumns } from '../../src/model/edge.ts';
import { type StringTable, stringAt, tableOf } from '../../src/model/string-table.ts';

export type EdgeRow = {
  readonly account: string;
  readonly layer: string;
  readonly entity: string;
  /** ms since 1970, `null` without a time. */
  readonly at?: number | null;
  readonly event?: string;
  readonly source?: string;
  readonly weight?: number;
};

export function makeColumns(rows: readonly EdgeRow[]): EdgeColumns {
  const accounts = interner();
  const layers = interner();
  const entities = interner();
  const events = interner();
  const sources = interner();
  const has = (field: 'event' | 'source' | 'weight') => rows.some((row) => row[field] !== undefined);
  return {
    length: rows.length,
    account: Uint32Array.from(rows, (row) => accounts.idOf(row.account)),
    layer: Uint16Array.from(rows, (row) => layers.idOf(row.layer)),
    entity: Uint32Array.from(rows, (row) => entities.idOf(row.entity)),
    at: Float64Array.from(rows, (row) => row.at ?? Number.NaN),
    event: has('event') ? Uint32Array.from(rows, (row) => events.idOf(row.event ?? '')) : null,
    source: has('source') ? Uint32Array.from(rows, (row) => sources.idOf(row.source ?? '')) : null,
    weight: has('weight') ? Float64Array.from(rows, (row) => row.weight ?? 1) : null,
    accounts: accounts.table(),
    layers: layers.table(),
    entities: entities.table(),
    events: events.table(),
    sources: sources.table(),
  };
}

/** The rows back, as text that can be compared. */
export function rowsOf(columns: EdgeColumns): readonly string[] {
  const name = (table: StringTable, ids: Uint32Array | Uint16Array | null, row: number) =>
    ids === null ? '' : stringAt(table, ids[row] ?? 0);
  return Array.from({ length: columns.length }, (_, row) =>
    [
      name(columns.layers, columns.layer, row),
      name(columns.entities, columns.entity, row),
      name(columns.accounts, columns.account, row),
      columns.at[row],
      name(columns.sources, columns.source, row),
      name(columns.events, columns.event, row),
      columns.weight?.[row] ?? 1,
    ].join('|'),
  );
}

function interner() {
  const ids = new Map<string, number>();
  const idOf = (text: string): number => {
    const known = ids.get(text);
    if (known !== undefined) return known;
    ids.set(text, ids.size);
    return ids.size - 1;
  };
  return { idOf, table: () => tableOf([...ids.keys()]) };
}
