import type { TimeWindow } from '../../../model/edge.ts';
import { createTimeTest, EVERY_TIME } from '../../pick-rows.ts';
import { type BlockTies, blocksIn, readBlockTies } from './blocks.ts';
import type { Database } from './database.ts';

/** The rows of one block: those up to `raised` are an edge each, those from there on raise the weight of an earlier one. */
export type TieBlock = {
  readonly seq: number;
  readonly from: number;
  readonly raised: number;
  readonly to: number;
  /** Places in the block of the rows that are in the window; `null` when all are. */
  readonly rows: Uint32Array | null;
};

/**
 * The rows of a snapshot in columns, 18 B each. Walks are plain loops from block to block: a call a row would cost as much
 * again.
 */
export type SnapshotTies = {
  readonly account: Uint32Array;
  readonly entity: Uint32Array;
  readonly layer: Uint16Array;
  readonly at: Float64Array;
  readonly blocks: readonly TieBlock[];
};

export function readTies(db: Database, seq: number, window: TimeWindow = EVERY_TIME): SnapshotTies {
  const listed = blocksIn(db, seq, window);
  const most = listed.reduce((sum, { rows }) => sum + rows, 0);
  const columns = {
    account: new Uint32Array(most),
    entity: new Uint32Array(most),
    layer: new Uint16Array(most),
    at: new Float64Array(most),
  };
  const blocks: TieBlock[] = [];
  let from = 0;
  for (const { seq: number } of listed) {
    const ties = readBlockTies(db, number);
    if (ties === null) continue;
    const clipped = clip(ties, window);
    const to = from + clipped.account.length;
    columns.account.set(clipped.account, from);
    columns.entity.set(clipped.entity, from);
    columns.layer.set(clipped.layer, from);
    columns.at.set(clipped.at, from);
    blocks.push({ seq: number, from, raised: from + clipped.edges, to, rows: clipped.rows });
    from = to;
  }
  return { ...columns, blocks };
}

type Clipped = Pick<BlockTies, 'account' | 'entity' | 'layer' | 'at'> &
  Pick<TieBlock, 'rows'> & { readonly edges: number };

function clip({ rows, raised, account, entity, layer, at }: BlockTies, window: TimeWindow): Clipped {
  const whole: Clipped = { account, entity, layer, at, edges: rows - raised, rows: null };
  if (window.from === null && window.to === null) return whole;
  const isIn = createTimeTest(window);
  const inside = new Uint32Array(rows).map((_, row) => row).filter((row) => isIn(at[row] as number));
  if (inside.length === rows) return whole;
  return {
    edges: inside.reduce((count, row) => count + (row < rows - raised ? 1 : 0), 0),
    rows: inside,
    account: inside.map((row) => account[row] as number),
    entity: inside.map((row) => entity[row] as number),
    layer: Uint16Array.from(inside, (row) => layer[row] as number),
    at: Float64Array.from(inside, (row) => at[row] as number),
  };
}
