import { LockstepError } from '../../model/errors.ts';
import type { StoredRun } from '../../model/stored-run.ts';
import { get, type Step, scan } from '../record.ts';
import { beginningWith, keyOf } from '../record-key.ts';

export function* findRun(id: string): Step<StoredRun> {
  const run = yield* get('run', keyOf(id));
  if (run === null) throw new LockstepError('conflict', `There is no run ${id}: list the runs to see which there are.`);
  return run;
}

/** Ids of runs that begin with the text, in their order. */
export function* runIdsFrom(beginning: string, limit: number): Step<readonly string[]> {
  return (yield* scan('run', { ...beginningWith(beginning), limit })).map(({ body }) => body.id);
}
