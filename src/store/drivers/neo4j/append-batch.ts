import { createHash } from 'node:crypto';
import type { BatchReceipt, EdgeBatch } from '../../../model/edge-batch.ts';
import type { EdgeRow } from '../../column-builder.ts';
import { compareWords } from '../../compare-words.ts';
import { rowsOf } from '../../edge-rows.ts';
import { checkFence } from '../../fencing.ts';
import { type Forgotten, readForgotten } from '../../forgotten.ts';
import { INTERACTION_LAYERS } from '../../known-layers.ts';
import { bucketOfName } from '../../name-bucket.ts';
import { put } from '../../record.ts';
import { keyOf } from '../../record-key.ts';
import { type Connection, int, type WriteTransaction } from './connection.ts';
import { runRecords } from './records.ts';
import { OBSERVED, typeOfLayer } from './relationship-types.ts';

/** A row with what tells it from others between the same account and entity. */
type KeyedRow = { readonly row: EdgeRow; readonly key: string };

/** One batch, one transaction: nodes first, then relationships sorted by entity, then ledger and watermark. */
export async function appendBatch(connection: Connection, batch: EdgeBatch, now: () => number): Promise<BatchReceipt> {
  return await connection.write(async (tx) => {
    const { fence } = batch;
    if (fence !== undefined) await runRecords(tx, checkFence(fence));
    const known = await findReceipt(tx, batch.batchKey);
    return known ?? (await writeBatch(tx, batch, now()));
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
    repeated: true,
  };
}

async function writeBatch(tx: WriteTransaction, batch: EdgeBatch, at: number): Promise<BatchReceipt> {
  const { columns, batchKey, source, cursor } = batch;
  const erased = await runRecords(tx, readForgotten());
  const rows = [...rowsOf(columns)].filter((row) => !isErased(erased, row));
  const layers = groupByLayer(heaviest(rows));
  const seq = tx.seq + 1;
  // Sent one behind the other without waiting: the server works them off in this order.
  const [, counts] = await Promise.all([
    putNodes(tx, layers),
    Promise.all([...layers].map(([layer, edges]) => putEdges(tx, layer, edges, seq))),
  ]);
  const added = counts.reduce((sum, count) => sum + count.added, 0);
  const raised = counts.reduce((sum, count) => sum + count.raised, 0);
  const forgotten = columns.length - rows.length;
  const duplicates = rows.length - added - raised;
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
  });
  if (cursor !== undefined) await runRecords(tx, put('watermark', keyOf(source), { source, cursor, seq, at }));
  return { seq, added, raised, duplicates, forgotten, repeated: false };
}

function isErased(erased: Forgotten, { account, layer, entity }: EdgeRow): boolean {
  if (erased.size === 0) return false;
  return erased.has(account) || (INTERACTION_LAYERS.includes(layer) && erased.has(entity));
}

/** Of rows with one key the heaviest. */
function heaviest(rows: readonly EdgeRow[]): readonly KeyedRow[] {
  const best = new Map<string, KeyedRow>();
  for (const row of rows) {
    const key = keyOfRow(row);
    const name = JSON.stringify([row.layer, row.entity, row.account, key]);
    const known = best.get(name);
    if (known === undefined || known.row.weight < row.weight) best.set(name, { row, key });
  }
  return [...best.values()];
}

/** Time alone where that is all there is, else a digest: short strings are kept beside the relationship. */
function keyOfRow({ at, event, source }: EdgeRow): string {
  if (event === '' && source === '') return Number.isNaN(at) ? '' : String(at);
  const name = JSON.stringify([source, event, Number.isNaN(at) ? null : at]);
  return createHash('sha256').update(name).digest('base64url').slice(0, 22);
}

function groupByLayer(rows: readonly KeyedRow[]): ReadonlyMap<string, readonly KeyedRow[]> {
  const layers = new Map<string, KeyedRow[]>();
  for (const keyed of rows) {
    const group = layers.get(keyed.row.layer);
    if (group === undefined) layers.set(keyed.row.layer, [keyed]);
    else group.push(keyed);
  }
  for (const group of layers.values()) {
    group.sort((a, b) => compareWords(a.row.entity, b.row.entity) || compareWords(a.row.account, b.row.account));
  }
  return layers;
}

/** Sends all that the relationships need before anything is awaited, so that it stands first. */
async function putNodes(tx: WriteTransaction, layers: ReadonlyMap<string, readonly KeyedRow[]>): Promise<void> {
  const accounts = new Set<string>();
  const sent: Promise<unknown>[] = [];
  for (const [layer, rows] of layers) {
    const keys = new Set(rows.map(({ row }) => row.entity));
    for (const { row } of rows) accounts.add(row.account);
    if (typeOfLayer(layer).isInteraction) for (const id of keys) accounts.add(id);
    else sent.push(tx.run('edges/put-entities', { layer, rows: withBuckets(keys) }));
  }
  const types = [...layers.keys()].map((name) => ({ name, type: typeOfLayer(name).name }));
  sent.push(tx.run('edges/put-accounts', { rows: withBuckets([...accounts].sort(compareWords)) }));
  sent.push(tx.run('edges/put-layers', { layers: types }));
  await Promise.all(sent);
}

function withBuckets(names: Iterable<string>): readonly (readonly [string, unknown])[] {
  return Array.from(names, (name) => [name, int(bucketOfName(name))]);
}

async function putEdges(
  tx: WriteTransaction,
  layer: string,
  edges: readonly KeyedRow[],
  seq: number,
): Promise<{ readonly added: number; readonly raised: number }> {
  const type = typeOfLayer(layer);
  const rows = edges.map(({ row, key }) => [
    row.account,
    row.entity,
    key,
    Number.isNaN(row.at) ? null : int(row.at),
    row.source === '' ? null : row.source,
    row.event === '' ? null : row.event,
    row.weight,
  ]);
  const kept = type.name === OBSERVED ? layer : null;
  const [counts] = type.isInteraction
    ? await tx.run('edges/put-interactions', { rows, seq: int(seq) }, type.name)
    : await tx.run('edges/put-edges', { rows, layer, kept, seq: int(seq) }, type.name);
  return { added: counts?.get('added') as number, raised: counts?.get('raised') as number };
}
