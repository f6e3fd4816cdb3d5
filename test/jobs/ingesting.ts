import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { IngestRequest } from '../../jobs/ingest/ingest-params.ts';
import { ingestJob } from '../../jobs/ingest.ts';
import type { RunPorts } from '../../jobs/job-ports.ts';
import { type Config, loadConfig } from '../../src/config/load-config.ts';
import type { ProgressEvent } from '../../src/model/progress.ts';
import type { Reject } from '../../src/model/reject.ts';
import type { IngestResult } from '../../src/model/run-result.ts';
import type { StoredRun } from '../../src/model/stored-run.ts';
import { sha256 } from '../../src/service/hash.ts';
import type { Store } from '../../src/store/store.ts';
import { createChooser } from '../conformance/random.ts';

export const KEY = 'ab'.repeat(32);

/** A config from YAML, kept in `folder`, with a key for pseudonyms unless `env` says otherwise. */
export function configOf(
  folder: string,
  yaml: string,
  env: Record<string, string> = { LOCKSTEP_PSEUDONYM_KEY: KEY },
): Config {
  const configFile = join(folder, 'lockstep.yaml');
  writeFileSync(configFile, yaml);
  return loadConfig({ configFile }, env);
}

export type Ingesting = {
  readonly run: StoredRun;
  readonly result: IngestResult;
  readonly rejects: readonly Reject[];
  readonly progress: readonly ProgressEvent[];
};

type Choice = {
  readonly id?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: ProgressEvent) => void;
};

let runs = 0;

/** Asks for an ingest, or goes on with the run `id`, and works on it here to its end. */
export async function ingest(
  store: Store,
  config: Config,
  sources: IngestRequest['sources'],
  { id = `ingest-${++runs}`, signal = new AbortController().signal, onProgress }: Choice = {},
): Promise<Ingesting> {
  await store.cases.createRun({ id, kind: 'ingest', params: JSON.parse(JSON.stringify({ sources })) });
  const run = await store.cases.claimRun(id);
  if (run === null) throw new Error(`run ${id} is finished`);
  const rejects: Reject[] = [];
  const progress: ProgressEvent[] = [];
  const ports: Omit<RunPorts, 'runner'> = {
    store,
    config,
    hash: sha256,
    now: () => 1_800_000_000_000,
    signal,
    run,
    fence: { runId: id, epoch: run.epoch },
    progress: (event) => {
      progress.push(event);
      onProgress?.(event);
    },
    reject: (reject) => rejects.push(reject),
    rejectsFile: '/rejects.ndjson',
  };
  // An ingest detects nothing.
  await ingestJob.performStored(run.params, ports as RunPorts);
  const emitted = await store.cases.getRun(id);
  if (emitted === null) throw new Error(`run ${id} has gone`);
  return { run: emitted, result: emitted.result as unknown as IngestResult, rejects, progress };
}

/** A store whose `appendBatch` fails once it has been called `calls` times, before or after the batch is in. */
export function breakAfter(store: Store, calls: number, isIn: boolean): Store {
  let left = calls;
  return {
    ...store,
    edges: {
      ...store.edges,
      appendBatch: async (batch) => {
        if (left-- > 0) return await store.edges.appendBatch(batch);
        if (isIn) await store.edges.appendBatch(batch);
        throw new Error('the power is gone');
      },
    },
  };
}

/** The same store with small batches, so that little input makes many. Others in this process get their turn before each. */
export function withBatches(store: Store, batchRows: number): Store {
  const { appendBatch } = store.edges;
  return {
    ...store,
    edges: {
      ...store.edges,
      batchRows,
      appendBatch: async (batch) => {
        await nextTurn();
        return await appendBatch(batch);
      },
    },
  };
}

export const HEADER = 'account,layer,entity,at,event,weight\n';

/** Rows of CSV, some of them twice and some with another weight; the first of a longer list are those of a shorter one. */
export function makeRows(count: number, seed = 1): readonly string[] {
  const random = createChooser(seed);
  return Array.from({ length: count }, () => {
    const layer = random.one(['device', 'ip', 'link', 'follow']);
    const number = random.below(700);
    const entity = layer === 'ip' ? `10.0.${number >> 8}.${number & 255}` : `${layer}-${number}`;
    const at = random.chance(0.1) ? '' : String(1_700_000_000 + random.below(9));
    const event = random.chance(0.3) ? `event-${random.below(5)}` : '';
    return `user-${random.below(20)},${layer},${entity},${at},${event},${random.one(['', '1', '2.5', '7'])}\n`;
  });
}
