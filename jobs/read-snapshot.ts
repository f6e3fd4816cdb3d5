import type { EdgeColumns } from '../src/model/edge.ts';
import type { SnapshotChoice } from '../src/store/edge-store.ts';
import { gatherColumns } from '../src/store/gather-columns.ts';
import { resolveAliases } from '../src/store/resolve-aliases.ts';
import type { RunPorts } from './job-ports.ts';

/** All edges of a snapshot, entities under their current ids. Refuses more than memory allows while it reads, not after. */
export async function readSnapshot(
  { store, runner, progress }: Pick<RunPorts, 'store' | 'runner' | 'progress'>,
  choice: SnapshotChoice,
): Promise<EdgeColumns> {
  const aliases = await store.cases.aliases();
  let edges = 0;
  const counted = async function* () {
    for await (const batch of store.edges.snapshot(choice)) {
      edges += batch.length;
      runner.refuseOverLimit(edges);
      progress({ stage: 'read', done: edges, total: 0, unit: 'edges' });
      yield batch;
    }
  };
  return resolveAliases(await gatherColumns(counted()), aliases);
}
