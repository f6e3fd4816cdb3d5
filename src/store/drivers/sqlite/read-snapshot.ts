import type { EdgeColumns, TimeWindow } from '../../../model/edge.ts';
import type { StringTable } from '../../../model/string-table.ts';
import { createTimeTest, EVERY_TIME, pickRows } from '../../pick-rows.ts';
import type { BlockEvents } from './block-events.ts';
import { type Block, blocksIn, readBlock } from './blocks.ts';
import type { Database } from './database.ts';
import { readNameTable } from './name-tables.ts';

type Tables = Pick<EdgeColumns, 'accounts' | 'entities' | 'layers' | 'sources'>;

/** Blocks up to `seq` in the order they came. All batches share the tables of names; each has its own of events. */
export async function* readSnapshot(
  db: Database,
  seq: number,
  window: TimeWindow = EVERY_TIME,
): AsyncGenerator<EdgeColumns> {
  const blocks = blocksIn(db, seq, window);
  // Names are read after the list of blocks: those that come in meanwhile do no harm.
  const tables: Tables = {
    accounts: readNameTable(db, 'account'),
    entities: readNameTable(db, 'entity'),
    layers: readNameTable(db, 'layer'),
    sources: readNameTable(db, 'source'),
  };
  for (const listed of blocks) {
    const block = readBlock(db, listed.seq);
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
    events: eventsOf(event),
    ...tables,
  };
  if (window.from === null && window.to === null) return columns;
  const isIn = createTimeTest(window);
  const inside = new Uint32Array(rows).map((_, row) => row).filter((row) => isIn(at[row] as number));
  return inside.length === rows ? columns : pickRows(columns, inside);
}

const NO_EVENTS: StringTable = { size: 0, bytes: new Uint8Array(0), offsets: new Float64Array(1) };

export function eventsOf(event: BlockEvents | null): StringTable {
  return event === null ? NO_EVENTS : { size: event.offsets.length - 1, bytes: event.bytes, offsets: event.offsets };
}
