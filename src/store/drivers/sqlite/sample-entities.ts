import { compareAt } from '../../../model/string-table.ts';
import type { EntitySample } from '../../../model/universe.ts';
import { BUCKETS, bucketOf } from '../../entity-bucket.ts';
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
  const buckets = bucketsOf(names);
  return present.map((flags, l): EntitySample => {
    const share = countBuckets(flags, buckets, size);
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

function bucketsOf({ entities: { size, bytes, offsets } }: FileNames): Uint16Array {
  const buckets = new Uint16Array(size);
  for (let i = 0; i < size; i++) buckets[i] = bucketOf(bytes, offsets[i] as number, offsets[i + 1] as number);
  return buckets;
}

/** The fewest buckets, from the first on, that hold `size` flagged entities or more; else all. */
function countBuckets(flags: Uint8Array, buckets: Uint16Array, size: number): number {
  const counts = new Uint32Array(BUCKETS);
  flags.forEach((flag, entity) => {
    const bucket = buckets[entity] as number;
    counts[bucket] = (counts[bucket] as number) + flag;
  });
  let held = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    held += counts[bucket] as number;
    if (held >= size) return bucket + 1;
  }
  return BUCKETS;
}
