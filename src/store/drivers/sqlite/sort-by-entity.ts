import type { SnapshotTies } from './snapshot-ties.ts';

/** Ties of one entity stand together, entity `e` from `starts[e]` up to `starts[e + 1]`: 8 B a tie. Raised weights are no ties. */
export type TiesByEntity = {
  readonly starts: Uint32Array;
  readonly account: Uint32Array;
  /** Where the tie stands in the snapshot's columns. */
  readonly rows: Uint32Array;
  /** The layer of all ties of an entity, -1 where a name is one of several layers. */
  readonly layerOf: Int32Array;
};

export function sortByEntity({ account, entity, layer, blocks }: SnapshotTies, entityCount: number): TiesByEntity {
  const starts = new Uint32Array(entityCount + 1);
  for (const { from, raised } of blocks) {
    for (let row = from; row < raised; row++) {
      const after = (entity[row] as number) + 1;
      starts[after] = (starts[after] as number) + 1;
    }
  }
  for (let number = 0; number < entityCount; number++) {
    starts[number + 1] = (starts[number + 1] as number) + (starts[number] as number);
  }
  const length = starts[entityCount] as number;
  const sorted = { account: new Uint32Array(length), rows: new Uint32Array(length) };
  const layerOf = new Int32Array(entityCount);
  const next = starts.slice();
  for (const { from, raised } of blocks) {
    for (let row = from; row < raised; row++) {
      const number = entity[row] as number;
      const place = next[number] as number;
      next[number] = place + 1;
      sorted.account[place] = account[row] as number;
      sorted.rows[place] = row;
      const own = layer[row] as number;
      if (place === starts[number]) layerOf[number] = own;
      else if (layerOf[number] !== own) layerOf[number] = -1;
    }
  }
  return { starts, ...sorted, layerOf };
}
