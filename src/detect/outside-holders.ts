/**
 * When the edges are a part of a whole: who holds the part's entities and is not in it. It is what the universe tells of
 * all holders, less those at hand, so that whoever leaves the part later (the allowlist) is no longer counted.
 */
import type { EdgeColumns } from '../model/edge.ts';
import type { Beyond } from '../model/layer.ts';
import { type StringTable, stringAt } from '../model/string-table.ts';
import type { LayerUniverse, Universe } from '../model/universe.ts';
import type { OutsideHolders } from './beyond-layer.ts';
import { viewLayer } from './layer.ts';
import { indexCells, type LayerCells } from './layer-cells.ts';
import { matchStrings } from './match-strings.ts';

/** By name of layer. `snapshot` is canonical and whole: nothing has been dropped from the part. */
export function findOutside(snapshot: EdgeColumns, universe: Universe): ReadonlyMap<string, OutsideHolders> {
  const told = new Map(universe.layers.map((layer) => [layer.layer, layer]));
  const outside = new Map<string, OutsideHolders>();
  for (let l = 0; l < snapshot.layers.size; l++) {
    const name = stringAt(snapshot.layers, l);
    const layer = told.get(name);
    if (layer === undefined) continue;
    const cells = indexCells(viewLayer(snapshot, l), snapshot.accounts.size);
    const accounts = Math.max(universe.accounts, snapshot.accounts.size);
    outside.set(name, { accounts, ...subtract(layer, cells, snapshot.entities) });
  }
  return outside;
}

function subtract(told: LayerUniverse, cells: LayerCells, entities: StringTable): Omit<OutsideHolders, 'accounts'> {
  const { size } = told.entities;
  const holders = told.populations.slice();
  const insideOf = new Int32Array(size).fill(-1);
  matchStrings(entities, cells.entityIds, told.entities).forEach((place, e) => {
    if (place < 0) return;
    insideOf[place] = e;
    const inside = (cells.entityOffsets[e + 1] as number) - (cells.entityOffsets[e] as number);
    holders[place] = Math.max(0, (holders[place] as number) - inside);
  });
  return {
    entities: told.entities,
    acting: told.acting,
    actors: told.actors ?? 0,
    sample: told.sample,
    holders,
    ...subtractTimes(told, cells, insideOf, holders),
  };
}

/** All times of an entity without outside holders are at hand. */
function subtractTimes(
  { entities, times }: LayerUniverse,
  cells: LayerCells,
  insideOf: Int32Array,
  holders: Uint32Array,
): Pick<Beyond, 'isTimed' | 'offsets' | 'at'> {
  const isTimed = Uint8Array.from(holders, (count) => (count === 0 ? 1 : 0));
  const offsets = new Uint32Array(entities.size + 1);
  const at = new Float64Array(times.at.length);
  let length = 0;
  let known = 0;
  for (let place = 0; place < entities.size; place++) {
    if (times.entities[known] === place) {
      const whole = times.at.subarray(times.offsets[known] as number, times.offsets[known + 1] as number);
      length = keepOthers(whole, firstTimes(cells, insideOf[place] as number), at, length);
      isTimed[place] = 1;
      known++;
    }
    offsets[place + 1] = length;
  }
  return { isTimed, offsets, at: at.slice(0, length) };
}

/** First actions on an entity, ascending; empty for -1. */
function firstTimes({ entityOffsets, cellOffsets, at }: LayerCells, entity: number): Float64Array {
  if (entity < 0) return new Float64Array(0);
  const from = entityOffsets[entity] as number;
  const to = entityOffsets[entity + 1] as number;
  const times = new Float64Array(to - from);
  let kept = 0;
  for (let c = from; c < to; c++) {
    const first = cellOffsets[c] as number;
    if (first < (cellOffsets[c + 1] as number)) times[kept++] = at[first] as number;
  }
  return times.subarray(0, kept).sort();
}

/** Writes what is in `whole` beside `inside` to `to` from `length` on, and returns where it ends. Both ascend. */
function keepOthers(whole: Float64Array, inside: Float64Array, to: Float64Array, length: number): number {
  let next = 0;
  let kept = length;
  for (const time of whole) {
    while (next < inside.length && (inside[next] as number) < time) next++;
    if (inside[next] === time) next++;
    else to[kept++] = time;
  }
  return kept;
}
