import { existsSync } from 'node:fs';
import type { Config } from '../config/load-config.ts';
import { LockstepError } from '../model/errors.ts';
import type { ReportCluster } from '../model/report.ts';
import type { StoredRun } from '../model/stored-run.ts';
import { storeFileOf } from '../store/store-file.ts';
import { parseStoreUrl } from '../store/store-url.ts';
import { findStoredCluster, seekAnywhere } from './find-stored-cluster.ts';
import { findEmittedRun, findLastSweep, findStoredRun, seekStoredRun } from './find-stored-run.ts';
import { openConfiguredStore } from './open-configured-store.ts';
import { findRun, latestRun, runsFolder } from './read-run.ts';
import { findFolderOf } from './run-folder.ts';
import type { StoreConfig } from './store-options.ts';

/**
 * What a name on the command line leads to: the folder of a run, or, where that is on no disk of this machine, what the store
 * keeps of the run. `clusterId`: only this cluster was meant.
 */
export type Found =
  | { readonly at: 'folder'; readonly folder: string; readonly clusterId: string | null }
  | {
      readonly at: 'store';
      readonly run: StoredRun;
      readonly clusters: readonly ReportCluster[];
      readonly clusterId: string | null;
    };

type FoundConfig = StoreConfig & Pick<Config, 'data_dir'>;

/** RUN or CLUSTER: an output folder, the id of a run in the data folder or in the store, or a cluster in the store. */
export async function findFound(name: string, config: FoundConfig, runOfRank?: string): Promise<Found> {
  const folder = runOfRank === undefined ? folderNamed(name, config.data_dir) : null;
  if (folder !== null) return { at: 'folder', folder, clusterId: null };
  if (!hasStore(config.store_url)) throw sayNowhere(name, config);
  await using store = await openConfiguredStore(config, { mustExist: true });
  const { cases } = store;
  const run = runOfRank === undefined ? await seekStoredRun(cases, name) : null;
  if (run !== null) return await foundIn(cases, await findEmittedRun(cases, run.id), null);
  const stored = await (runOfRank === undefined
    ? seekAnywhere(cases, name)
    : findStoredCluster(cases, name, runOfRank));
  if (stored === null) throw sayNowhere(name, config);
  return await foundIn(cases, await findStoredRun(cases, stored.runId), stored.cluster.cluster_id);
}

/** The run of the data folder that was written last, else the last sweep of the store. */
export async function findLatest(config: FoundConfig): Promise<Found> {
  try {
    return { at: 'folder', folder: latestRun(config.data_dir), clusterId: null };
  } catch (error) {
    if (!(error instanceof LockstepError) || !hasStore(config.store_url)) throw error;
    await using store = await openConfiguredStore(config, { mustExist: true });
    const run = await findLastSweep(store.cases);
    if (run === null) throw error;
    return await foundIn(store.cases, run, null);
  }
}

type Clusters = Parameters<typeof findEmittedRun>[0] & Parameters<typeof findStoredCluster>[0];

async function foundIn(cases: Clusters, run: StoredRun, clusterId: string | null): Promise<Found> {
  const folder = findFolderOf(run);
  if (folder !== null) return { at: 'folder', folder, clusterId };
  const clusters = (await cases.clustersOf(run.id)).map(({ cluster }) => cluster);
  const meant = clusterId === null ? clusters : clusters.filter(({ cluster_id }) => cluster_id === clusterId);
  return { at: 'store', run, clusters: meant, clusterId };
}

/** `null` when the name is neither a folder nor the beginning of one in the data folder; the folder need not hold a run. */
function folderNamed(name: string, dataDir: string): string | null {
  if (existsSync(name)) return findRun(name, dataDir);
  try {
    return findRun(name, dataDir);
  } catch (error) {
    if (error instanceof LockstepError && error.code === 'input-missing') return null;
    throw error;
  }
}

/** A verb that only looks makes no store. */
function hasStore(url: string): boolean {
  const file = storeFileOf(url);
  return file === null ? parseStoreUrl(url).driver !== 'memory' : existsSync(file);
}

function sayNowhere(name: string, { data_dir }: FoundConfig): LockstepError {
  return new LockstepError(
    'input-missing',
    `There is no run ${name}: it is neither a folder nor the id of a run in ${runsFolder(data_dir)}, nor of a run or cluster in the store.`,
  );
}
