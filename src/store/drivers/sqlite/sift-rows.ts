import type { EdgeColumns } from '../../../model/edge.ts';
import { stringAt } from '../../../model/string-table.ts';
import type { Forgotten } from '../../forgotten.ts';
import { hashBytes } from '../../hash-bytes.ts';
import type { KeyHasher } from './key-hasher.ts';
import { DUPLICATE, type KeyIndex, RAISED } from './key-index.ts';
import type { Names } from './names.ts';

const NO_BYTES = new Uint8Array(0);

/**
 * Which rows of a batch are worth writing; names by the store's numbers. Arrays are `rows` long, `keys` three words a row.
 * Rows that only raise a weight stand last.
 */
export type SiftedRows = {
  readonly rows: number;
  readonly raised: number;
  readonly duplicates: number;
  readonly forgotten: number;
  /** The row of the batch that each stands for. */
  readonly from: Uint32Array;
  readonly account: Uint32Array;
  readonly entity: Uint32Array;
  readonly layer: Uint16Array;
  readonly at: Float64Array;
  readonly weight: Float64Array | null;
  readonly source: Uint32Array | null;
  readonly keys: Uint32Array;
};

export type SiftTools = { readonly names: Names; readonly index: KeyIndex; readonly hasher: KeyHasher };

/** Numbers the names of a batch, enters its edges into the index of keys and drops the rows that tell nothing new. */
export function siftRows(
  columns: EdgeColumns,
  { names, index, hasher }: SiftTools,
  isErased: (row: number) => boolean,
): SiftedRows {
  const { length, at, weight } = columns;
  const { numbersOf, sourceOf } = createNumbering(columns, names);
  const hashRow = createRowHash(columns, hasher);
  const out = createOutput(length);
  const order = heaviestFirst(weight, length);
  let [added, raised, duplicates, forgotten] = [0, 0, 0, 0];
  for (let k = 0; k < length; k++) {
    const row = order === null ? k : (order[k] as number);
    if (isErased(row)) {
      forgotten++;
      continue;
    }
    const [account, entity, layer] = [numbersOf.account(row), numbersOf.entity(row), numbersOf.layer(row)];
    const source = sourceOf(row);
    const key = hashRow(row, account, layer, entity, source);
    const what = index.put(key[0] as number, key[1] as number, key[2] as number, weight?.[row] ?? 1);
    if (what === DUPLICATE) {
      duplicates++;
      continue;
    }
    const place = what === RAISED ? length - 1 - raised++ : added++;
    out.from[place] = row;
    out.account[place] = account;
    out.entity[place] = entity;
    out.layer[place] = layer;
    out.source[place] = source;
    out.keys.set(key, 3 * place);
  }
  const kept = closeGap(out, added, raised);
  return {
    ...kept,
    rows: added + raised,
    raised,
    duplicates,
    forgotten,
    at: pick(at, kept.from),
    weight: weight === null || kept.from.every((row) => weight[row] === 1) ? null : pick(weight, kept.from),
    source: columns.source === null ? null : kept.source,
  };
}

type Output = Pick<SiftedRows, 'from' | 'account' | 'entity' | 'layer' | 'keys'> & { readonly source: Uint32Array };

function createOutput(length: number): Output {
  return {
    from: new Uint32Array(length),
    account: new Uint32Array(length),
    entity: new Uint32Array(length),
    layer: new Uint16Array(length),
    source: new Uint32Array(length),
    keys: new Uint32Array(3 * length),
  };
}

/** New edges fill the arrays from the front, raised ones from the back: brings them together. */
function closeGap(out: Output, added: number, raised: number): Output {
  const close = <Rows extends Uint32Array | Uint16Array>(rows: Rows, width: number): Rows => {
    rows.copyWithin(width * added, rows.length - width * raised);
    return rows.subarray(0, width * (added + raised)) as Rows;
  };
  return {
    from: close(out.from, 1),
    account: close(out.account, 1),
    entity: close(out.entity, 1),
    layer: close(out.layer, 1),
    source: close(out.source, 1),
    keys: close(out.keys, 3),
  };
}

/** Rows by falling weight, so that of rows with one key the first that is seen is the one that counts. */
function heaviestFirst(weight: Float64Array | null, length: number): Uint32Array | null {
  if (weight === null) return null;
  return new Uint32Array(length)
    .map((_, row) => row)
    .sort((i, j) => (weight[j] as number) - (weight[i] as number) || i - j);
}

function pick(from: Float64Array, rows: Uint32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = from[rows[i] as number] as number;
  return picked;
}

function createNumbering(columns: EdgeColumns, names: Names) {
  const account = names.mapsOf('account')(columns.accounts);
  const entity = names.mapsOf('entity')(columns.entities);
  const layer = names.mapsOf('layer')(columns.layers);
  const { source } = columns;
  const sourceMap = source === null ? null : names.mapsOf('source')(columns.sources);
  const none = names.pool('source').intern(NO_BYTES, 0, 0);
  return {
    numbersOf: {
      account: (row: number) => account(columns.account[row] as number),
      entity: (row: number) => entity(columns.entity[row] as number),
      layer: (row: number) => layer(columns.layer[row] as number),
    },
    sourceOf: (row: number) => (source === null || sourceMap === null ? none : sourceMap(source[row] as number)),
  };
}

/** The key of a row from its numbers and the bytes of its event; no event counts as two zeros. */
function createRowHash(columns: EdgeColumns, hasher: KeyHasher) {
  const [seed, factor, seedToo, factorToo] = hasher.eventSeeds;
  const { at, event } = columns;
  const { bytes, offsets } = columns.events;
  return (row: number, account: number, layer: number, entity: number, source: number): Uint32Array => {
    let [first, second] = [0, 0];
    if (event !== null) {
      const place = event[row] as number;
      const start = offsets[place] as number;
      const end = offsets[place + 1] as number;
      if (end > start) {
        first = hashBytes(bytes, start, end, seed, factor);
        second = hashBytes(bytes, start, end, seedToo, factorToo);
      }
    }
    hasher.hashEdge(account, layer, entity, at[row] as number, source, first, second);
    return hasher.key;
  };
}

/** Tells rows of erased accounts, also where the account is the entity of an interaction. */
export function createErasedTest(
  columns: EdgeColumns,
  forgotten: Forgotten,
  interactionLayers: ReadonlySet<string>,
): (row: number) => boolean {
  if (forgotten.size === 0) return () => false;
  const memoize = (test: (index: number) => boolean) => {
    const known = new Map<number, boolean>();
    return (index: number): boolean => {
      const before = known.get(index);
      if (before !== undefined) return before;
      const now = test(index);
      known.set(index, now);
      return now;
    };
  };
  const account = memoize((index) => forgotten.has(stringAt(columns.accounts, index)));
  const entity = memoize((index) => forgotten.has(stringAt(columns.entities, index)));
  const layer = memoize((index) => interactionLayers.has(stringAt(columns.layers, index)));
  return (row) =>
    account(columns.account[row] as number) ||
    (layer(columns.layer[row] as number) && entity(columns.entity[row] as number));
}
