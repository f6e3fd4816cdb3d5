import type { TimeWindow } from '../../../model/edge.ts';
import type { EdgeCounts } from '../../../model/edge-batch.ts';
import { checkBatch } from '../../check-batch.ts';
import { compareWords } from '../../compare-words.ts';
import { countHolders } from '../../count-holders.ts';
import { digestEdges } from '../../digest-edges.ts';
import type { EdgeStore, SnapshotChoice } from '../../edge-store.ts';
import { gatherColumns } from '../../gather-columns.ts';
import { INTERACTION_LAYERS } from '../../known-layers.ts';
import { openSnapshot } from '../../open-snapshot.ts';
import { EVERY_TIME } from '../../pick-rows.ts';
import { pin, unpin } from '../../pins.ts';
import { scan } from '../../record.ts';
import { appendBatch } from './append-batch.ts';
import type { Connection } from './connection.ts';
import { expireEdges, forgetAccount } from './erase-edges.ts';
import { readSnapshot, readTypes, spanOf } from './read-snapshot.ts';
import { runRecords } from './records.ts';
import { typeNamed } from './relationship-types.ts';
import { createSnapshotReader } from './snapshot-reader.ts';

/** Measured: 2,000 relationships a transaction are written fastest; far larger ones strain a small server's heap. */
const BATCH_ROWS = 2_000;
const MAX_BATCH_ROWS = 20_000;

type Place = { readonly seq: number; readonly window: TimeWindow };

export function createNeo4jEdges(connection: Connection, now: () => number): EdgeStore {
  const latestSeq = async (): Promise<number> => {
    const [row] = await connection.read((tx) => tx.run('edges/latest-seq'));
    return row?.get('seq') as number;
  };
  const place = async (choice: SnapshotChoice = {}): Promise<Place> => ({
    seq: choice.seq ?? (await latestSeq()),
    window: choice.window ?? EVERY_TIME,
  });
  const snapshot = async function* (choice?: SnapshotChoice) {
    const { seq, window } = await place(choice);
    yield* readSnapshot(connection, seq, window);
  };
  const reader = async (choice?: SnapshotChoice) => {
    const { seq, window } = await place(choice);
    return createSnapshotReader(connection, seq, window);
  };
  return {
    batchRows: BATCH_ROWS,
    maxBatchRows: MAX_BATCH_ROWS,
    appendBatch: async (batch) => {
      checkBatch(batch, MAX_BATCH_ROWS);
      return await appendBatch(connection, batch, now);
    },
    watermarks: async () => (await connection.read((tx) => runRecords(tx, scan('watermark')))).map(({ body }) => body),
    latestSeq,
    pinSnapshot: (holder, untilMs, fence) =>
      connection.write((tx) => runRecords(tx, pin(holder, tx.seq, untilMs, fence))),
    unpinSnapshot: async (holder) => {
      await connection.write((tx) => runRecords(tx, unpin(holder)));
    },
    snapshot,
    openSnapshot: async (choice) => openSnapshot(await reader(choice)),
    neighbourhood: async (query) => await openSnapshot(await reader(query)).neighbourhood(query),
    populations: async (layer, entities, choice) => await countHolders(await reader(choice), layer, entities),
    counts: async (choice) => countEdges(connection, await place(choice)),
    digest: async (choice) => digestEdges(await gatherColumns(snapshot(choice))),
    expire: (beforeMs) => expireEdges(connection, beforeMs, now),
    forgetAccount: (id, interactionLayers = INTERACTION_LAYERS) =>
      forgetAccount(connection, id, interactionLayers, now),
  };
}

async function countEdges(connection: Connection, { seq, window }: Place): Promise<EdgeCounts> {
  const span = spanOf(seq, window);
  const layers: EdgeCounts['layers'][number][] = [];
  for (const type of await readTypes(connection)) {
    for (const row of await connection.read((tx) => tx.run('edges/count-edges', span, type))) {
      layers.push({
        layer: typeNamed(type)?.layer ?? (row.get('layer') as string),
        edges: row.get('edges') as number,
        accounts: row.get('accounts') as number,
        entities: row.get('entities') as number,
      });
    }
  }
  const [everyone] = await connection.read((tx) => tx.run('edges/count-accounts', span));
  const present = layers.filter(({ edges }) => edges > 0).sort((a, b) => compareWords(a.layer, b.layer));
  return {
    edges: present.reduce((sum, layer) => sum + layer.edges, 0),
    accounts: everyone?.get('accounts') as number,
    entities: present.reduce((sum, layer) => sum + layer.entities, 0),
    layers: present,
  };
}
