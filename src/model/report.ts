/** The report as it leaves Lockstep. Names are the wire's (snake_case): `schema/report.schema.json` is generated from it. */
export type Band = 'high' | 'medium' | 'low';
export type Tier = 'core' | 'periphery' | 'bystander';
export type CheckResult = 'passed' | 'failed' | 'unknown';

export type ReportMember = {
  readonly account_id: string;
  readonly tier: Tier;
  /** Share of the account's evidence that ties it to this cluster, 0 to 1. */
  readonly membership: number;
  /** The cell of the cluster that the account is in, `null` when the cluster has none. */
  readonly cell: string | null;
  /** 0 to 1, comparable over the whole run; higher is worse. */
  readonly score: number;
  readonly first_seen: string | null;
  readonly last_seen: string | null;
};

export type ReportSignal = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What is usual; `null` where there is nothing to compare with. */
  readonly baseline: number | null;
  /** Its part of the score: the contributions of a cluster add up to the score. */
  readonly contribution: number;
  readonly explanation: string;
};

export type ReportLink = {
  readonly a: string;
  readonly b: string;
  readonly weight: number;
  readonly layers: { readonly [layer: string]: number };
};

export type ReportEvidence = {
  /** Names the same row in evidence.ndjson.gz. */
  readonly ref: string;
  readonly layer: string;
  readonly entity: string;
  readonly accounts: readonly string[];
  /** How many members hold it in all; `accounts` may list fewer. */
  readonly members: number;
  readonly first_at: string | null;
  readonly last_at: string | null;
  /** Accounts of the whole run that hold it. */
  readonly population: number;
};

export type InnocentCheck = {
  readonly name: string;
  readonly result: CheckResult;
  readonly value: number | null;
  readonly why: string;
};

/** What is left when something is taken away: `survives` says whether the cluster would still be found. */
export type Robustness = {
  readonly removed: string;
  readonly score: number;
  readonly members: number;
  readonly survives: boolean;
};

export type Axis = {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly note: string;
};

/** A tighter group inside a cluster (a campaign's cell): `cell_id` hashes its members as `cluster_id` does the cluster's. */
export type ReportCell = { readonly cell_id: string; readonly size: number; readonly links: number };

export type ReportCluster = {
  readonly cluster_id: string;
  readonly lineage_id: string;
  readonly parent_id: string | null;
  readonly level: number;
  readonly rank: number;
  readonly score: number;
  readonly band: Band;
  readonly summary: string;
  readonly size: number;
  readonly first_at: string | null;
  readonly last_at: string | null;
  readonly axes: { readonly coordination: Axis; readonly authenticity: Axis; readonly harm: Axis };
  readonly expected_wrong: number;
  readonly agreement: { readonly louvain: number; readonly cores: number };
  /** Largest first; empty when the cluster falls into no cells. */
  readonly cells: readonly ReportCell[];
  readonly members: readonly ReportMember[];
  readonly signals: readonly ReportSignal[];
  readonly links_total: number;
  readonly links_top: readonly ReportLink[];
  readonly evidence_total: number;
  readonly evidence: readonly ReportEvidence[];
  readonly robustness: {
    readonly without_layer: readonly Robustness[];
    readonly without_entity: Robustness | null;
    readonly without_account: Robustness | null;
  };
  readonly innocent_checks: readonly InnocentCheck[];
  readonly lineage: { readonly event: LineageEvent; readonly previous: readonly string[] };
};

export type LineageEvent = 'new' | 'same' | 'grew' | 'shrank' | 'merged' | 'split' | 'revived' | 'gone';

export type ReportLayer = {
  readonly name: string;
  readonly type: 'resource' | 'action' | 'interaction' | 'taste';
  readonly type_reason: string;
  readonly span_ms: number;
  readonly cap: number;
  readonly min_shared: number;
  readonly edges: number;
  readonly accounts: number;
  readonly entities: number;
  readonly links: number;
  /** The most held of the entities over the cap, at most 20. */
  readonly capped: readonly { readonly entity: string; readonly population: number }[];
  readonly capped_total: number;
  /** Share of all accounts with an edge in the layer. */
  readonly coverage: number;
  readonly status: 'ok' | 'insufficient_data';
};

export type Report = {
  readonly schema: 'lockstep.report/1';
  readonly report_id: string;
  readonly run: {
    readonly run_id: string;
    readonly version: string;
    readonly config_digest: string;
    readonly input_digest: string;
    readonly prior_digest: string;
    readonly seed: number;
    readonly window: { readonly from: string | null; readonly to: string | null };
    readonly layers: readonly ReportLayer[];
  };
  readonly totals: {
    readonly edges: number;
    readonly accounts: number;
    readonly entities: number;
    readonly links: number;
    readonly clusters: number;
    readonly clustered_accounts: number;
    readonly bands: { readonly [band in Band]: { readonly clusters: number; readonly accounts: number } };
    readonly expected_wrong_high: number;
  };
  readonly clusters: readonly ReportCluster[];
  readonly suppressed: { readonly allowlisted: number; readonly too_small: number; readonly snoozed: number };
  /** Clusters of the previous run that have no successor. */
  readonly gone: readonly { readonly cluster_id: string; readonly lineage_id: string; readonly size: number }[];
  readonly limits_hit: readonly { readonly limit: string; readonly detail: string; readonly count: number }[];
  readonly privacy: {
    readonly ids: 'raw' | 'pseudonymized';
    readonly key_version: string | null;
    readonly note: string;
  };
};
