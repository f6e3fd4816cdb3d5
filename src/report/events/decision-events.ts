import type { Decision, NewDecision } from '../../model/case.ts';
import type { NewEvent } from '../../model/outbox.ts';
import type { Hash } from '../../model/ports.ts';
import { MOST_MEMBERS } from './cluster-data.ts';
import { makeEvent } from './make-event.ts';

/** For the transaction that records the decision: `note.events` of `recordDecision`. Once a decision. */
export function decisionRecorded(decision: NewDecision, lineageId: string, hash: Hash): NewEvent {
  const data = decisionFacts(decision, lineageId);
  return makeEvent({ type: 'lockstep.decision.recorded.v1', subject: lineageId, key: [decision.id], data }, hash);
}

/** The same for a decision that takes back `reversed`, which enforcement may have acted on. Goes beside `decisionRecorded`. */
export function decisionReversed(decision: NewDecision, reversed: Decision, hash: Hash): NewEvent {
  const { id, clusterId, lineageId, verdict, action, at } = reversed;
  const reverses = {
    decision_id: id,
    cluster_id: clusterId,
    verdict,
    action,
    decided_at: new Date(at).toISOString(),
  };
  const data = { ...decisionFacts(decision, lineageId), reverses };
  return makeEvent({ type: 'lockstep.decision.reversed.v1', subject: lineageId, key: [decision.id, id], data }, hash);
}

function decisionFacts(decision: NewDecision, lineageId: string) {
  const { id, clusterId, verdict, action, reason, policy, reviewer, reportId, accounts } = decision;
  const isTooLong = accounts !== null && accounts.length > MOST_MEMBERS;
  return {
    decision_id: id,
    cluster_id: clusterId,
    lineage_id: lineageId,
    verdict,
    action,
    reason,
    policy,
    reviewer,
    report_id: reportId,
    covers: accounts === null ? ('all' as const) : ('some' as const),
    accounts: accounts === null || isTooLong ? null : [...accounts],
    accounts_total: accounts?.length ?? null,
    accounts_at: isTooLong ? `lockstep clusters show ${clusterId} --json` : null,
  };
}
