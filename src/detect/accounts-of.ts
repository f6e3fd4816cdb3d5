import type { Layer } from '../model/layer.ts';

/** Accounts of the whole. */
export function accountsOf({ accountCount, beyond }: Layer): number {
  return beyond === null ? accountCount : Math.max(accountCount, beyond.accounts);
}
