import type { EntityTimes } from '../../../model/universe.ts';
import type { Lists } from '../../snapshot-reader.ts';
import type { SnapshotTies } from './snapshot-ties.ts';
import { sortByEntity, type TiesByEntity } from './sort-by-entity.ts';

/** Entities in layers, by their numbers in the file. */
export type EntityPlaces = { readonly layers: Uint16Array; readonly entities: Uint32Array };

/** Who holds an entity, and since when: ties sorted by entity, so that a question reads only what it is about. */
export class HolderIndex {
  private readonly ties: SnapshotTies;
  private readonly sorted: TiesByEntity;
  /** By account a stamp of when it was last met: stamps only grow, so that nothing has to be cleared between entities. */
  private readonly metAt: Uint32Array;
  private met = 0;

  constructor(ties: SnapshotTies, entityCount: number, accountCount: number) {
    this.ties = ties;
    this.sorted = sortByEntity(ties, entityCount);
    this.metAt = new Uint32Array(accountCount);
  }

  /** Distinct accounts of each entity. */
  populationsOf({ layers, entities }: EntityPlaces): Uint32Array {
    const populations = new Uint32Array(entities.length);
    for (let place = 0; place < entities.length; place++) {
      populations[place] = this.meet(entities[place] as number, layers[place] as number, null, null);
    }
    return populations;
  }

  holdersOf({ layers, entities }: EntityPlaces): Lists {
    const offsets = new Uint32Array(entities.length + 1);
    let items = new Uint32Array(65_536);
    let firstAt = new Float64Array(65_536);
    for (let place = 0; place < entities.length; place++) {
      const from = offsets[place] as number;
      const entity = entities[place] as number;
      const most = from + this.tiesOf(entity);
      if (most > items.length) {
        items = grow(items, new Uint32Array(2 * most));
        firstAt = grow(firstAt, new Float64Array(2 * most));
      }
      const count = this.meet(entity, layers[place] as number, items.subarray(from), firstAt.subarray(from));
      offsets[place + 1] = from + count;
    }
    const end = offsets[entities.length] as number;
    return { offsets, items: items.subarray(0, end), firstAt: firstAt.subarray(0, end) };
  }

  /** The known first actions of its accounts on each entity, ascending. */
  timesOf({ layers, entities }: EntityPlaces): Pick<EntityTimes, 'offsets' | 'at'> {
    const offsets = new Uint32Array(entities.length + 1);
    let at = new Float64Array(65_536);
    for (let place = 0; place < entities.length; place++) {
      const from = offsets[place] as number;
      const entity = entities[place] as number;
      const most = from + this.tiesOf(entity);
      if (most > at.length) at = grow(at, new Float64Array(2 * most));
      const own = at.subarray(from, most);
      const count = this.meet(entity, layers[place] as number, null, own);
      // sorted, missing times (NaN) come last
      const times = own.subarray(0, count).sort();
      let known = count;
      while (known > 0 && Number.isNaN(times[known - 1] as number)) known--;
      offsets[place + 1] = from + known;
    }
    return { offsets, at: at.slice(0, offsets[entities.length]) };
  }

  private tiesOf(entity: number): number {
    return (this.sorted.starts[entity + 1] as number) - (this.sorted.starts[entity] as number);
  }

  /** Counts the accounts of an entity, each once, and writes down who they are and when each first acted. */
  private meet(entity: number, layer: number, accounts: Uint32Array | null, firstAt: Float64Array | null): number {
    const { starts, ties, layerOf } = this.sorted;
    const { layer: layers, at: times } = this.ties;
    const { metAt } = this;
    const isMixed = layerOf[entity] !== layer;
    const before = this.nextStamps(this.tiesOf(entity));
    let count = 0;
    for (let i = starts[entity] as number; i < (starts[entity + 1] as number); i++) {
      if (isMixed && layers[ties[2 * i + 1] as number] !== layer) continue;
      const own = ties[2 * i] as number;
      const known = metAt[own] as number;
      const isNew = known <= before;
      const place = isNew ? count++ : known - before - 1;
      if (isNew) metAt[own] = before + count;
      if (isNew && accounts !== null) accounts[place] = own;
      if (firstAt === null) continue;
      const at = times[ties[2 * i + 1] as number] as number;
      const first = isNew ? Number.NaN : (firstAt[place] as number);
      firstAt[place] = Number.isNaN(first) || at < first ? at : first;
    }
    return count;
  }

  /** Stamps above the one returned have not been given to any account yet. */
  private nextStamps(most: number): number {
    if (this.met + most > 0xffff_ffff) {
      this.metAt.fill(0);
      this.met = 0;
    }
    const before = this.met;
    this.met += most;
    return before;
  }
}

function grow<Column extends Uint32Array | Float64Array>(old: Column, larger: Column): Column {
  larger.set(old);
  return larger;
}
