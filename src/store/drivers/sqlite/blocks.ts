import type { TimeWindow } from '../../../model/edge.ts';
import { toBlob, toFloat64, toUint16, toUint32 } from './blob.ts';
import type { BlockEvents } from './block-events.ts';
import type { Database, SqlRow } from './database.ts';

/** The new edges of one batch; names by their numbers in the store. */
export type Block = {
  readonly seq: number;
  readonly rows: number;
  /** How many of the rows, the last ones, only raise the weight of an edge of an earlier block. */
  readonly raised: number;
  readonly account: Uint32Array;
  readonly entity: Uint32Array;
  readonly layer: Uint16Array;
  readonly at: Float64Array;
  readonly weight: Float64Array | null;
  readonly source: Uint32Array | null;
  readonly event: BlockEvents | null;
};

export function insertBlock(db: Database, block: Block, keys: Uint32Array): void {
  const span = timeSpan(block.at);
  db.run(
    `INSERT INTO block (seq, rows, raised, untimed, min_at, max_at, account, entity, layer, at, weight, source)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    block.seq,
    block.rows,
    block.raised,
    span.untimed,
    span.min,
    span.max,
    toBlob(block.account),
    toBlob(block.entity),
    toBlob(block.layer),
    toBlob(block.at),
    block.weight === null ? null : toBlob(block.weight),
    block.source === null ? null : toBlob(block.source),
  );
  db.run('INSERT INTO block_key (seq, keys) VALUES (?, ?)', block.seq, toBlob(keys));
  if (block.event === null) return;
  const { event, offsets, bytes } = block.event;
  db.run(
    'INSERT INTO block_event (seq, event, offsets, bytes) VALUES (?, ?, ?, ?)',
    block.seq,
    toBlob(event),
    toBlob(offsets),
    bytes,
  );
}

export function deleteBlock(db: Database, seq: number): void {
  for (const table of ['block', 'block_event', 'block_key'] as const) db.run(DELETE_OF[table], seq);
}

const DELETE_OF = {
  block: 'DELETE FROM block WHERE seq = ?',
  block_event: 'DELETE FROM block_event WHERE seq = ?',
  block_key: 'DELETE FROM block_key WHERE seq = ?',
} as const;

/** The blocks up to `seq` with an edge in the window. */
export function blocksIn(db: Database, seq: number, window: TimeWindow): readonly Pick<Block, 'seq' | 'rows'>[] {
  const sql = `SELECT seq, rows FROM block
    WHERE seq <= ? AND (untimed > 0 OR (max_at >= ? AND min_at < ?)) ORDER BY seq`;
  return db
    .all(sql, seq, window.from ?? Number.MIN_SAFE_INTEGER, window.to ?? Number.MAX_SAFE_INTEGER)
    .map((row) => ({ seq: row['seq'] as number, rows: row['rows'] as number }));
}

/** A block whole; `null` when it has been emptied since it was listed. */
export function readBlock(db: Database, seq: number): Block | null {
  const row = db.get('SELECT * FROM block WHERE seq = ?', seq);
  if (row === undefined) return null;
  const events = db.get('SELECT event, offsets, bytes FROM block_event WHERE seq = ?', seq);
  return { ...readTies(row), weight: floats(row['weight']), source: words(row['source']), event: readEvents(events) };
}

/** The columns that a walk over the graph does not need. */
export type BlockRest = Pick<Block, 'weight' | 'source' | 'event'>;

export function readBlockRest(db: Database, seq: number): BlockRest | null {
  const row = db.get('SELECT weight, source FROM block WHERE seq = ?', seq);
  if (row === undefined) return null;
  const events = db.get('SELECT event, offsets, bytes FROM block_event WHERE seq = ?', seq);
  return { weight: floats(row['weight']), source: words(row['source']), event: readEvents(events) };
}

/** The columns that a walk over the graph needs. */
export type BlockTies = Pick<Block, 'seq' | 'rows' | 'raised' | 'account' | 'entity' | 'layer' | 'at'>;

export function readBlockTies(db: Database, seq: number): BlockTies | null {
  const row = db.get('SELECT seq, rows, raised, account, entity, layer, at FROM block WHERE seq = ?', seq);
  return row === undefined ? null : readTies(row);
}

function readTies(row: SqlRow): BlockTies {
  return {
    seq: row['seq'] as number,
    rows: row['rows'] as number,
    raised: row['raised'] as number,
    account: toUint32(row['account'] as Uint8Array),
    entity: toUint32(row['entity'] as Uint8Array),
    layer: toUint16(row['layer'] as Uint8Array),
    at: toFloat64(row['at'] as Uint8Array),
  };
}

function readEvents(row: SqlRow | undefined): BlockEvents | null {
  if (row === undefined) return null;
  return {
    event: toUint32(row['event'] as Uint8Array),
    offsets: toFloat64(row['offsets'] as Uint8Array),
    bytes: row['bytes'] as Uint8Array,
  };
}

function floats(value: unknown): Float64Array | null {
  return value === null ? null : toFloat64(value as Uint8Array);
}

function words(value: unknown): Uint32Array | null {
  return value === null ? null : toUint32(value as Uint8Array);
}

function timeSpan(at: Float64Array): {
  readonly untimed: number;
  readonly min: number | null;
  readonly max: number | null;
} {
  let untimed = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < at.length; i++) {
    const time = at[i] as number;
    if (Number.isNaN(time)) untimed++;
    else {
      if (time < min) min = time;
      if (time > max) max = time;
    }
  }
  return untimed === at.length ? { untimed, min: null, max: null } : { untimed, min, max };
}
