import type { BatchReceipt, EdgeBatch } from '../../../model/edge-batch.ts';
import { checkFence } from '../../fencing.ts';
import { readForgotten } from '../../forgotten.ts';
import { put, type RecordAnswer, type RecordRequest } from '../../record.ts';
import { keyOf } from '../../record-key.ts';
import { runStep } from '../../run-step.ts';
import { pickEvents } from './block-events.ts';
import { insertBlock } from './blocks.ts';
import type { Database } from './database.ts';
import type { EdgeMemory } from './edge-memory.ts';
import { createErasedTest, siftRows } from './sift-rows.ts';

export type AppendTools = {
  readonly db: Database;
  readonly memory: EdgeMemory;
  readonly answer: (request: RecordRequest) => RecordAnswer;
  readonly now: () => number;
  readonly interactionLayers: ReadonlySet<string>;
};

/** One batch, one transaction: fence, ledger, names, block, keys and watermark go in together or not at all. */
export function appendBatch(tools: AppendTools, batch: EdgeBatch): BatchReceipt {
  const { db, memory } = tools;
  try {
    return db.write(() => {
      if (batch.fence !== undefined) runStep(checkFence(batch.fence), tools.answer);
      return findReceipt(db, batch.batchKey) ?? writeBatch(tools, batch);
    });
  } catch (error) {
    memory.drop();
    throw error;
  }
}

function findReceipt(db: Database, batchKey: string): BatchReceipt | null {
  const row = db.get(
    'SELECT seq, added, raised, duplicates, forgotten, run_id FROM batch WHERE batch_key = ?',
    batchKey,
  );
  if (row === undefined) return null;
  return {
    seq: row['seq'] as number,
    added: row['added'] as number,
    raised: row['raised'] as number,
    duplicates: row['duplicates'] as number,
    forgotten: row['forgotten'] as number,
    runId: row['run_id'] as string | null,
    repeated: true,
  };
}

function writeBatch({ db, memory, answer, now, interactionLayers }: AppendTools, batch: EdgeBatch): BatchReceipt {
  const { columns } = batch;
  const forgotten = runStep(readForgotten(), answer);
  const names = memory.names();
  const tools = { names, index: memory.index(), hasher: memory.hasher() };
  const sifted = siftRows(columns, tools, createErasedTest(columns, forgotten, interactionLayers));
  const seq = latestSeq(db) + 1;
  const at = now();
  const { rows, raised, duplicates } = sifted;
  const runId = batch.fence?.runId ?? null;
  db.run(
    'INSERT INTO batch (seq, batch_key, source, at, added, raised, duplicates, forgotten, run_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    seq,
    batch.batchKey,
    batch.source,
    at,
    rows - raised,
    raised,
    duplicates,
    sifted.forgotten,
    runId,
  );
  names.save();
  if (rows > 0)
    insertBlock(db, { ...sifted, seq, event: pickEvents(columns.event, columns.events, sifted.from) }, sifted.keys);
  memory.indexed(seq);
  if (batch.cursor !== undefined) {
    const watermark = { source: batch.source, cursor: batch.cursor, seq, at };
    runStep(put('watermark', keyOf(batch.source), watermark), answer);
  }
  return { seq, added: rows - raised, raised, duplicates, forgotten: sifted.forgotten, runId, repeated: false };
}

export function latestSeq(db: Database): number {
  return (db.get('SELECT max(seq) AS seq FROM batch')?.['seq'] as number | null) ?? 0;
}
