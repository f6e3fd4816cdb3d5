import type { Allowance } from '../model/case.ts';
import { LockstepError } from '../model/errors.ts';
import type { CaseStore } from '../store/case-store.ts';

/** The allowance of this key, or of the only key that begins so. */
export async function findAllowance(cases: Pick<CaseStore, 'allowances'>, name: string): Promise<Allowance> {
  const found = name === '' ? [] : (await cases.allowances()).filter(({ key }) => key.startsWith(name));
  const [allowance, other] = found;
  if (allowance === undefined) {
    throw new LockstepError('input-missing', `No allowance has the key ${name}: "lockstep allow list" shows them.`);
  }
  if (other !== undefined) {
    throw new LockstepError('usage', `${name} begins the keys of ${found.length} allowances: write more of it.`);
  }
  return allowance;
}
