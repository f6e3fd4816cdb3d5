/** One layer of a snapshot in the form that the later stages compare accounts in. */
import type { EdgeColumns } from '../model/edge.ts';
import type { Layer, LayerSettings } from '../model/layer.ts';
import { stringAt } from '../model/string-table.ts';
import { beyondLayer, type OutsideHolders } from './beyond-layer.ts';
import { populationOf } from './holders-surprise.ts';
import { indexCells, type LayerRows } from './layer-cells.ts';
import { matchStrings } from './match-strings.ts';

/**
 * Layer number `layerIndex` of canonical columns. In an interaction layer a row that ties an account to itself ties
 * nobody: such rows are left out, and the layer's reason says how many there were. `outside`: who else holds its entities
 * when the columns are a part of a whole.
 */
export function buildLayer(
  canonical: EdgeColumns,
  layerIndex: number,
  settings: LayerSettings,
  typeReason: string,
  outside: OutsideHolders | null = null,
): Layer {
  const all = viewLayer(canonical, layerIndex);
  const isInteraction = settings.type === 'interaction';
  const rows = isInteraction ? dropSelfEdges(all, canonical) : all;
  const cells = indexCells(rows, canonical.accounts.size);
  const left = all.length - rows.length;
  const { entityIds } = cells;
  const entityAsAccount = isInteraction ? matchStrings(canonical.entities, entityIds, canonical.accounts) : null;
  const beyond = outside === null ? null : beyondLayer(outside, { entityIds, entityAsAccount }, canonical.entities);
  return {
    name: stringAt(canonical.layers, layerIndex),
    settings,
    typeReason: left === 0 ? typeReason : `${typeReason} Left out: ${left} of an account with itself.`,
    edgeCount: rows.length,
    ...cells,
    entityAsAccount,
    cappedEntities: entitiesOver({ ...cells, beyond }, settings.cap),
    beyond,
  };
}

/** Views on the rows of layer `layer`. */
export function viewLayer(canonical: EdgeColumns, layer: number): LayerRows {
  const { from, to } = rowsOf(canonical, layer);
  return {
    length: to - from,
    account: canonical.account.subarray(from, to),
    entity: canonical.entity.subarray(from, to),
    at: canonical.at.subarray(from, to),
  };
}

/** First row of layer `layer` of canonical columns, and the one after its last. */
export function rowsOf({ layer: layers }: EdgeColumns, layer: number): { readonly from: number; readonly to: number } {
  return { from: firstRowFrom(layers, layer), to: firstRowFrom(layers, layer + 1) };
}

function firstRowFrom(layers: Uint16Array, layer: number): number {
  let low = 0;
  let high = layers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((layers[middle] as number) < layer) low = middle + 1;
    else high = middle;
  }
  return low;
}

function dropSelfEdges(rows: LayerRows, { entities, accounts }: EdgeColumns): LayerRows {
  const { entity } = rows;
  const ids = entity.filter((id, row) => row === 0 || id !== entity[row - 1]);
  const asAccount = matchStrings(entities, ids, accounts);
  const kept = new Uint32Array(rows.length);
  let length = 0;
  let place = -1;
  for (let row = 0; row < rows.length; row++) {
    if (row === 0 || entity[row] !== entity[row - 1]) place++;
    if (asAccount[place] !== rows.account[row]) kept[length++] = row;
  }
  if (length === rows.length) return rows;
  const order = kept.subarray(0, length);
  return {
    length,
    account: order.map((row) => rows.account[row] as number),
    entity: order.map((row) => entity[row] as number),
    at: Float64Array.from(order, (row) => rows.at[row] as number),
  };
}

function entitiesOver(layer: Pick<Layer, 'entityCount' | 'entityOffsets' | 'beyond'>, cap: number): Uint32Array {
  const over: number[] = [];
  for (let entity = 0; entity < layer.entityCount; entity++) {
    if (populationOf(layer, entity) > cap) over.push(entity);
  }
  return Uint32Array.from(over);
}
