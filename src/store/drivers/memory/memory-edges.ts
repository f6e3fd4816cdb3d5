import type { EdgeColumns } from '../../../model/edge.ts';
import type { BatchReceipt, EdgeBatch } from '../../../model/edge-batch.ts';
import { checkBatch } from '../../check-batch.ts';
import type { EdgeRow } from '../../column-builder.ts';
import { countHolders } from '../../count-holders.ts';
import { digestEdges } from '../../digest-edges.ts';
import { rowsOf, toColumns } from '../../edge-rows.ts';
import type { EdgeStore, SnapshotChoice } from '../../edge-store.ts';
import { checkFence } from '../../fencing.ts';
import { readForgotten, rememberForgotten } from '../../forgotten.ts';
import { gatherColumns } from '../../gather-columns.ts';
import { INTERACTION_LAYERS } from '../../known-layers.ts';
import { openSnapshot } from '../../open-snapshot.ts';
import { EVERY_TIME } from '../../pick-rows.ts';
import { livePins, pin, unpin } from '../../pins.ts';
import { put, scan } from '../../record.ts';
import { keyOf } from '../../record-key.ts';
import { runStep } from '../../run-step.ts';
import { createMemoryGraph, type MemoryEdge, type MemoryGraph } from './memory-graph.ts';
import { countRows, createMemoryReader } from './memory-reader.ts';
import type { MemoryRecords } from './records.ts';

const BATCH_ROWS = 65_536;
const MAX_BATCH_ROWS = 1_048_576;

type Ledger = Map<string, BatchReceipt>;

/** Edges in maps of words, the plainest way that can be right: it is what the other drivers are compared with. */
export function createMemoryEdges(records: MemoryRecords, now: () => number): EdgeStore {
  const graph = createMemoryGraph();
  const ledger: Ledger = new Map();
  const run = records.answer;
  const select = (choice: SnapshotChoice = {}): Generator<MemoryEdge> =>
    graph.select(choice.seq ?? ledger.size, choice.window ?? EVERY_TIME);
  const reader = (choice: SnapshotChoice = {}) => createMemoryReader(() => select(choice), choice.seq);
  const snapshot = (choice: SnapshotChoice = {}) => batchesOf(select(choice), choice.seq ?? ledger.size);
  return {
    batchRows: BATCH_ROWS,
    maxBatchRows: MAX_BATCH_ROWS,
    appendBatch: async (batch) => {
      checkBatch(batch, MAX_BATCH_ROWS);
      return records.write(() => append(records, graph, ledger, batch, now()));
    },
    watermarks: async () => runStep(scan('watermark'), run).map(({ body }) => body),
    latestSeq: async () => ledger.size,
    pinSnapshot: async (holder, untilMs, fence) =>
      records.write(() => runStep(pin(holder, ledger.size, untilMs, fence), run)),
    unpinSnapshot: async (holder) => records.write(() => runStep(unpin(holder), run)),
    snapshot,
    openSnapshot: async (choice) => openSnapshot(reader(choice)),
    neighbourhood: (query) => openSnapshot(reader(query)).neighbourhood(query),
    populations: (layer, entities, choice) => countHolders(reader(choice), layer, entities),
    counts: async (choice) => countRows(select(choice)),
    digest: async (choice) => digestEdges(await gatherColumns(snapshot(choice))),
    expire: async (beforeMs) =>
      records.write(() => {
        const waitsFor = runStep(livePins(now()), run).map(({ holder }) => holder);
        return { waitsFor, removed: waitsFor.length > 0 ? 0 : graph.keep((row) => !(row.at < beforeMs)) };
      }),
    forgetAccount: async (id, interactionLayers = INTERACTION_LAYERS) =>
      records.write(() => {
        runStep(rememberForgotten(id, now()), run);
        return graph.keep((row) => row.account !== id && !(row.entity === id && interactionLayers.includes(row.layer)));
      }),
  };
}

function append(
  { answer }: MemoryRecords,
  graph: MemoryGraph,
  ledger: Ledger,
  batch: EdgeBatch,
  at: number,
): BatchReceipt {
  if (batch.fence !== undefined) runStep(checkFence(batch.fence), answer);
  const before = ledger.get(batch.batchKey);
  if (before !== undefined) return { ...before, repeated: true };
  const forgotten = runStep(readForgotten(), answer);
  const isErased = ({ account, layer, entity }: EdgeRow): boolean =>
    forgotten.size > 0 && (forgotten.has(account) || (INTERACTION_LAYERS.includes(layer) && forgotten.has(entity)));
  const seq = ledger.size + 1;
  const counts = { added: 0, raised: 0, duplicate: 0, forgotten: 0 };
  // Heaviest first, so that of rows with one key in a batch only one has a say.
  for (const row of [...rowsOf(batch.columns)].sort((a, b) => b.weight - a.weight)) {
    counts[isErased(row) ? 'forgotten' : graph.put(row, seq)]++;
  }
  const { added, raised, duplicate: duplicates } = counts;
  const runId = batch.fence?.runId ?? null;
  const receipt = { seq, added, raised, duplicates, forgotten: counts.forgotten, runId, repeated: false };
  ledger.set(batch.batchKey, receipt);
  if (batch.cursor !== undefined) {
    const watermark = { source: batch.source, cursor: batch.cursor, seq, at };
    runStep(put('watermark', keyOf(batch.source), watermark), answer);
  }
  return receipt;
}

/** One row for each weight that an edge had up to `seq`. */
async function* batchesOf(edges: Iterable<MemoryEdge>, seq: number): AsyncGenerator<EdgeColumns> {
  let rows: EdgeRow[] = [];
  for (const { row, versions } of edges) {
    for (const version of versions) if (version.seq <= seq) rows.push({ ...row, weight: version.weight });
    if (rows.length < BATCH_ROWS) continue;
    yield toColumns(rows);
    rows = [];
  }
  if (rows.length > 0) yield toColumns(rows);
}
