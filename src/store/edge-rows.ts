import type { EdgeColumns } from '../model/edge.ts';
import { type StringTable, stringAt, tableOf } from '../model/string-table.ts';

/** An edge as plain words. No event and no source are the empty string, no time is `NaN`. */
export type EdgeRow = {
  readonly account: string;
  readonly layer: string;
  readonly entity: string;
  readonly at: number;
  readonly event: string;
  readonly source: string;
  readonly weight: number;
};

export function* rowsOf(columns: EdgeColumns): Generator<EdgeRow> {
  const nameOf = (table: StringTable, index: number | undefined): string =>
    index === undefined ? '' : stringAt(table, index);
  for (let row = 0; row < columns.length; row++) {
    yield {
      account: nameOf(columns.accounts, columns.account[row]),
      layer: nameOf(columns.layers, columns.layer[row]),
      entity: nameOf(columns.entities, columns.entity[row]),
      at: columns.at[row] as number,
      event: nameOf(columns.events, columns.event?.[row]),
      source: nameOf(columns.sources, columns.source?.[row]),
      weight: columns.weight?.[row] ?? 1,
    };
  }
}

/** Rows as columns, with tables of the names in them. */
export function toColumns(rows: readonly EdgeRow[]): EdgeColumns {
  const accounts = createNumbering();
  const layers = createNumbering();
  const entities = createNumbering();
  const events = createNumbering();
  const sources = createNumbering();
  const has = (test: (row: EdgeRow) => boolean): boolean => rows.some(test);
  return {
    length: rows.length,
    account: Uint32Array.from(rows, (row) => accounts.numberOf(row.account)),
    layer: Uint16Array.from(rows, (row) => layers.numberOf(row.layer)),
    entity: Uint32Array.from(rows, (row) => entities.numberOf(row.entity)),
    at: Float64Array.from(rows, (row) => row.at),
    event: has((row) => row.event !== '') ? Uint32Array.from(rows, (row) => events.numberOf(row.event)) : null,
    source: has((row) => row.source !== '') ? Uint32Array.from(rows, (row) => sources.numberOf(row.source)) : null,
    weight: has((row) => row.weight !== 1) ? Float64Array.from(rows, (row) => row.weight) : null,
    accounts: accounts.table(),
    layers: layers.table(),
    entities: entities.table(),
    events: events.table(),
    sources: sources.table(),
  };
}

function createNumbering() {
  const numbers = new Map<string, number>();
  return {
    numberOf: (name: string): number => {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, numbers.size);
      return numbers.size - 1;
    },
    table: (): StringTable => tableOf([...numbers.keys()]),
  };
}
