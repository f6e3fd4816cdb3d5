import type { EdgeColumns } from '../../../model/edge.ts';
import { pickRows } from '../../pick-rows.ts';
import { type BlockRest, readBlockRest } from './blocks.ts';
import type { Database } from './database.ts';
import type { FileNames } from './file-names.ts';
import { readNameTable } from './name-tables.ts';
import { eventsOf } from './read-snapshot.ts';
import type { SnapshotTies, TieBlock } from './snapshot-ties.ts';

/** The edges of some accounts, a batch for each block that has any; weights raised later come as rows of their own. */
export async function* readEdgesOf(
  db: Database,
  { accounts, entities, layers }: FileNames,
  ties: SnapshotTies,
  wanted: Uint32Array,
): AsyncGenerator<EdgeColumns> {
  const isWanted = new Uint8Array(accounts.size);
  for (const account of wanted) if (account < accounts.size) isWanted[account] = 1;
  const sources = readNameTable(db, 'source');
  for (const block of ties.blocks) {
    const rows = wantedRows(ties.account.subarray(block.from, block.to), isWanted);
    const rest = rows.length === 0 ? null : readBlockRest(db, block.seq);
    if (rest === null) continue;
    const tables = { accounts, entities, layers, sources, events: eventsOf(rest.event) };
    yield pickRows({ ...columnsOf(ties, block, rest), ...tables }, rows);
  }
}

function wantedRows(account: Uint32Array, isWanted: Uint8Array): Uint32Array {
  const rows = new Uint32Array(account.length);
  let kept = 0;
  for (let i = 0; i < account.length; i++) if (isWanted[account[i] as number] === 1) rows[kept++] = i;
  return rows.subarray(0, kept);
}

type Rows = Omit<EdgeColumns, 'accounts' | 'entities' | 'layers' | 'sources' | 'events'>;

/** The rest is read for all rows of the block, the ties are those in the window. */
function columnsOf(ties: SnapshotTies, { from: start, to: end, rows }: TieBlock, rest: BlockRest): Rows {
  const { weight, source, event } = rest;
  const own = <Column extends Float64Array | Uint32Array>(from: Column | null, to: (length: number) => Column) => {
    if (rows === null || from === null) return from;
    const column = to(rows.length);
    rows.forEach((row, i) => {
      column[i] = from[row] as number;
    });
    return column;
  };
  return {
    length: end - start,
    account: ties.account.subarray(start, end),
    entity: ties.entity.subarray(start, end),
    layer: ties.layer.subarray(start, end),
    at: ties.at.subarray(start, end),
    weight: own(weight, (length) => new Float64Array(length)),
    source: own(source, (length) => new Uint32Array(length)),
    event: own(event?.event ?? null, (length) => new Uint32Array(length)),
  };
}
