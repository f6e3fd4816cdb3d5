import { LockstepError } from '../model/errors.ts';
import type { StoredRun } from '../model/stored-run.ts';
import type { CaseStore } from '../store/case-store.ts';

type Runs = Pick<CaseStore, 'getRun' | 'runIdsFrom' | 'listRuns'>;

/** The run of this id, or of the only id that begins so; `null` when there is none. */
export async function seekStoredRun(cases: Runs, name: string): Promise<StoredRun | null> {
  if (name === '') return null;
  const exact = await cases.getRun(name);
  if (exact !== null) return exact;
  const [id, other] = await cases.runIdsFrom(name, 2);
  if (other !== undefined) {
    throw new LockstepError('usage', `${name} begins the ids of several runs, ${id} and ${other}: write more of it.`);
  }
  return id === undefined ? null : await cases.getRun(id);
}

export async function findStoredRun(cases: Runs, name: string): Promise<StoredRun> {
  const run = await seekStoredRun(cases, name);
  if (run !== null) return run;
  throw new LockstepError(
    'input-missing',
    `There is no run ${name} in the store: "lockstep runs" lists which there are.`,
  );
}

/** The last emitted sweep, or the last one that was asked for before run number `before`. */
export async function findLastSweep(cases: Runs, before?: number): Promise<StoredRun | null> {
  const choice = { kind: 'sweep', state: 'emitted', limit: 1 } as const;
  const [run] = await cases.listRuns(before === undefined ? choice : { ...choice, before });
  return run ?? null;
}

/** The run of that name, without a name the last emitted sweep; it has clusters to show. */
export async function findEmittedRun(cases: Runs, name?: string): Promise<StoredRun> {
  const run = name === undefined ? await findLastSweep(cases) : await findStoredRun(cases, name);
  if (run === null) {
    throw new LockstepError(
      'insufficient-data',
      'No sweep has come to its end in this store yet: run "lockstep sweep", or name a run with --run.',
    );
  }
  if (run.kind !== 'sweep' && run.kind !== 'cluster') {
    throw new LockstepError('usage', `Run ${run.id} is of kind ${run.kind}, which finds no clusters: name a sweep.`);
  }
  if (run.state !== 'emitted') {
    throw new LockstepError('insufficient-data', `Run ${run.id} is ${run.state}: clusters show once a run is emitted.`);
  }
  return run;
}
