import type { OpenSnapshot } from './edge-store.ts';
import { exploreNeighbourhood } from './explore-neighbourhood.ts';
import { measureUniverse } from './measure-universe.ts';
import type { SnapshotReader } from './snapshot-reader.ts';

/** The questions that are asked of a snapshot, answered by what its store can be asked. */
export function openSnapshot(reader: SnapshotReader): OpenSnapshot {
  return {
    neighbourhood: (question) => exploreNeighbourhood(reader, question),
    universe: (question) => measureUniverse(reader, question),
  };
}
