import type { AuditEntry, AuditRow } from '../model/audit.ts';
import type { Alias, Allowance, Decision, Dismissal, LineageStep, NewDecision, StoredCluster } from '../model/case.ts';
import type { Fence } from '../model/fence.ts';
import type { Delivery, NewEvent, OutboxEvent, StoppedSink } from '../model/outbox.ts';
import type { ReportCluster } from '../model/report.ts';
import type { AllowlistEntry, Prior } from '../model/run.ts';
import type { RunEvent, RunState } from '../model/run-state.ts';
import type { Lease, Schedule, StoredSchedule } from '../model/schedule.ts';
import type { Json, NewRun, RunFailure, RunKind, RunLease, RunProgress, StoredRun } from '../model/stored-run.ts';

/** What a step of a run leaves behind, beside its new state. */
export type RunPatch = {
  readonly snapshotSeq?: number;
  readonly progress?: RunProgress;
  readonly failure?: RunFailure;
  readonly result?: Json;
  /** Told in the same transaction. */
  readonly events?: readonly NewEvent[];
};

export type Release = { readonly isFault: boolean; readonly pauseMs: number };

export type RunChoice = {
  readonly kind?: RunKind;
  readonly state?: RunState;
  readonly scheduleId?: string;
  /** Runs with a smaller number, newest first. */
  readonly before?: number;
  readonly limit?: number;
};

export type ClusterChoice = {
  readonly minScore?: number;
  readonly band?: ReportCluster['band'];
  /** Clusters of a larger rank. */
  readonly afterRank?: number;
  readonly limit?: number;
};

export type DecisionNote = {
  /** The version of the lineage's decisions that the reviewer saw; another one since is a `conflict`. */
  readonly expectedVersion?: number;
  /** Puts the lineage aside until then, ms since 1970. */
  readonly dismissUntil?: number;
  readonly events?: readonly NewEvent[];
};

export type DueEvent = { readonly event: OutboxEvent; readonly attempts: number };

/** How a delivery went. `retry` waits until `notBefore`; `dead` gives up and frees the events behind it. */
export type DeliveryOutcome =
  | { readonly outcome: 'delivered' }
  | { readonly outcome: 'retry'; readonly notBefore: number; readonly error: string }
  | { readonly outcome: 'dead'; readonly error: string };

export type SinkStop = Pick<StoppedSink, 'endpoint' | 'why'> & { readonly events?: readonly NewEvent[] };

/**
 * The record of everything but edges. Each call is one transaction; a call with a fence is refused (`StaleEpochError`, code
 * `conflict`, noted in the audit chain) when its run has been claimed again. Times are ms since 1970.
 */
export type CaseStore = {
  /** The run of this id: made now (queued) or, when it is there already, as it is. */
  readonly createRun: (
    run: NewRun,
    events?: readonly NewEvent[],
  ) => Promise<{ readonly run: StoredRun; readonly isNew: boolean }>;
  /**
   * Begins a new life of a run that is not finished: epoch and attempts go up, the state stays. `null` when it is finished or
   * unknown. With a lease, a run that is held is refused (`RunHeldError`), to its own holder too, who would end what it does
   * itself; without one it is taken over at once.
   */
  readonly claimRun: (id: string, lease?: RunLease) => Promise<StoredRun | null>;
  /** Lets go of a run that is not finished: anybody may claim it now, or after a pause. A life that ended for no fault of the run is not counted. */
  readonly releaseRun: (fence: Fence, release: Release) => Promise<void>;
  /** Moves the run by an event of its state machine; `conflict` when the event has no place in its state. */
  readonly advanceRun: (fence: Fence, event: RunEvent, patch?: RunPatch) => Promise<StoredRun>;
  /** Notes how far a stage is (`null` = as before) and renews the lease. Returns whether the run is asked to stop. */
  readonly noteProgress: (
    fence: Fence,
    progress: RunProgress | null,
    lease?: RunLease,
  ) => Promise<{ readonly cancelAsked: boolean }>;
  /** Raises the cancel flag; a run that nobody works on is cancelled at once. */
  readonly askCancel: (id: string, actor: string) => Promise<StoredRun | null>;
  /** Queues a failed or cancelled run again. */
  readonly retryRun: (id: string, actor: string) => Promise<StoredRun>;
  readonly getRun: (id: string) => Promise<StoredRun | null>;
  /** Ids of runs that begin with the text, at most `limit`. */
  readonly runIdsFrom: (beginning: string, limit: number) => Promise<readonly string[]>;
  readonly listRuns: (choice?: RunChoice) => Promise<readonly StoredRun[]>;
  /** Runs that are not finished, oldest first: what a lost queue is filled from. */
  readonly openRuns: () => Promise<readonly StoredRun[]>;

  /** Writes clusters of a run that is being rendered; they show once the run is emitted. Idempotent by rank. */
  readonly stageClusters: (fence: Fence, clusters: readonly ReportCluster[]) => Promise<void>;
  /** The clusters of an emitted run by rank. */
  readonly clustersOf: (runId: string, choice?: ClusterChoice) => Promise<readonly StoredCluster[]>;
  /** A cluster as the latest emitted run has it. */
  readonly getCluster: (clusterId: string) => Promise<StoredCluster | null>;
  /** Ids of clusters in emitted runs that begin with the text, each once, at most `limit`. */
  readonly clusterIdsFrom: (beginning: string, limit: number) => Promise<readonly string[]>;
  /** The life of a cluster through emitted runs, oldest first. */
  readonly lineageOf: (lineageId: string) => Promise<readonly LineageStep[]>;
  /** What earlier sweeps and reviewers add to a run that begins at `asOf`: clusters of the last emitted sweep, those gone since `dormantSince`, the allowlist. */
  readonly priorOf: (asOf: number, dormantSince: number) => Promise<Prior>;

  /** Keeps a decision on a known cluster; the same id is kept once. */
  readonly recordDecision: (decision: NewDecision, note?: DecisionNote) => Promise<Decision>;
  readonly decisionsOn: (lineageId: string) => Promise<readonly Decision[]>;
  /** Lineages put aside at `asOf`. */
  readonly dismissals: (asOf: number) => Promise<readonly Dismissal[]>;
  readonly allow: (entry: AllowlistEntry, events?: readonly NewEvent[]) => Promise<Allowance>;
  /** Ends an allowance; false when there is none of that key. */
  readonly endAllowance: (key: string, actor: string, events?: readonly NewEvent[]) => Promise<boolean>;
  readonly allowances: () => Promise<readonly Allowance[]>;

  /** Adds events that tell of nothing else here. Returns the ids that were not known before. */
  readonly addEvents: (events: readonly NewEvent[]) => Promise<readonly string[]>;
  readonly eventsAfter: (position: number, limit: number) => Promise<readonly OutboxEvent[]>;
  /** Events that a sink should get now, at most one a subject, oldest first. A sink that is new gets all there are. */
  readonly dueEvents: (sink: string, limit: number) => Promise<readonly DueEvent[]>;
  readonly settleEvent: (sink: string, eventId: string, outcome: DeliveryOutcome) => Promise<void>;
  /** Undelivered events of a sink, dead ones too; of those that the sink was never asked to take the first 500. */
  readonly deliveries: (sink: string) => Promise<readonly Delivery[]>;
  /** Tries a dead event again. */
  readonly redeliver: (sink: string, eventId: string, actor: string) => Promise<boolean>;
  /** Hands the sink nothing more, whoever asks, until it is started again. Its events stay. */
  readonly stopSink: (sink: string, stop: SinkStop) => Promise<void>;
  /** False when it was not stopped. */
  readonly startSink: (sink: string, actor: string) => Promise<boolean>;
  readonly stoppedSinks: () => Promise<readonly StoppedSink[]>;

  readonly putSchedule: (schedule: Schedule, actor: string) => Promise<void>;
  readonly removeSchedule: (id: string, actor: string) => Promise<boolean>;
  readonly schedules: () => Promise<readonly StoredSchedule[]>;
  /** Takes, or takes longer, the right to do something alone; `null` when another holds it. */
  readonly takeLease: (name: string, holder: string, ttlMs: number) => Promise<Lease | null>;
  /** Who holds it now. */
  readonly leaseOf: (name: string) => Promise<Lease | null>;
  readonly dropLease: (name: string, holder: string) => Promise<void>;

  readonly addAudit: (entry: AuditEntry) => Promise<AuditRow>;
  readonly auditAfter: (number: number, limit: number) => Promise<readonly AuditRow[]>;

  /** Entities' ids under an older key, with what they are called now. */
  readonly addAliases: (aliases: readonly Alias[]) => Promise<void>;
  readonly aliases: (layer?: string) => Promise<readonly Alias[]>;

  /**
   * Takes an account out of everything kept here, and notes that it was, and why; the reason must not name it. Returns the
   * records that named it.
   */
  readonly forgetAccount: (id: string, actor: string, reason?: string) => Promise<number>;
  /** Records that name an account. */
  readonly countNaming: (id: string) => Promise<number>;
};
