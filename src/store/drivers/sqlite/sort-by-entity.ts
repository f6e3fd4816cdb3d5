import type { SnapshotTies } from './snapshot-ties.ts';

/** Ties of one entity stand together, those of entity `e` from `starts[e]` up to `starts[e + 1]`. Raised weights are no ties. */
export type TiesByEntity = {
  readonly starts: Uint32Array;
  /** Two numbers a tie, which are looked at together: its account, and where it stands in the snapshot's columns. */
  readonly ties: Uint32Array;
  /** The layer of all ties of an entity, -1 where a name is one of several layers. */
  readonly layerOf: Int32Array;
};

const UNSEEN = -2;

export function sortByEntity({ account, entity, layer, blocks }: SnapshotTies, entityCount: number): TiesByEntity {
  const starts = new Uint32Array(entityCount + 1);
  const layerOf = new Int32Array(entityCount).fill(UNSEEN);
  for (const { from, raised } of blocks) {
    for (let row = from; row < raised; row++) {
      const number = entity[row] as number;
      const own = layer[row] as number;
      const known = layerOf[number] as number;
      if (known !== own) layerOf[number] = known === UNSEEN ? own : -1;
      starts[number + 1] = (starts[number + 1] as number) + 1;
    }
  }
  for (let number = 0; number < entityCount; number++) {
    starts[number + 1] = (starts[number + 1] as number) + (starts[number] as number);
  }
  const ties = new Uint32Array(2 * (starts[entityCount] as number));
  const next = starts.slice();
  for (const { from, raised } of blocks) {
    for (let row = from; row < raised; row++) {
      const number = entity[row] as number;
      const place = next[number] as number;
      next[number] = place + 1;
      ties[2 * place] = account[row] as number;
      ties[2 * place + 1] = row;
    }
  }
  return { starts, ties, layerOf };
}
