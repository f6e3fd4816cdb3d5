import type { TimeWindow } from '../../../model/edge.ts';
import type { EdgeRow } from '../../column-builder.ts';
import { createTimeTest } from '../../pick-rows.ts';

/** An edge and its weights in the order they came, each larger than the one before. */
export type MemoryEdge = {
  readonly row: EdgeRow;
  readonly versions: { readonly seq: number; readonly weight: number }[];
};

/** What a row did to the graph. */
export type PutResult = 'added' | 'raised' | 'duplicate';

/** Edges by account, so that no single map comes near its end at 2^24 entries. */
export type MemoryGraph = {
  readonly put: (row: EdgeRow, seq: number) => PutResult;
  /** Edges that were there at `seq`, in the window. */
  readonly select: (seq: number, window: TimeWindow) => Generator<MemoryEdge>;
  /** Drops edges for which it is false. Returns how many went. */
  readonly keep: (isKept: (row: EdgeRow) => boolean) => number;
};

export function createMemoryGraph(): MemoryGraph {
  const accounts = new Map<string, Map<string, MemoryEdge>>();
  return {
    put: (row, seq) => {
      const edges = accounts.get(row.account) ?? new Map<string, MemoryEdge>();
      accounts.set(row.account, edges);
      // NaN, no time, becomes null in JSON.
      const key = JSON.stringify([row.source, row.event, row.layer, row.entity, row.at]);
      const known = edges.get(key);
      const version = { seq, weight: row.weight };
      if (known === undefined) {
        edges.set(key, { row, versions: [version] });
        return 'added';
      }
      if (row.weight <= (known.versions.at(-1)?.weight ?? 0)) return 'duplicate';
      known.versions.push(version);
      return 'raised';
    },
    select: function* (seq, window) {
      const isIn = createTimeTest(window);
      for (const edges of accounts.values()) {
        for (const edge of edges.values()) if ((edge.versions[0]?.seq ?? 0) <= seq && isIn(edge.row.at)) yield edge;
      }
    },
    keep: (isKept) => {
      let removed = 0;
      for (const [account, edges] of accounts) {
        for (const [key, { row }] of edges) if (!isKept(row) && edges.delete(key)) removed++;
        if (edges.size === 0) accounts.delete(account);
      }
      return removed;
    },
  };
}
