import type { Config } from '../config/load-config.ts';
import { LockstepError } from '../model/errors.ts';
import { KNOWN_LAYER_TYPES } from '../model/layer.ts';
import { sweepResultOf } from '../model/run-result.ts';
import { isFinished } from '../model/run-state.ts';
import type { StoredRun } from '../model/stored-run.ts';
import type { Store } from '../store/store.ts';
import { storeFileOf } from '../store/store-file.ts';
import { findNamingFiles, type NamingPlace } from './find-naming-files.ts';
import { isOutside, removePlaces } from './remove-places.ts';

export type ForgetRequest = {
  readonly id: string;
  /** Kept with the record; it must not name the account. */
  readonly reason: string;
  readonly actor: string;
  readonly isDry: boolean;
};

/** What was erased, or would be in a dry run. Names nobody. */
export type Erasure = {
  readonly edges: number;
  /** Records of runs, clusters, decisions, events. */
  readonly records: number;
  readonly removed: readonly NamingPlace[];
  /** Files of others in the data folder that hold the id. */
  readonly left: readonly string[];
  /** Runs and folders that were under way, and may name the account once more when they are done. */
  readonly at_work: readonly string[];
};

type ForgetConfig = Pick<Config, 'data_dir' | 'store_url' | 'layers'>;

/**
 * Erases one account everywhere and for good: from all that is stored, and with their whole folders from the files of runs. Each
 * step may be done twice, so that an erasure that was cut short is made whole by another.
 */
export async function forgetAccount(store: Store, config: ForgetConfig, request: ForgetRequest): Promise<Erasure> {
  const { id, reason, actor, isDry } = request;
  checkRequest(request);
  const runs = await store.cases.listRuns({ limit: Number.MAX_SAFE_INTEGER });
  const layers = interactionLayers(runs, config);
  const { cases, edges: edgeStore } = store;
  // Records before edges: from the first on nobody takes the account in again, and the last empties the log of an embedded store.
  const records = await (isDry ? cases.countNaming(id) : cases.forgetAccount(id, actor, reason));
  const edges = await (isDry ? countEdges(store, id, layers) : edgeStore.forgetAccount(id, layers));
  const { ours, foreign, atWork } = await findNamingFiles(config.data_dir, id, {
    elsewhere: runs.flatMap((run) => sweepResultOf(run)?.out ?? []).filter((out) => isOutside(out, config.data_dir)),
    keep: filesOfStore(config.store_url),
  });
  if (!isDry) {
    await removePlaces(ours, config.data_dir, { actor, reason });
    const detail = { places: ours.length, edges, reason };
    await cases.addAudit({ actor, action: 'account.files-removed', subject: 'data folder', detail });
  }
  const busy = runs.filter(({ state }) => state !== 'queued' && !isFinished(state)).map((run) => run.id);
  return { edges, records, removed: ours, left: foreign, at_work: [...busy, ...atWork] };
}

function checkRequest({ id, reason }: ForgetRequest): void {
  if (id === '') throw new LockstepError('usage', 'The id of the account is empty: name whom to forget.');
  if (reason.trim() === '') throw new LockstepError('usage', '--reason is empty: say in a sentence why.');
  if (reason.includes(id)) {
    throw new LockstepError(
      'usage',
      '--reason names the account, and the record of an erasure must not: leave it out.',
    );
  }
}

/** Layers whose entities are accounts: known by name, by the config, or by what a sweep has found of their data. */
export function interactionLayers(runs: readonly StoredRun[], { layers }: Pick<Config, 'layers'>): readonly string[] {
  const found = runs.flatMap((run) => sweepResultOf(run)?.layers ?? []);
  const named = [...KNOWN_LAYER_TYPES, ...[...layers].map(([name, { type }]) => [name, type] as const)];
  return [
    ...new Set([
      ...named.filter(([, type]) => type === 'interaction').map(([name]) => name),
      ...found.filter(({ type }) => type === 'interaction').map(({ name }) => name),
    ]),
  ];
}

/** Its own edges, and for each layer of interactions the accounts that are tied to it. */
async function countEdges({ edges }: Store, id: string, layers: readonly string[]): Promise<number> {
  const bounds = { accounts: 1, edges: Number.MAX_SAFE_INTEGER };
  const { columns } = await edges.neighbourhood({ seeds: [id], hops: 0, bounds });
  let count = columns.length;
  for (const layer of layers) count += (await edges.populations(layer, [id]))[0] ?? 0;
  return count;
}

/** An embedded store may lie in the data folder; it has been dealt with already. */
function filesOfStore(url: string): readonly string[] {
  const file = storeFileOf(url);
  return file === null ? [] : ['', '-wal', '-shm', '-journal'].map((end) => `${file}${end}`);
}
