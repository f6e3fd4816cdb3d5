import type { EdgeColumns, TimeWindow } from '../../../model/edge.ts';
import type { StringTable } from '../../../model/string-table.ts';
import { createTimeTest, EVERY_TIME, pickRows } from '../../pick-rows.ts';
import { type Block, blocksIn, readBlock } from './blocks.ts';
import type { Database } from './database.ts';
import type { EdgeMemory } from './edge-memory.ts';

type Tables = Pick<EdgeColumns, 'accounts' | 'entities' | 'layers' | 'sources'>;

/** Blocks up to `seq` in the order they came. All batches share the tables of names; each has its own of events. */
export function readSnapshot(
  db: Database,
  memory: EdgeMemory,
  seq: number,
  window: TimeWindow = EVERY_TIME,
): AsyncGenerator<EdgeColumns> {
  return readSnapshotBlocks(db, memory, blocksIn(db, seq, window), window);
}

export async function* readSnapshotBlocks(
  db: Database,
  memory: EdgeMemory,
  blocks: readonly number[],
  window: TimeWindow,
): AsyncGenerator<EdgeColumns> {
  const names = memory.names();
  const tables: Tables = {
    accounts: names.pool('account').table(),
    entities: names.pool('entity').table(),
    layers: names.pool('layer').table(),
    sources: names.pool('source').table(),
  };
  for (const number of blocks) {
    const block = readBlock(db, number);
    if (block === null) continue;
    const columns = toColumns(block, tables, window);
    if (columns.length > 0) yield columns;
  }
}

function toColumns(block: Block, tables: Tables, window: TimeWindow): EdgeColumns {
  const { rows, account, entity, layer, at, weight, source, event } = block;
  const columns: EdgeColumns = {
    length: rows,
    account,
    entity,
    layer,
    at,
    weight,
    source,
    event: event?.event ?? null,
    events: event === null ? NO_EVENTS : { size: event.offsets.length - 1, bytes: event.bytes, offsets: event.offsets },
    ...tables,
  };
  if (window.from === null && window.to === null) return columns;
  const isIn = createTimeTest(window);
  const inside = new Uint32Array(rows).map((_, row) => row).filter((row) => isIn(at[row] as number));
  return inside.length === rows ? columns : pickRows(columns, inside);
}

const NO_EVENTS: StringTable = { size: 0, bytes: new Uint8Array(0), offsets: new Float64Array(1) };
