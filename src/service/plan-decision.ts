import type { Action, Decision, NewDecision, StoredCluster, Verdict } from '../model/case.ts';
import { LockstepError } from '../model/errors.ts';
import { decisionRecorded, decisionReversed } from '../report/events/decision-events.ts';
import type { CaseStore, DecisionNote } from '../store/case-store.ts';
import { sha256 } from './hash.ts';
import { refuseAllowed, refuseBystanders, refuseStrangers } from './refuse-accounts.ts';

export type DecisionRequest = Omit<NewDecision, 'clusterId' | 'action'> & {
  /** `null` = none is asked for. */
  readonly action: Action | null;
  /** For a dismissal: until when, ms since 1970; `null` = as long as is usual. */
  readonly until: number | null;
  /** The version that the reviewer saw; `null` = the one that is there now. */
  readonly expectedVersion: number | null;
};

export type DecisionPlan = {
  readonly decision: NewDecision;
  readonly note: DecisionNote;
  /** Accounts that it covers. */
  readonly covered: number;
  /** Until when the lineage stays quiet, ms since 1970; `null` = it does not. */
  readonly dismissUntil: number | null;
  /** Decisions with an action that it takes back. */
  readonly reverses: readonly Decision[];
};

/** Actions that an account feels. */
const ACTING: readonly Action[] = ['takedown', 'restrict', 'label'];

/** Verdicts that say nobody has done anything: they put the lineage aside and take back what was asked for. */
const DISMISSING: readonly Verdict[] = ['false_positive', 'benign_coordination'];

/** What goes together: nobody is acted on by a verdict that does not say that they have done something. */
const ACTIONS_OF: { readonly [verdict in Verdict]: readonly Action[] } = {
  confirmed_coordinated: ['takedown', 'restrict', 'label', 'monitor', 'none'],
  escalated: ['takedown', 'restrict', 'label', 'monitor', 'none'],
  suspicious_keep_watching: ['restrict', 'label', 'monitor', 'none'],
  needs_more_data: ['monitor', 'none'],
  false_positive: ['monitor', 'none'],
  benign_coordination: ['monitor', 'none'],
};

type Cases = Pick<CaseStore, 'decisionsOn' | 'dismissals' | 'allowances'>;

/** Checks a decision on a cluster and makes what `recordDecision` takes. Writes nothing. */
export async function planDecision(
  cases: Cases,
  { cluster }: StoredCluster,
  request: DecisionRequest,
  clock: { readonly now: number; readonly dismissForMs: number },
): Promise<DecisionPlan> {
  const { until, expectedVersion, action: asked, ...given } = request;
  const action = asked ?? 'none';
  checkWords(request, action, clock.now);
  const decision: NewDecision = { ...given, action, clusterId: cluster.cluster_id };
  if (given.accounts !== null) refuseStrangers(given.accounts, cluster);
  const acted = given.accounts ?? idsOf(cluster, action);
  if (ACTING.includes(action)) {
    refuseBystanders(acted, cluster, action);
    refuseAllowed(acted, await cases.allowances(), clock.now, action);
  }
  const decisions = await cases.decisionsOn(cluster.lineage_id);
  const isDismissing = DISMISSING.includes(given.verdict);
  const reverses = isDismissing ? actionsStanding(decisions) : [];
  const dismissUntil = isDismissing ? (until ?? clock.now + clock.dismissForMs) : null;
  const isAside = (await cases.dismissals(clock.now)).some(({ lineageId }) => lineageId === cluster.lineage_id);
  return {
    decision,
    covered: acted.length,
    dismissUntil,
    reverses,
    note: {
      // Without a version from the reviewer, the one that was read here: what was checked is what is written on.
      expectedVersion: expectedVersion ?? decisions.at(-1)?.version ?? 0,
      // A verdict that dismisses nothing ends an earlier dismissal.
      ...(dismissUntil !== null ? { dismissUntil } : isAside ? { dismissUntil: clock.now } : {}),
      events: [
        decisionRecorded(decision, cluster.lineage_id, sha256),
        ...reverses.map((reversed) => decisionReversed(decision, reversed, sha256)),
      ],
    },
  };
}

function checkWords({ verdict, reason, until }: DecisionRequest, action: Action, now: number): void {
  if (reason.trim() === '') throw new LockstepError('usage', '--reason is empty: say in a sentence why you decide so.');
  if (!ACTIONS_OF[verdict].includes(action)) {
    throw new LockstepError(
      'usage',
      `The verdict ${verdict} goes with ${ACTIONS_OF[verdict].join(', ')}, not with ${action}: choose the action or the verdict anew.`,
    );
  }
  if (until === null) return;
  if (!DISMISSING.includes(verdict)) {
    throw new LockstepError('usage', `--until says how long a cluster is dismissed, which ${verdict} does not do.`);
  }
  if (until <= now) throw new LockstepError('usage', '--until lies in the past: the cluster would not be dismissed.');
}

/** Without a list a decision covers all members, and one that acts all but the bystanders. */
function idsOf({ members }: StoredCluster['cluster'], action: Action): readonly string[] {
  const covered = ACTING.includes(action) ? members.filter(({ tier }) => tier !== 'bystander') : members;
  return covered.map(({ account_id }) => account_id);
}

/** Actions asked for since the last verdict that took them back. */
function actionsStanding(decisions: readonly Decision[]): readonly Decision[] {
  const last = decisions.findLastIndex(({ verdict }) => DISMISSING.includes(verdict));
  return decisions.slice(last + 1).filter(({ action }) => ACTING.includes(action));
}
