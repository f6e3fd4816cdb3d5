/** Parts of worlds, with the figures of the whole that a store tells of them. */
import { askWhole } from '../../src/detect/ask-whole.ts';
import { detect } from '../../src/detect/pipeline.ts';
import type { EdgeColumns } from '../../src/model/edge.ts';
import type { Findings } from '../../src/model/findings.ts';
import type { LayerChoice } from '../../src/model/layer.ts';
import { inTurn } from '../../src/model/ports.ts';
import type { DetectOptions } from '../../src/model/run.ts';
import type { Universe } from '../../src/model/universe.ts';
import type { OpenSnapshot } from '../../src/store/edge-store.ts';
import { openStore } from '../../src/store/open-store.ts';
import { sliceColumns } from '../../src/store/slice-columns.ts';
import type { Store } from '../../src/store/store.ts';
import { hash } from './small-world.ts';

export const EVERY_TIME = { from: null, to: null };

const OPTIONS: DetectOptions = {
  version: 'test',
  seed: 1,
  window: EVERY_TIME,
  layers: new Map(),
  prior: { allowlist: [], previous: [] },
  privacy: { ids: 'raw', key_version: null, note: '' },
  figures: 0,
};

export async function storeOf(columns: EdgeColumns, url = 'memory:'): Promise<Store> {
  const store = await openStore(url);
  for (let from = 0; from < columns.length; from += store.edges.batchRows) {
    const part = sliceColumns(columns, from, Math.min(columns.length, from + store.edges.batchRows));
    await store.edges.appendBatch({ batchKey: `from ${from}`, source: 'test', columns: part });
  }
  return store;
}

export async function universeOf(
  snapshot: OpenSnapshot,
  columns: EdgeColumns,
  { layers = new Map(), mostHolders = 1_000, sampled = 10_000 } = {} as {
    readonly layers?: ReadonlyMap<string, LayerChoice>;
    readonly mostHolders?: number;
    readonly sampled?: number;
  },
): Promise<Universe> {
  const questions = askWhole(columns, EVERY_TIME, layers);
  const figures = await snapshot.universe({ layers: questions, mostHolders, sampled });
  return { ...figures, mostHolders, limits: [] };
}

export function judge(columns: EdgeColumns, options: Partial<DetectOptions> = {}): Promise<Findings> {
  return detect(columns, { ...OPTIONS, ...options }, { hash, parallel: inTurn, progress: () => undefined });
}
