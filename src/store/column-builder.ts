import type { EdgeColumns } from '../model/edge.ts';
import { type StringTable, tableOf } from '../model/string-table.ts';

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

/** Makes columns of edges that come as words, a batch at a time: the names of a batch are all it remembers. */
export type ColumnBuilder = {
  readonly length: () => number;
  readonly add: (
    account: string,
    layer: string,
    entity: string,
    at: number,
    event: string,
    source: string,
    weight: number,
  ) => void;
  /** The rows so far as columns; begins anew. */
  readonly take: () => EdgeColumns;
};

export function createColumnBuilder(): ColumnBuilder {
  let batch = createBatch();
  return {
    length: () => batch.at.length,
    add: (account, layer, entity, at, event, source, weight) => {
      batch.account.push(batch.accounts.numberOf(account));
      batch.layer.push(batch.layers.numberOf(layer));
      batch.entity.push(batch.entities.numberOf(entity));
      batch.at.push(at);
      batch.event.push(batch.events.numberOf(event));
      batch.source.push(batch.sources.numberOf(source));
      batch.weight.push(weight);
    },
    take: () => {
      const done = batch;
      batch = createBatch();
      return toColumns(done);
    },
  };
}

type Batch = ReturnType<typeof createBatch>;

function createBatch() {
  return {
    account: [] as number[],
    layer: [] as number[],
    entity: [] as number[],
    at: [] as number[],
    event: [] as number[],
    source: [] as number[],
    weight: [] as number[],
    accounts: createNumbering(),
    layers: createNumbering(),
    entities: createNumbering(),
    events: createNumbering(['']),
    sources: createNumbering(['']),
  };
}

function toColumns(batch: Batch): EdgeColumns {
  // Number 0 is the empty string, so a column of zeros says nothing.
  const optional = (numbers: readonly number[]): Uint32Array | null =>
    numbers.some((number) => number !== 0) ? Uint32Array.from(numbers) : null;
  return {
    length: batch.at.length,
    account: Uint32Array.from(batch.account),
    layer: Uint16Array.from(batch.layer),
    entity: Uint32Array.from(batch.entity),
    at: Float64Array.from(batch.at),
    event: optional(batch.event),
    source: optional(batch.source),
    weight: batch.weight.some((weight) => weight !== 1) ? Float64Array.from(batch.weight) : null,
    accounts: batch.accounts.table(),
    layers: batch.layers.table(),
    entities: batch.entities.table(),
    events: batch.events.table(),
    sources: batch.sources.table(),
  };
}

function createNumbering(first: readonly string[] = []) {
  const numbers = new Map<string, number>(first.map((name, i) => [name, i]));
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
