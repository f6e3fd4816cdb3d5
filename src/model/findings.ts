import type { Report } from './report.ts';
import type { FusedGraph } from './similarity-graph.ts';
import type { StringTable } from './string-table.ts';

/** One row of evidence.ndjson.gz: an entity that binds a cluster, with every member that holds it and when. */
export type EvidenceRow = {
  readonly ref: string;
  readonly cluster_id: string;
  readonly layer: string;
  readonly entity: string;
  readonly population: number;
  readonly members: readonly { readonly account_id: string; readonly at: readonly string[] }[];
};

/** A row of ticks in a raster: `account` acted on entity `entity` (a place in `RasterFigure.entities`, -1 = another) at `at` ms. */
export type RasterTick = readonly [account: number, at: number, entity: number];

/** The lockstep raster: `accounts` top to bottom, `ticks` along time, the entities that bind most in `entities`. */
export type RasterFigure = {
  readonly accounts: readonly string[];
  readonly entities: readonly string[];
  readonly layers: readonly string[];
  readonly ticks: readonly RasterTick[];
  readonly from: number;
  readonly to: number;
  readonly ticks_total: number;
};

/** Accounts × entities, for clusters without times: `cells` are places (row, column). */
export type MatrixFigure = {
  readonly accounts: readonly string[];
  readonly entities: readonly { readonly layer: string; readonly entity: string }[];
  readonly cells: readonly (readonly [row: number, column: number])[];
  readonly accounts_total: number;
  readonly entities_total: number;
};

/** The members' links as drawn: places in `accounts`, weight and strongest layer (place in `layers`). */
export type GraphFigure = {
  readonly accounts: readonly string[];
  readonly layers: readonly string[];
  readonly links: readonly (readonly [a: number, b: number, weight: number, layer: number])[];
  readonly links_total: number;
};

export type ClusterFigures = {
  readonly cluster_id: string;
  readonly graph: GraphFigure;
  readonly raster: RasterFigure | null;
  /** The same raster for as many ordinary accounts that were active in the same hours, on the same scale. */
  readonly organic: RasterFigure | null;
  readonly matrix: MatrixFigure | null;
};

/** Everything that a run found. Renderers take it and yield chunks. */
export type Findings = {
  readonly report: Report;
  /** Names the vertices of `pairs`. */
  readonly accounts: StringTable;
  readonly pairs: FusedGraph;
  readonly evidence: readonly EvidenceRow[];
  /** One for each of the first clusters of the report, in its order. */
  readonly figures: readonly ClusterFigures[];
};
