import type { StoredCluster } from '../model/case.ts';
import { LockstepError } from '../model/errors.ts';
import type { CaseStore } from '../store/case-store.ts';
import { findEmittedRun, findLastSweep } from './find-stored-run.ts';

type Cases = Pick<CaseStore, 'getRun' | 'runIdsFrom' | 'listRuns' | 'clustersOf' | 'getCluster' | 'clusterIdsFrom'>;

/**
 * CLUSTER on the command line, in the run of that name: its id, the only id that begins so, or its rank. Without a run the rank
 * is one of the last emitted sweep, and an id is looked for in all runs, where the latest one that has it counts. A short number
 * is a rank and nothing else: a rank that is not there must not become a decision on a cluster whose id happens to begin so.
 */
export async function findStoredCluster(cases: Cases, name: string, runName?: string): Promise<StoredCluster> {
  const found = await (runName === undefined ? seekAnywhere(cases, name) : seekInRun(cases, name, runName));
  if (found !== null) return found;
  const place = runName === undefined ? 'the last sweep' : `run ${runName}`;
  if (isRank(name)) {
    throw new LockstepError(
      'input-missing',
      `There is no rank ${name} in ${place}: "lockstep clusters list" has those there are, and an id is told from a rank by its first seven characters.`,
    );
  }
  throw new LockstepError(
    'input-missing',
    `There is no cluster ${name} in ${runName === undefined ? 'the store' : `run ${runName}`}: give its rank, or the beginning of an id that "lockstep clusters" lists.`,
  );
}

/** The same, `null` when there is none. */
export async function seekAnywhere(cases: Cases, name: string): Promise<StoredCluster | null> {
  if (name === '') return null;
  const exact = await cases.getCluster(name);
  if (exact !== null) return exact;
  if (isRank(name)) {
    const sweep = await findLastSweep(cases);
    return sweep === null ? null : await clusterOfRank(cases, sweep.id, name);
  }
  const [id, other] = await cases.clusterIdsFrom(name, 2);
  if (other !== undefined) throw sayAmbiguous(name, id, other);
  return id === undefined ? null : await cases.getCluster(id);
}

async function seekInRun(cases: Cases, name: string, runName: string): Promise<StoredCluster | null> {
  const run = await findEmittedRun(cases, runName);
  if (isRank(name)) return await clusterOfRank(cases, run.id, name);
  const all = name === '' ? [] : await cases.clustersOf(run.id);
  const exact = all.find(({ cluster }) => cluster.cluster_id === name);
  const [found, other] = all.filter(({ cluster }) => cluster.cluster_id.startsWith(name));
  if (exact === undefined && other !== undefined) {
    throw sayAmbiguous(name, found?.cluster.cluster_id, other.cluster.cluster_id);
  }
  return exact ?? found ?? null;
}

/** No beginning of an id is as short as the number of a rank. */
export function isRank(name: string): boolean {
  return /^\d{1,6}$/.test(name);
}

async function clusterOfRank(cases: Cases, runId: string, name: string): Promise<StoredCluster | null> {
  const rank = Number(name);
  const [found] = await cases.clustersOf(runId, { afterRank: rank - 1, limit: 1 });
  return found?.cluster.rank === rank ? found : null;
}

function sayAmbiguous(name: string, id: string | undefined, other: string): LockstepError {
  return new LockstepError(
    'usage',
    `${name} begins the ids of several clusters, ${id} and ${other}: write more of it.`,
  );
}
