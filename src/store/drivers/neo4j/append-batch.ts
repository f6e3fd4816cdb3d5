import type { BatchReceipt, EdgeBatch } from '../../../model/edge-batch.ts';
import type { EdgeRow } from '../../column-builder.ts';
import { rowsOf } from '../../edge-rows.ts';
import { checkFence } from '../../fencing.ts';
import { type Forgotten, readForgotten } from '../../forgotten.ts';
import { INTERACTION_LAYERS } from '../../known-layers.ts';
import { put } from '../../record.ts';
import { keyOf } from '../../record-key.ts';
import { type Connection, int, type WriteTransaction } from './connection.ts';
import { type LayerEdges, prepareEdges } from './prepare-edges.ts';
import { runRecords } from './records.ts';
import { OBSERVED } from './relationship-types.ts';

/** One batch, one transaction: relationships sorted by entity, with the nodes that they need, then ledger and watermark. */
export async function appendBatch(connection: Connection, batch: EdgeBatch, now: () => number): Promise<BatchReceipt> {
  // Made ready before the turn is taken: others write meanwhile.
  const rows = [...rowsOf(batch.columns)];
  const ready = prepareEdges(rows);
  return await connection.write(async (tx) => {
    const { fence } = batch;
    if (fence !== undefined) await runRecords(tx, checkFence(fence));
    const [known, erased] = await Promise.all([findReceipt(tx, batch.batchKey), runRecords(tx, readForgotten())]);
    if (known !== null) return known;
    const kept = erased.size === 0 ? rows : rows.filter((row) => !isErased(erased, row));
    return await writeBatch(tx, batch, kept.length, kept.length === rows.length ? ready : prepareEdges(kept), now());
  });
}

async function findReceipt(tx: WriteTransaction, key: string): Promise<BatchReceipt | null> {
  const [row] = await tx.run('edges/find-batch', { key });
  if (row === undefined) return null;
  return {
    seq: row.get('seq') as number,
    added: row.get('added') as number,
    raised: row.get('raised') as number,
    duplicates: row.get('duplicates') as number,
    forgotten: row.get('forgotten') as number,
    runId: row.get('runId') as string | null,
    repeated: true,
  };
}

async function writeBatch(
  tx: WriteTransaction,
  batch: EdgeBatch,
  rows: number,
  layers: readonly LayerEdges[],
  at: number,
): Promise<BatchReceipt> {
  const { columns, batchKey, source, cursor } = batch;
  const seq = tx.seq + 1;
  // Sent one behind the other without waiting: the server works them off in this order.
  const [counts] = await Promise.all([
    Promise.all(layers.map((edges) => putEdges(tx, edges, seq))),
    tx.run('edges/put-layers', { layers: layers.map(({ layer, type }) => ({ name: layer, type: type.name })) }),
  ]);
  const added = counts.reduce((sum, count) => sum + count.added, 0);
  const raised = counts.reduce((sum, count) => sum + count.raised, 0);
  const forgotten = columns.length - rows;
  const duplicates = rows - added - raised;
  const runId = batch.fence?.runId ?? null;
  await tx.run('edges/put-batch', {
    key: batchKey,
    source,
    at: int(at),
    seq: int(seq),
    rows: int(added + raised),
    added: int(added),
    raised: int(raised),
    duplicates: int(duplicates),
    forgotten: int(forgotten),
    runId,
  });
  if (cursor !== undefined) await runRecords(tx, put('watermark', keyOf(source), { source, cursor, seq, at }));
  return { seq, added, raised, duplicates, forgotten, runId, repeated: false };
}

function isErased(erased: Forgotten, { account, layer, entity }: EdgeRow): boolean {
  return erased.has(account) || (INTERACTION_LAYERS.includes(layer) && erased.has(entity));
}

async function putEdges(
  tx: WriteTransaction,
  { layer, type, rows }: LayerEdges,
  seq: number,
): Promise<{ readonly added: number; readonly raised: number }> {
  const kept = type.name === OBSERVED ? layer : null;
  const [counts] = type.isInteraction
    ? await tx.run('edges/put-interactions', { rows, seq: int(seq) }, type.name)
    : await tx.run('edges/put-edges', { rows, layer, kept, seq: int(seq) }, type.name);
  return { added: counts?.get('added') as number, raised: counts?.get('raised') as number };
}
