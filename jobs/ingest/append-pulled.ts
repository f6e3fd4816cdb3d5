import type { EdgeColumns } from '../../src/model/edge.ts';
import { tableOf } from '../../src/model/string-table.ts';
import type { PulledEdges } from '../../src/source/list-aliases.ts';
import { digestBatch } from '../../src/source/pull/batch-digest.ts';
import { type Figures, figuresOf } from './figures.ts';
import type { IngestTools } from './ingest-tools.ts';

const NOTHING = tableOf([]);
const NO_NAME = tableOf(['']);
const NO_EDGES: EdgeColumns = {
  length: 0,
  account: new Uint32Array(0),
  layer: new Uint16Array(0),
  entity: new Uint32Array(0),
  at: new Float64Array(0),
  event: null,
  source: null,
  weight: null,
  accounts: NOTHING,
  layers: NOTHING,
  entities: NOTHING,
  events: NO_NAME,
  sources: NO_NAME,
};

/**
 * Takes a batch into the store, its aliases first. `mark` is the name of its watermark, `place` where the batch begins there;
 * `cursorOf` makes of the batch's key the cursor that goes in with it. Until the store has it nothing more is read.
 */
export async function appendPulled(
  { ports, keepAliases }: IngestTools,
  { columns, aliases }: PulledEdges,
  mark: string,
  place: string | number,
  cursorOf: (batchKey: string) => string | null = () => null,
): Promise<Figures> {
  const { store, fence, signal } = ports;
  signal.throwIfAborted();
  await keepAliases(aliases);
  const batchKey = digestBatch([mark, place], columns);
  const cursor = cursorOf(batchKey);
  const batch = { batchKey, source: mark, columns, fence };
  const receipt = await store.edges.appendBatch(cursor === null ? batch : { ...batch, cursor });
  return figuresOf(receipt, columns.length, fence.runId);
}

/** What came of a batch that is in the store: asked for once more it changes nothing and tells. */
export async function recallFigures({ ports }: IngestTools, mark: string, batchKey: string): Promise<Figures> {
  const { store, fence } = ports;
  const receipt = await store.edges.appendBatch({ batchKey, source: mark, columns: NO_EDGES, fence });
  return figuresOf(receipt, 0, fence.runId);
}

/**
 * Moves a watermark, for which a batch without edges is made: one with edges may be known already, and then moves none. The cursor
 * names the run, so that no other run has made this one.
 */
export async function moveWatermark({ ports }: IngestTools, mark: string, cursor: string): Promise<void> {
  const { store, fence, signal } = ports;
  signal.throwIfAborted();
  const batchKey = digestBatch([mark, 'watermark', cursor], NO_EDGES);
  await store.edges.appendBatch({ batchKey, source: mark, columns: NO_EDGES, cursor, fence });
}
