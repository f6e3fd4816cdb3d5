import { LockstepError } from '../../model/errors.ts';
import type { StoredRun } from '../../model/stored-run.ts';
import { get, type Step } from '../record.ts';
import { keyOf } from '../record-key.ts';

export function* findRun(id: string): Step<StoredRun> {
  const run = yield* get('run', keyOf(id));
  if (run === null) throw new LockstepError('conflict', `There is no run ${id}: list the runs to see which there are.`);
  return run;
}
