/** The cells of one layer, its distinct (account, entity) pairs, as compressed sparse rows in both directions. */
import type { Layer } from '../model/layer.ts';

/** Rows of one layer, as canonical columns hold them: by entity, account and time, a missing time first. */
export type LayerRows = {
  readonly length: number;
  readonly account: Uint32Array;
  readonly entity: Uint32Array;
  readonly at: Float64Array;
};

export type LayerCells = Pick<
  Layer,
  | 'accountCount'
  | 'entityCount'
  | 'entityIds'
  | 'entityOffsets'
  | 'entityAccounts'
  | 'accountOffsets'
  | 'accountEntities'
  | 'accountCells'
  | 'cellOffsets'
  | 'at'
>;

/** Entities and accounts ascend in both directions; times within a cell ascend, each once. */
export function indexCells(rows: LayerRows, accountCount: number): LayerCells {
  const byEntity = cellsByEntity(rows, countCells(rows));
  return { accountCount, ...byEntity, ...cellsByAccount(byEntity, accountCount) };
}

type Counts = { readonly entities: number; readonly cells: number; readonly times: number };

function countCells({ length, account, entity, at }: LayerRows): Counts {
  let entities = 0;
  let cells = 0;
  let times = 0;
  for (let row = 0; row < length; row++) {
    const isNewEntity = row === 0 || entity[row] !== entity[row - 1];
    const isNewCell = isNewEntity || account[row] !== account[row - 1];
    const time = at[row] as number;
    if (isNewEntity) entities++;
    if (isNewCell) cells++;
    if (!Number.isNaN(time) && (isNewCell || time !== at[row - 1])) times++;
  }
  return { entities, cells, times };
}

type CellsByEntity = Pick<
  Layer,
  'entityCount' | 'entityIds' | 'entityOffsets' | 'entityAccounts' | 'cellOffsets' | 'at'
>;

function cellsByEntity({ length, account, entity, at }: LayerRows, counts: Counts): CellsByEntity {
  const entityIds = new Uint32Array(counts.entities);
  const entityOffsets = new Uint32Array(counts.entities + 1);
  const entityAccounts = new Uint32Array(counts.cells);
  const cellOffsets = new Uint32Array(counts.cells + 1);
  const times = new Float64Array(counts.times);
  let entities = 0;
  let cells = 0;
  let filled = 0;
  for (let row = 0; row < length; row++) {
    const isNewEntity = row === 0 || entity[row] !== entity[row - 1];
    const isNewCell = isNewEntity || account[row] !== account[row - 1];
    const time = at[row] as number;
    if (isNewEntity) {
      entityIds[entities] = entity[row] as number;
      entityOffsets[entities++] = cells;
    }
    if (isNewCell) {
      entityAccounts[cells] = account[row] as number;
      cellOffsets[cells++] = filled;
    }
    if (!Number.isNaN(time) && (isNewCell || time !== at[row - 1])) times[filled++] = time;
  }
  entityOffsets[entities] = cells;
  cellOffsets[cells] = filled;
  return { entityCount: entities, entityIds, entityOffsets, entityAccounts, cellOffsets, at: times };
}

type CellsByAccount = Pick<Layer, 'accountOffsets' | 'accountEntities' | 'accountCells'>;

/** Cells come in the order of their entities, and so stand in each account's row. */
function cellsByAccount(byEntity: CellsByEntity, accountCount: number): CellsByAccount {
  const { entityCount, entityOffsets, entityAccounts } = byEntity;
  const accountOffsets = new Uint32Array(accountCount + 1);
  const accountEntities = new Uint32Array(entityAccounts.length);
  const accountCells = new Uint32Array(entityAccounts.length);
  for (let cell = 0; cell < entityAccounts.length; cell++) {
    const after = (entityAccounts[cell] as number) + 1;
    accountOffsets[after] = (accountOffsets[after] as number) + 1;
  }
  for (let account = 0; account < accountCount; account++) {
    accountOffsets[account + 1] = (accountOffsets[account + 1] as number) + (accountOffsets[account] as number);
  }
  const places = accountOffsets.slice(0, accountCount);
  for (let entity = 0; entity < entityCount; entity++) {
    const to = entityOffsets[entity + 1] as number;
    for (let cell = entityOffsets[entity] as number; cell < to; cell++) {
      const account = entityAccounts[cell] as number;
      const place = places[account] as number;
      places[account] = place + 1;
      accountEntities[place] = entity;
      accountCells[place] = cell;
    }
  }
  return { accountOffsets, accountEntities, accountCells };
}
