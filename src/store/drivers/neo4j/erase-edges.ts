import type { ExpireReceipt } from '../../edge-store.ts';
import { rememberForgotten } from '../../forgotten.ts';
import { livePins } from '../../pins.ts';
import { type Connection, int, type WriteTransaction } from './connection.ts';
import { readTypes } from './read-snapshot.ts';
import { runRecords } from './records.ts';
import { typeOfLayer } from './relationship-types.ts';

/** Relationships or nodes removed in one transaction: what a server with half a gigabyte of heap does with ease. */
const REMOVED_AT_ONCE = 20_000;

type Rows = Awaited<ReturnType<WriteTransaction['run']>>;

/** Transaction by transaction, each of them whole: one that is cut short is gone on with the next time. */
export async function expireEdges(connection: Connection, beforeMs: number, now: () => number): Promise<ExpireReceipt> {
  let removed = 0;
  const pinned = await connection.write((tx) => runRecords(tx, livePins(now())));
  if (pinned.length > 0) return { waitsFor: pinned.map(({ holder }) => holder), removed };
  for (const type of await readTypes(connection)) {
    for (;;) {
      const { waitsFor, rows, edges } = await connection.write(async (tx) => {
        const pins = await runRecords(tx, livePins(now()));
        if (pins.length > 0) return { waitsFor: pins.map(({ holder }) => holder), rows: 0, edges: 0 };
        const params = { before: int(beforeMs), limit: int(REMOVED_AT_ONCE) };
        return { waitsFor: [], ...(await takeOffLedger(tx, await tx.run('edges/expire-edges', params, type))) };
      });
      removed += edges;
      if (waitsFor.length > 0) return { waitsFor, removed };
      if (rows < REMOVED_AT_ONCE) break;
    }
  }
  await prune(connection);
  return { waitsFor: [], removed };
}

/** The batches that the removed relationships came with are that much smaller. */
async function takeOffLedger(
  tx: WriteTransaction,
  removed: Rows,
): Promise<{ readonly rows: number; readonly edges: number }> {
  const batches = removed.map((row) => ({ seq: int(row.get('seq') as number), rows: int(row.get('rows') as number) }));
  if (batches.length > 0) await tx.run('edges/shrink-batches', { batches });
  const sum = (column: 'rows' | 'edges') => removed.reduce((total, row) => total + (row.get(column) as number), 0);
  return { rows: sum('rows'), edges: sum('edges') };
}

/** Batches make their nodes in their own turn, so a node without relationships is not about to get one. */
async function prune(connection: Connection): Promise<void> {
  for (const name of ['edges/prune-entities', 'edges/prune-accounts']) {
    for (;;) {
      const pruned = await connection.write(async (tx) => {
        const [row] = await tx.run(name, { limit: int(REMOVED_AT_ONCE) });
        return row?.get('pruned') as number;
      });
      if (pruned < REMOVED_AT_ONCE) break;
    }
  }
}

export async function forgetAccount(
  connection: Connection,
  id: string,
  interactionLayers: readonly string[],
  now: () => number,
): Promise<number> {
  const known = interactionLayers.map(typeOfLayer).filter((type) => type.isInteraction);
  const layers = interactionLayers.filter((layer) => !typeOfLayer(layer).isInteraction);
  const removed = await connection.write(async (tx) => {
    await runRecords(tx, rememberForgotten(id, now()));
    const own = await takeOffLedger(tx, await tx.run('edges/forget-edges', { id }));
    const types = known.map((type) => type.name);
    const others = await takeOffLedger(tx, await tx.run('edges/forget-interactions', { id, types }));
    const asEntity = await takeOffLedger(tx, await tx.run('edges/forget-entity', { id, layers }));
    await tx.run('edges/forget-account', { id });
    return own.edges + others.edges + asEntity.edges;
  });
  await prune(connection);
  return removed;
}
