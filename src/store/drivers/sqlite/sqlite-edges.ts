import type { TimeWindow } from '../../../model/edge.ts';
import { LockstepError } from '../../../model/errors.ts';
import { checkBatch } from '../../check-batch.ts';
import { countHolders } from '../../count-holders.ts';
import { digestEdges } from '../../digest-edges.ts';
import type { EdgeStore, SnapshotChoice } from '../../edge-store.ts';
import { rememberForgotten } from '../../forgotten.ts';
import { gatherColumns } from '../../gather-columns.ts';
import { INTERACTION_LAYERS } from '../../known-layers.ts';
import { openSnapshot } from '../../open-snapshot.ts';
import { EVERY_TIME } from '../../pick-rows.ts';
import { livePins, pin, unpin } from '../../pins.ts';
import { type RecordAnswer, type RecordRequest, scan } from '../../record.ts';
import { runStep } from '../../run-step.ts';
import { appendBatch, latestSeq } from './append-batch.ts';
import { countEdges } from './count-edges.ts';
import type { Database } from './database.ts';
import { createEdgeMemory } from './edge-memory.ts';
import { expireEdges, forgetAccount } from './erase-edges.ts';
import { readSnapshot } from './read-snapshot.ts';
import { createSnapshotReader } from './snapshot-reader.ts';

const BATCH_ROWS = 65_536;
/** A block's largest column must stay well under SQLite's 1 GB, and a batch in memory under some 200 MB. */
const MAX_BATCH_ROWS = 1_048_576;

export function createSqliteEdges(
  db: Database,
  answer: (request: RecordRequest) => RecordAnswer,
  now: () => number,
): EdgeStore {
  const memory = createEdgeMemory(db);
  const tools = { db, memory, answer, now, interactionLayers: new Set(INTERACTION_LAYERS) };
  const place = (choice: SnapshotChoice = {}): { readonly seq: number; readonly window: TimeWindow } => ({
    seq: choice.seq ?? latestSeq(db),
    window: choice.window ?? EVERY_TIME,
  });
  const snapshot = (choice?: SnapshotChoice) => {
    const { seq, window } = place(choice);
    return readSnapshot(db, seq, window);
  };
  const reader = (choice?: SnapshotChoice) => {
    const { seq, window } = place(choice);
    return createSnapshotReader(db, seq, window);
  };
  return {
    batchRows: BATCH_ROWS,
    maxBatchRows: MAX_BATCH_ROWS,
    appendBatch: async (batch) => {
      checkBatch(batch, MAX_BATCH_ROWS);
      return appendBatch(tools, batch);
    },
    watermarks: async () => runStep(scan('watermark'), answer).map(({ body }) => body),
    latestSeq: async () => latestSeq(db),
    pinSnapshot: async (holder, untilMs, fence) =>
      db.write(() => runStep(pin(holder, latestSeq(db), untilMs, fence), answer)),
    unpinSnapshot: async (holder) => db.write(() => runStep(unpin(holder), answer)),
    snapshot,
    openSnapshot: async (choice) => openSnapshot(reader(choice)),
    neighbourhood: (query) => openSnapshot(reader(query)).neighbourhood(query),
    populations: async (layer, entities, choice) => countHolders(reader(choice), layer, entities),
    counts: async (choice) => {
      const { seq, window } = place(choice);
      return countEdges(db, seq, window);
    },
    digest: async (choice) => digestEdges(await gatherColumns(snapshot(choice))),
    expire: async (beforeMs) => {
      const receipt = db.write(() => {
        const waitsFor = runStep(livePins(now()), answer).map(({ holder }) => holder);
        return { waitsFor, removed: waitsFor.length > 0 ? 0 : expireEdges(db, beforeMs) };
      });
      db.checkpoint();
      return receipt;
    },
    forgetAccount: async (id, interactionLayers = INTERACTION_LAYERS) => {
      const removed = db.write(() => {
        runStep(rememberForgotten(id, now()), answer);
        return forgetAccount(db, memory, id, interactionLayers);
      });
      if (!db.checkpoint()) {
        throw new LockstepError(
          'conflict',
          'The account is erased, but another process still reads the log of the store, which holds it: forget it again when that process is done.',
        );
      }
      return removed;
    },
  };
}
