import { tableOf } from '../model/string-table.ts';
import type { SnapshotReader } from './snapshot-reader.ts';

/** Distinct accounts that hold each of the entities, in the order asked. */
export async function countHolders(
  reader: SnapshotReader,
  layer: string,
  entities: readonly string[],
): Promise<readonly number[]> {
  const [numbers = new Uint32Array(0)] = await reader.entitiesNamed([{ layer, names: tableOf(entities) }]);
  return [...(await reader.populationsOf(numbers, Number.MAX_SAFE_INTEGER))];
}
