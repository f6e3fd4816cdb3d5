import type { Action, Decision, LineageStep, StoredCluster, Verdict } from '../model/case.ts';
import type { Band, LineageEvent, ReportCluster } from '../model/report.ts';
import type { Review } from './review-of-cluster.ts';

export type DecisionDocument = {
  readonly decision_id: string;
  readonly cluster_id: string;
  readonly lineage_id: string;
  readonly version: number;
  readonly verdict: Verdict;
  readonly action: Action;
  readonly reason: string;
  readonly policy: string | null;
  readonly reviewer: string;
  /** `null` = all members that a takedown may name. */
  readonly accounts: readonly string[] | null;
  readonly report_id: string | null;
  readonly decided_at: string;
};

/** A cluster with its review, as it leaves Lockstep. Times are RFC 3339. */
export type ClusterDocument = {
  readonly run_id: string;
  readonly emitted_at: string;
  readonly cluster: ReportCluster;
  readonly decisions: readonly DecisionDocument[];
  readonly dismissed_until: string | null;
  readonly lineage: readonly {
    readonly run_id: string;
    readonly cluster_id: string;
    readonly event: LineageEvent;
    readonly previous: readonly string[];
    readonly size: number;
    readonly score: number;
    readonly band: Band;
    readonly emitted_at: string;
  }[];
};

export function describeStoredCluster({ runId, at, cluster }: StoredCluster, review: Review): ClusterDocument {
  const { decisions, dismissal, lineage } = review;
  return {
    run_id: runId,
    emitted_at: instant(at),
    cluster,
    decisions: decisions.map(describeDecision),
    dismissed_until: dismissal === null ? null : instant(dismissal.until),
    lineage: lineage.map(describeStep),
  };
}

export function describeDecision(decision: Decision): DecisionDocument {
  return {
    decision_id: decision.id,
    cluster_id: decision.clusterId,
    lineage_id: decision.lineageId,
    version: decision.version,
    verdict: decision.verdict,
    action: decision.action,
    reason: decision.reason,
    policy: decision.policy,
    reviewer: decision.reviewer,
    accounts: decision.accounts,
    report_id: decision.reportId,
    decided_at: instant(decision.at),
  };
}

function describeStep({ runId, clusterId, event, previous, size, score, band, at }: LineageStep) {
  return { run_id: runId, cluster_id: clusterId, event, previous, size, score, band, emitted_at: instant(at) };
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
