import type { AuditEntry } from '../model/audit.ts';
import type { CaseStore } from './case-store.ts';
import { addAliases, aliasesIn } from './cases/aliases.ts';
import { allow, allowances, endAllowance } from './cases/allowances.ts';
import { addAudit, auditAfter } from './cases/audit.ts';
import { clusterIdsFrom, clustersOf, findCluster, lineageOf, stageClusters } from './cases/clusters.ts';
import { decisionsOn, dismissals, recordDecision } from './cases/decisions.ts';
import { runIdsFrom } from './cases/find-run.ts';
import { countNaming, forgetAccount } from './cases/forget.ts';
import { addEvents, deliveries, dueEvents, eventsAfter, redeliver, settleEvent } from './cases/outbox.ts';
import { priorOf } from './cases/prior.ts';
import {
  advanceRun,
  askCancel,
  claimRun,
  createRun,
  listRuns,
  noteProgress,
  openRuns,
  releaseRun,
  retryRun,
} from './cases/runs.ts';
import { dropLease, leaseOf, putSchedule, removeSchedule, schedules, takeLease } from './cases/schedules.ts';
import { startSink, stoppedSinks, stopSink } from './cases/sinks.ts';
import { noteStaleWrite } from './note-stale-writes.ts';
import { get, type Step } from './record.ts';
import { keyOf } from './record-key.ts';

/** How a driver runs steps: `read` sees one state, `write` is one transaction, one after the other. */
export type Transactor = {
  readonly read: <T>(createStep: () => Step<T>) => Promise<T>;
  readonly write: <T>(createStep: () => Step<T>) => Promise<T>;
};

/** The case store, written down once: drivers differ only in how they run a step. */
export function createCaseStore({ read, write }: Transactor, now: () => number): CaseStore {
  const audit = (entry: AuditEntry) => write(() => addAudit(entry, now()));
  const fenced =
    (action: string) =>
    <T>(createStep: () => Step<T>): Promise<T> =>
      noteStaleWrite(() => write(createStep), action, audit);
  return {
    createRun: (run, events = []) => write(() => createRun(run, events, now())),
    claimRun: (id, lease) => write(() => claimRun(id, lease ?? null, now())),
    releaseRun: (fence, release) => fenced('run.release')(() => releaseRun(fence, release, now())),
    advanceRun: (fence, event, patch = {}) => fenced(`run.${event}`)(() => advanceRun(fence, event, patch, now())),
    noteProgress: (fence, progress, lease) =>
      fenced('run.progress')(() => noteProgress(fence, progress, lease ?? null, now())),
    askCancel: (id, actor) => write(() => askCancel(id, actor, now())),
    retryRun: (id, actor) => write(() => retryRun(id, actor, now())),
    getRun: (id) => read(() => get('run', keyOf(id))),
    runIdsFrom: (beginning, limit) => read(() => runIdsFrom(beginning, limit)),
    listRuns: (choice = {}) => read(() => listRuns(choice)),
    openRuns: () => read(() => openRuns()),

    stageClusters: (fence, clusters) => fenced('run.clusters')(() => stageClusters(fence, clusters, now())),
    clustersOf: (runId, choice = {}) => read(() => clustersOf(runId, choice)),
    getCluster: (clusterId) => read(() => findCluster(clusterId)),
    clusterIdsFrom: (beginning, limit) => read(() => clusterIdsFrom(beginning, limit)),
    lineageOf: (lineageId) => read(() => lineageOf(lineageId)),
    priorOf: (asOf, dormantSince) => read(() => priorOf(asOf, dormantSince)),

    recordDecision: (decision, note = {}) => write(() => recordDecision(decision, note, now())),
    decisionsOn: (lineageId) => read(() => decisionsOn(lineageId)),
    dismissals: (asOf) => read(() => dismissals(asOf)),
    allow: (entry, events = []) => write(() => allow(entry, events, now())),
    endAllowance: (key, actor, events = []) => write(() => endAllowance(key, actor, events, now())),
    allowances: () => read(() => allowances()),

    addEvents: (events) => write(() => addEvents(events, now())),
    eventsAfter: (position, limit) => read(() => eventsAfter(position, limit)),
    dueEvents: (sink, limit) => write(() => dueEvents(sink, limit, now())),
    settleEvent: (sink, eventId, outcome) => write(() => settleEvent(sink, eventId, outcome)),
    deliveries: (sink) => read(() => deliveries(sink)),
    redeliver: (sink, eventId, actor) => write(() => redeliver(sink, eventId, actor, now())),

    stopSink: (sink, stop) => write(() => stopSink(sink, stop, now())),
    startSink: (sink, actor) => write(() => startSink(sink, actor, now())),
    stoppedSinks: () => read(() => stoppedSinks()),

    putSchedule: (schedule, actor) => write(() => putSchedule(schedule, actor, now())),
    removeSchedule: (id, actor) => write(() => removeSchedule(id, actor, now())),
    schedules: () => read(() => schedules()),
    takeLease: (name, holder, ttlMs) => write(() => takeLease(name, holder, ttlMs, now())),
    leaseOf: (name) => read(() => leaseOf(name, now())),
    dropLease: (name, holder) => write(() => dropLease(name, holder)),

    addAudit: audit,
    auditAfter: (number, limit) => read(() => auditAfter(number, limit)),

    addAliases: (aliases) => write(() => addAliases(aliases)),
    aliases: (layer) => read(() => aliasesIn(layer)),

    forgetAccount: (id, actor, reason) => write(() => forgetAccount(id, actor, reason ?? null, now())),
    countNaming: (id) => read(() => countNaming(id)),
  };
}
