import { compareAt } from '../../../model/string-table.ts';
import type { EntitySample } from '../../../model/universe.ts';
import { BUCKETS, fewestBuckets } from '../../name-bucket.ts';
import { bucketsOf, countFlagged } from './buckets.ts';
import type { FileNames } from './file-names.ts';
import type { HolderIndex } from './holder-index.ts';
import type { SnapshotTies } from './snapshot-ties.ts';

/** One walk for all layers tells which entities are there. */
export function sampleEntities(
  names: FileNames,
  ties: SnapshotTies,
  index: HolderIndex,
  layers: readonly string[],
  size: number,
): readonly EntitySample[] {
  const present = findPresent(names, ties, layers);
  const buckets = bucketsOf(names.entities);
  return present.map((flags, l): EntitySample => {
    const share = fewestBuckets(countFlagged(flags, buckets), size);
    const chosen: number[] = [];
    flags.forEach((flag, entity) => {
      if (flag === 1 && (buckets[entity] as number) < share) chosen.push(entity);
    });
    const entities = Uint32Array.from(chosen.sort((a, b) => compareAt(names.entities, a, b)));
    const layer = names.layerNamed(layers[l] as string);
    const places = { entities, layers: new Uint16Array(entities.length).fill(layer) };
    return { share: share / BUCKETS, populations: index.populationsOf(places), ...index.timesOf(places) };
  });
}

/** For each layer 1 for the entities that have an edge there. */
function findPresent(
  names: FileNames,
  { entity, layer, blocks }: SnapshotTies,
  layers: readonly string[],
): readonly Uint8Array[] {
  const flags = layers.map(() => new Uint8Array(names.entities.size));
  const byNumber = new Map(layers.map((name, l) => [names.layerNamed(name), flags[l] as Uint8Array]));
  const flagsOf = Array.from({ length: names.layers.size }, (_, layer) => byNumber.get(layer) ?? null);
  for (const { from, raised } of blocks) {
    for (let row = from; row < raised; row++) {
      const own = flagsOf[layer[row] as number];
      if (own !== null && own !== undefined) own[entity[row] as number] = 1;
    }
  }
  return flags;
}
