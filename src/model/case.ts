import type { Band, LineageEvent, ReportCluster } from './report.ts';
import type { AllowlistEntry } from './run.ts';

/** A cluster of one run, as it was emitted. */
export type StoredCluster = {
  readonly runId: string;
  readonly runNumber: number;
  /** When the run was emitted, ms since 1970. */
  readonly at: number;
  readonly cluster: ReportCluster;
};

/** One place in the life of a cluster, without its members. */
export type LineageStep = {
  readonly lineageId: string;
  readonly runId: string;
  readonly runNumber: number;
  readonly at: number;
  readonly clusterId: string;
  readonly event: LineageEvent;
  readonly previous: readonly string[];
  readonly size: number;
  readonly score: number;
  readonly band: Band;
};

export const VERDICTS = [
  'confirmed_coordinated',
  'suspicious_keep_watching',
  'false_positive',
  'benign_coordination',
  'needs_more_data',
  'escalated',
] as const;
export type Verdict = (typeof VERDICTS)[number];

export const ACTIONS = ['takedown', 'restrict', 'label', 'monitor', 'none'] as const;
export type Action = (typeof ACTIONS)[number];

export type NewDecision = {
  /** Made by the caller; the same id is taken once. */
  readonly id: string;
  readonly clusterId: string;
  readonly verdict: Verdict;
  readonly action: Action;
  readonly reason: string;
  readonly policy: string | null;
  readonly reviewer: string;
  /** The members that it covers; `null` = all. */
  readonly accounts: readonly string[] | null;
  /** The report that the reviewer had before them. */
  readonly reportId: string | null;
};

export type Decision = NewDecision & {
  readonly lineageId: string;
  /** Place among the decisions on this lineage, from 1: what `If-Match` holds. */
  readonly version: number;
  readonly at: number;
};

/** A cluster that a reviewer has put aside: its lineage stays quiet until `until`. */
export type Dismissal = {
  readonly lineageId: string;
  readonly clusterId: string;
  readonly members: readonly string[];
  readonly reason: string;
  readonly reviewer: string;
  readonly until: number;
  readonly at: number;
};

export type Allowance = AllowlistEntry & { readonly key: string; readonly at: number };

/** An entity's id under an older pseudonym key, and its id now. */
export type Alias = { readonly layer: string; readonly old: string; readonly current: string };
