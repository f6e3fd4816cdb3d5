import type { StringTable } from './string-table.ts';

/**
 * Observations in columns, row `i` of each array being one edge: account `account[i]` did something with, or held,
 * entity `entity[i]` in layer `layer[i]` at `at[i]`.
 *
 * - `account`, `entity`, `layer`, `event`, `source` index the tables of the same name (plural).
 * - `at` is whole milliseconds since 1970 (a safe integer between 1970 and 2100), `NaN` when unknown.
 * - `event` and `source` are `null` when no row has one; index 0 of their tables is then the empty string's place:
 *   a row without an event points at an entry that is the empty string.
 * - `weight` is `null` when no row has one; a row without a weight then reads 1.
 *
 * Rows may repeat and stand in any order: (source, event, account, layer, entity, at) identifies an edge,
 * and of duplicates the largest weight counts. `canonicalEdges` in `detect/` sorts and removes them.
 */
export type EdgeColumns = {
  readonly length: number;
  readonly account: Uint32Array;
  readonly layer: Uint16Array;
  readonly entity: Uint32Array;
  readonly at: Float64Array;
  readonly event: Uint32Array | null;
  readonly source: Uint32Array | null;
  readonly weight: Float64Array | null;
  readonly accounts: StringTable;
  readonly layers: StringTable;
  readonly entities: StringTable;
  readonly events: StringTable;
  readonly sources: StringTable;
};

/** Half-open span of a sweep in milliseconds since 1970; `null` is open on that side. Edges without a time are always in. */
export type TimeWindow = { readonly from: number | null; readonly to: number | null };

export const EARLIEST_AT_MS = 0;
/** 2100-01-01T00:00:00Z: times at or after it are rejected as a mistaken unit. */
export const LATEST_AT_MS = 4_102_444_800_000;
export const LONGEST_ID_BYTES = 1024;
