import { toUint32 } from './blob.ts';
import { pickEvents } from './block-events.ts';
import { type Block, deleteBlock, insertBlock, readBlock } from './blocks.ts';
import type { Database } from './database.ts';
import { countRewrite } from './edge-memory.ts';
import { eraseNames } from './names.ts';

/** Whether row `row` of a block stays. */
export type RowTest = (block: Block, row: number) => boolean;

/**
 * Writes blocks anew without the rows that fail the test, then erases the names that no row uses any more. Runs inside the
 * write transaction of the caller. Returns how many edges went; a raised weight is no edge of its own.
 */
export function rewriteBlocks(db: Database, blocks: readonly number[], isKept: RowTest): number {
  let removed = 0;
  for (const number of blocks) removed += rewriteBlock(db, number, isKept);
  if (removed > 0) {
    eraseUnusedNames(db);
    countRewrite(db);
  }
  return removed;
}

function rewriteBlock(db: Database, number: number, isKept: RowTest): number {
  const block = readBlock(db, number);
  if (block === null) return 0;
  const rows = new Uint32Array(block.rows).map((_, row) => row).filter((row) => isKept(block, row));
  if (rows.length === block.rows) return 0;
  const keys = toUint32(db.get('SELECT keys FROM block_key WHERE seq = ?', number)?.['keys'] as Uint8Array);
  deleteBlock(db, number);
  const firstRaised = block.rows - block.raised;
  const raised = rows.filter((row) => row >= firstRaised).length;
  if (rows.length > 0) insertBlock(db, pickBlockRows(block, rows, raised), pickKeys(keys, rows));
  return firstRaised - (rows.length - raised);
}

function pickBlockRows(block: Block, rows: Uint32Array, raised: number): Block {
  const { weight, source, event } = block;
  return {
    seq: block.seq,
    rows: rows.length,
    raised,
    account: rows.map((row) => block.account[row] as number),
    entity: rows.map((row) => block.entity[row] as number),
    layer: Uint16Array.from(rows, (row) => block.layer[row] as number),
    at: Float64Array.from(rows, (row) => block.at[row] as number),
    weight: weight === null ? null : Float64Array.from(rows, (row) => weight[row] as number),
    source: source === null ? null : rows.map((row) => source[row] as number),
    event: event === null ? null : pickEvents(event.event, { ...event, size: event.offsets.length - 1 }, rows),
  };
}

function pickKeys(keys: Uint32Array, rows: Uint32Array): Uint32Array {
  const picked = new Uint32Array(3 * rows.length);
  rows.forEach((row, i) => {
    picked.set(keys.subarray(3 * row, 3 * row + 3), 3 * i);
  });
  return picked;
}

/** One walk over the columns of names tells which numbers are still in use. */
function eraseUnusedNames(db: Database): void {
  const used = { account: createBits(), entity: createBits() };
  for (const row of db.each('SELECT account, entity FROM block')) {
    for (const number of toUint32(row['account'] as Uint8Array)) used.account.set(number);
    for (const number of toUint32(row['entity'] as Uint8Array)) used.entity.set(number);
  }
  eraseNames(db, 'account', used.account.has);
  eraseNames(db, 'entity', used.entity.has);
}

type Bits = { readonly set: (number: number) => void; readonly has: (number: number) => boolean };

function createBits(): Bits {
  let bytes = new Uint8Array(1 << 16);
  return {
    set: (number) => {
      if (number >= bytes.length) {
        const grown = new Uint8Array(Math.max(number + 1, 2 * bytes.length));
        grown.set(bytes);
        bytes = grown;
      }
      bytes[number] = 1;
    },
    has: (number) => bytes[number] === 1,
  };
}
