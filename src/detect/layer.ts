/** One layer of canonical edges as compressed sparse rows in both directions. Linear in the layer's edges. */
import type { EdgeColumns } from '../model/edge.ts';
import type { Layer, LayerSettings } from '../model/layer.ts';
import { bytesAt, compareBytes } from '../model/string-table.ts';

/** `columns` are canonical: rows of a layer stand together, sorted by entity, account, time. */
export function buildLayer(columns: EdgeColumns, layer: number, settings: LayerSettings, typeReason: string): Layer {
  const { from, to } = rowsOf(columns, layer);
  const entityIds = distinctEntities(columns, from, to);
  const cells = buildCells(columns, from, to, entityIds.length);
  return {
    name: nameOf(columns, layer),
    settings,
    typeReason,
    edgeCount: to - from,
    accountCount: columns.accounts.size,
    entityCount: entityIds.length,
    entityIds,
    ...cells,
    ...byAccount(columns.accounts.size, cells.entityOffsets, cells.entityAccounts),
    entityAsAccount: settings.type === 'interaction' ? matchAccounts(columns, entityIds) : null,
    cappedEntities: entitiesOver(settings.cap, cells.entityOffsets),
  };
}

/** First row of the layer and the one after its last. */
export function rowsOf(columns: EdgeColumns, layer: number): { readonly from: number; readonly to: number } {
  return { from: firstRow(columns.layer, layer), to: firstRow(columns.layer, layer + 1) };
}

function firstRow(layers: Uint16Array, least: number): number {
  let low = 0;
  let high = layers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((layers[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

function nameOf(columns: EdgeColumns, layer: number): string {
  return new TextDecoder().decode(bytesAt(columns.layers, layer));
}

function distinctEntities(columns: EdgeColumns, from: number, to: number): Uint32Array {
  const ids = new Uint32Array(to - from);
  let count = 0;
  for (let row = from; row < to; row++) {
    const id = columns.entity[row] as number;
    if (count === 0 || ids[count - 1] !== id) ids[count++] = id;
  }
  return ids.slice(0, count);
}

type Cells = Pick<Layer, 'entityOffsets' | 'entityAccounts' | 'cellOffsets' | 'at'>;

function buildCells(columns: EdgeColumns, from: number, to: number, entities: number): Cells {
  const entityOffsets = new Uint32Array(entities + 1);
  const entityAccounts = new Uint32Array(to - from);
  const cellOffsets = new Uint32Array(to - from + 1);
  const at = new Float64Array(to - from);
  let entity = -1;
  let cells = 0;
  let times = 0;
  for (let row = from; row < to; row++) {
    const isNewEntity = row === from || columns.entity[row] !== columns.entity[row - 1];
    const isNewCell = isNewEntity || columns.account[row] !== columns.account[row - 1];
    if (isNewEntity) entityOffsets[++entity] = cells;
    if (isNewCell) {
      cellOffsets[cells] = times;
      entityAccounts[cells++] = columns.account[row] as number;
    }
    const time = columns.at[row] as number;
    const isFirst = times === cellOffsets[cells - 1];
    if (!Number.isNaN(time) && (isFirst || at[times - 1] !== time)) at[times++] = time;
  }
  entityOffsets[entities] = cells;
  cellOffsets[cells] = times;
  return {
    entityOffsets,
    entityAccounts: entityAccounts.slice(0, cells),
    cellOffsets: cellOffsets.slice(0, cells + 1),
    at: at.slice(0, times),
  };
}

type ByAccount = Pick<Layer, 'accountOffsets' | 'accountEntities' | 'accountCells'>;

/** The transpose. Cells come in entity order, so each account's entities ascend. */
function byAccount(accounts: number, entityOffsets: Uint32Array, entityAccounts: Uint32Array): ByAccount {
  const accountOffsets = new Uint32Array(accounts + 1);
  for (const account of entityAccounts) accountOffsets[account + 1] = (accountOffsets[account + 1] as number) + 1;
  for (let a = 0; a < accounts; a++)
    accountOffsets[a + 1] = (accountOffsets[a + 1] as number) + (accountOffsets[a] as number);
  const next = accountOffsets.slice(0, accounts);
  const accountEntities = new Uint32Array(entityAccounts.length);
  const accountCells = new Uint32Array(entityAccounts.length);
  for (let e = 0; e + 1 < entityOffsets.length; e++) {
    const to = entityOffsets[e + 1] as number;
    for (let c = entityOffsets[e] as number; c < to; c++) {
      const account = entityAccounts[c] as number;
      const place = next[account] as number;
      next[account] = place + 1;
      accountEntities[place] = e;
      accountCells[place] = c;
    }
  }
  return { accountOffsets, accountEntities, accountCells };
}

/** The account that each entity is, -1 for none: both tables are in byte order, so one walk along both finds them. */
export function matchAccounts(columns: EdgeColumns, entityIds: Uint32Array): Int32Array {
  const matches = new Int32Array(entityIds.length).fill(-1);
  let account = 0;
  for (let e = 0; e < entityIds.length; e++) {
    const entity = bytesAt(columns.entities, entityIds[e] as number);
    while (account < columns.accounts.size && compareBytes(bytesAt(columns.accounts, account), entity) < 0) account++;
    if (account < columns.accounts.size && compareBytes(bytesAt(columns.accounts, account), entity) === 0)
      matches[e] = account;
  }
  return matches;
}

function entitiesOver(cap: number, entityOffsets: Uint32Array): Uint32Array {
  const over: number[] = [];
  for (let e = 0; e + 1 < entityOffsets.length; e++) {
    if ((entityOffsets[e + 1] as number) - (entityOffsets[e] as number) > cap) over.push(e);
  }
  return Uint32Array.from(over);
}
