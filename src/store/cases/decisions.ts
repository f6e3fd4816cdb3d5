import type { Decision, Dismissal, NewDecision } from '../../model/case.ts';
import { LockstepError } from '../../model/errors.ts';
import type { DecisionNote } from '../case-store.ts';
import { get, put, type Step, scan } from '../record.ts';
import { keyOf, under } from '../record-key.ts';
import { addAudit } from './audit.ts';
import { findCluster } from './clusters.ts';
import { addEvents } from './outbox.ts';

/** Decision, dismissal, audit row and events in one transaction. */
export function* recordDecision(asked: NewDecision, note: DecisionNote, now: number): Step<Decision> {
  const place = yield* get('decision-place', keyOf(asked.id));
  const known = place === null ? null : yield* get('decision', place.key);
  if (known !== null) return known;
  const found = yield* findCluster(asked.clusterId);
  if (found === null) {
    throw new LockstepError(
      'conflict',
      `No emitted run has a cluster ${asked.clusterId}: list the clusters to see its id.`,
    );
  }
  const lineageId = found.cluster.lineage_id;
  const version = ((yield* decisionsOn(lineageId)).at(-1)?.version ?? 0) + 1;
  if (note.expectedVersion !== undefined && note.expectedVersion !== version - 1) {
    throw new LockstepError(
      'conflict',
      `Cluster ${asked.clusterId} has ${version - 1} decisions and you saw ${note.expectedVersion}: look at the newer ones first.`,
    );
  }
  const decision: Decision = { ...asked, lineageId, version, at: now };
  const key = keyOf(lineageId, version);
  yield* put('decision', key, decision);
  yield* put('decision-place', keyOf(asked.id), { key });
  if (note.dismissUntil !== undefined) {
    const members = found.cluster.members.map(({ account_id }) => account_id);
    const { clusterId, reason, reviewer } = asked;
    const dismissal: Dismissal = { lineageId, clusterId, members, reason, reviewer, until: note.dismissUntil, at: now };
    yield* put('dismissal', keyOf(lineageId), dismissal);
  }
  const { verdict, action, accounts } = asked;
  const detail = { decision: asked.id, verdict, action, accounts: accounts?.length ?? null, version };
  yield* addAudit({ actor: asked.reviewer, action: 'decision.recorded', subject: asked.clusterId, detail }, now);
  yield* addEvents(note.events ?? [], now);
  return decision;
}

export function* decisionsOn(lineageId: string): Step<readonly Decision[]> {
  return (yield* scan('decision', under(lineageId))).map(({ body }) => body);
}

export function* dismissals(asOf: number): Step<readonly Dismissal[]> {
  return (yield* scan('dismissal')).map(({ body }) => body).filter(({ until }) => until > asOf);
}
