import type { Action, Allowance } from '../model/case.ts';
import { LockstepError } from '../model/errors.ts';
import type { ReportCluster } from '../model/report.ts';

/** Ids that a sentence names; the rest is counted. */
const NAMED = 5;

/** Throws `usage` when an account is not in the cluster. */
export function refuseStrangers(accounts: readonly string[], { cluster_id, members }: ReportCluster): void {
  const known = new Set(members.map(({ account_id }) => account_id));
  const strangers = accounts.filter((id) => !known.has(id));
  if (strangers.length === 0) return;
  throw new LockstepError(
    'usage',
    `${sayAccounts(strangers)} not in cluster ${cluster_id}: a decision covers members only.`,
  );
}

/** Throws `refused` when an account is a bystander: it shares little with the others, and is not to be acted on. */
export function refuseBystanders(accounts: readonly string[], { members }: ReportCluster, action: Action): void {
  const tierOf = new Map(members.map(({ account_id, tier }) => [account_id, tier]));
  const bystanders = accounts.filter((id) => tierOf.get(id) === 'bystander');
  if (bystanders.length > 0) {
    throw new LockstepError(
      'refused',
      `${sayAccounts(bystanders)} only ${bystanders.length === 1 ? 'a bystander' : 'bystanders'} of the cluster, which no ${action} names: take them out of the list.`,
    );
  }
  if (accounts.length === 0) {
    throw new LockstepError(
      'refused',
      `The cluster has only bystanders, which no ${action} names: choose another action.`,
    );
  }
}

/** Throws `refused` when an account is on the allowlist at `now`. */
export function refuseAllowed(
  accounts: readonly string[],
  allowances: readonly Allowance[],
  now: number,
  action: Action,
): void {
  const allowed = new Set(
    allowances
      .filter(({ kind, until }) => kind === 'account' && (until === null || Date.parse(until) > now))
      .map(({ id }) => id),
  );
  const known = accounts.filter((id) => allowed.has(id));
  if (known.length === 0) return;
  throw new LockstepError(
    'refused',
    `${sayAccounts(known)} on the allowlist, which no ${action} may touch: name the others with --accounts-file, or end the allowance first.`,
  );
}

function sayAccounts(ids: readonly string[]): string {
  const named = ids.slice(0, NAMED).join(', ');
  const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : '';
  return ids.length === 1 ? `Account ${named} is` : `${ids.length} accounts (${named}${more}) are`;
}
