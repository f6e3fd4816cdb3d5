import type { Alias } from '../../src/model/case.ts';
import { LockstepError } from '../../src/model/errors.ts';
import type { RunPorts } from '../job-ports.ts';
import { createRunSteps } from '../run-steps.ts';
import { createAliasKeeper } from './alias-keeper.ts';

/** What all steps of one ingest share. */
export type IngestTools = {
  readonly ports: RunPorts;
  /** Cursors by the names of their watermarks, as they were when this life of the run began. */
  readonly cursors: ReadonlyMap<string, string>;
  /** Watermarks whose figures have been counted: what is named twice is read once. */
  readonly counted: Set<string>;
  readonly keepAliases: (aliases: readonly Alias[]) => Promise<void>;
  /** Bytes of what is to be read, 0 when not known, and of what was. */
  readonly progress: { total: number; done: number };
};

/** Begins the run, or goes on with what an earlier life of it began. */
export async function beginIngest(ports: RunPorts): Promise<IngestTools> {
  const { store } = ports;
  await createRunSteps(ports).reach('loading');
  const watermarks = await store.edges.watermarks();
  return {
    ports,
    cursors: new Map(watermarks.map(({ source, cursor }) => [source, cursor])),
    counted: new Set(),
    keepAliases: createAliasKeeper(store.cases),
    progress: { total: 0, done: 0 },
  };
}

export type Attempt<T> = { readonly value: T } | { readonly failure: LockstepError };

/**
 * What asking a source for something comes to. What it fails by is kept, so that others are read all the same; a stop that was
 * asked for and an error that is none of the source's are thrown.
 */
export async function attempt<T>(signal: AbortSignal, work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof LockstepError && error.code !== 'internal') return { failure: error };
    throw error;
  }
}
