import type { EdgeColumns } from '../model/edge.ts';
import { type StringTable, stringAt } from '../model/string-table.ts';
import { createColumnBuilder, type EdgeRow } from './column-builder.ts';

/** Columns as rows of words. */
export function* rowsOf(columns: EdgeColumns): Generator<EdgeRow> {
  const account = createReader(columns.accounts);
  const layer = createReader(columns.layers);
  const entity = createReader(columns.entities);
  const event = createReader(columns.events);
  const source = createReader(columns.sources);
  for (let row = 0; row < columns.length; row++) {
    yield {
      account: account(columns.account[row]),
      layer: layer(columns.layer[row]),
      entity: entity(columns.entity[row]),
      at: columns.at[row] as number,
      event: event(columns.event?.[row]),
      source: source(columns.source?.[row]),
      weight: columns.weight?.[row] ?? 1,
    };
  }
}

/** Reads names of a table, each from its bytes once. */
function createReader(table: StringTable): (index: number | undefined) => string {
  const known = new Map<number, string>();
  return (index) => {
    if (index === undefined) return '';
    const before = known.get(index);
    if (before !== undefined) return before;
    const name = stringAt(table, index);
    known.set(index, name);
    return name;
  };
}

/** Rows of words as columns. */
export function toColumns(rows: Iterable<EdgeRow>): EdgeColumns {
  const builder = createColumnBuilder();
  for (const { account, layer, entity, at, event, source, weight } of rows) {
    builder.add(account, layer, entity, at, event, source, weight);
  }
  return builder.take();
}
