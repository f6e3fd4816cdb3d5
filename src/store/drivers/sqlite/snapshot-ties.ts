import type { TimeWindow } from '../../../model/edge.ts';
import { createTimeTest, EVERY_TIME } from '../../pick-rows.ts';
import { type BlockTies, blocksIn, readBlockTies } from './blocks.ts';
import type { Database } from './database.ts';

/** Rows whose ties are kept in memory between two walks of one question, at 18 B each; further blocks are read again. */
const REMEMBERED_ROWS = 20_000_000;

/** The (account, layer, entity) of every edge of a snapshot, each edge once, as often as asked, at the speed of memory. */
export type SnapshotTies = {
  readonly forEach: (visit: (account: number, layer: number, entity: number) => void) => void;
  /** Numbers of the blocks in which a row's account passes. */
  readonly blocksOf: (isWanted: (account: number) => boolean) => readonly number[];
};

export function openTies(db: Database, seq: number, window: TimeWindow = EVERY_TIME): SnapshotTies {
  const blocks = blocksIn(db, seq, window);
  const isIn = createTimeTest(window);
  const isWhole = window.from === null && window.to === null;
  const remembered = new Map<number, BlockTies>();
  let rows = 0;
  const read = (number: number): BlockTies | null => {
    const known = remembered.get(number);
    if (known !== undefined) return known;
    const ties = readBlockTies(db, number);
    if (ties !== null && rows + ties.rows <= REMEMBERED_ROWS) {
      rows += ties.rows;
      remembered.set(number, ties);
    }
    return ties;
  };
  return {
    forEach: (visit) => {
      for (const number of blocks) {
        const ties = read(number);
        if (ties === null) continue;
        const { account, layer, entity, at } = ties;
        const edges = ties.rows - ties.raised;
        for (let i = 0; i < edges; i++) {
          if (isWhole || isIn(at[i] as number)) visit(account[i] as number, layer[i] as number, entity[i] as number);
        }
      }
    },
    blocksOf: (isWanted) => blocks.filter((number) => read(number)?.account.some(isWanted) === true),
  };
}
