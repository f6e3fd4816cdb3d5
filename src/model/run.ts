import type { TimeWindow } from './edge.ts';
import type { LayerChoice } from './layer.ts';
import type { Band, Report } from './report.ts';
import type { Universe } from './universe.ts';

/** An account or entity known to be innocent. An expired entry (`until` at or before the sweep's end) does not count. */
export type AllowlistEntry = {
  readonly kind: 'account' | 'entity';
  /** For an entity the layer it is in, `null` for every layer. */
  readonly layer: string | null;
  readonly id: string;
  readonly reason: string;
  readonly author: string;
  readonly until: string | null;
};

/** A cluster of the previous run, or one that was dismissed earlier and is remembered. */
export type PreviousCluster = {
  readonly cluster_id: string;
  readonly lineage_id: string;
  readonly band: Band;
  readonly members: readonly string[];
  /** True for a cluster that was gone in the previous run and may come back (`revived`). */
  readonly dormant: boolean;
  /** Until when a reviewer has dismissed it; `null` = not dismissed. */
  readonly snoozed_until: string | null;
};

/** What earlier runs and reviewers add to a run. Empty for a one-shot sweep. */
export type Prior = {
  readonly allowlist: readonly AllowlistEntry[];
  readonly previous: readonly PreviousCluster[];
};

export type DetectOptions = {
  readonly version: string;
  readonly seed: number;
  readonly window: TimeWindow;
  readonly layers: ReadonlyMap<string, LayerChoice>;
  readonly prior: Prior;
  readonly privacy: Report['privacy'];
  /** Clusters, from the first rank on, that get figures. */
  readonly figures: number;
  /** The whole that the edges are a part of; without it they are all there is. */
  readonly universe?: Universe | null;
};

/** What a reader hands over besides the columns. */
export type ReadSummary = {
  readonly rows: number;
  readonly rejected: number;
  readonly bytes: number;
  /** Inputs that ended early: their whole rows are kept. */
  readonly truncated: readonly string[];
};
