/**
 * The embedded store's tables, one step a version; a step that has been released never changes (`open-sqlite` keeps its digest).
 *
 * Edges are kept as blocks of columns, one block a batch: SQLite is their transaction log and page cache, not their query
 * engine. Row by row a B-tree takes 60,000 edges/s and slows with every million; blocks take several hundred thousand and
 * read back at the speed of memory. What a B-tree would be asked (is this edge known?) is answered by `KeyIndex`.
 */
export const SCHEMA_STEPS: readonly string[] = [
  `
  CREATE TABLE record (
    kind TEXT NOT NULL,
    key  TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (kind, key)
  ) STRICT;

  -- One row: counts up whenever blocks or names are rewritten, so that other processes drop what they remember.
  CREATE TABLE edge_state (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    generation INTEGER NOT NULL,
    seeds      BLOB NOT NULL
  ) STRICT;

  -- The ledger: every batch that was ever taken in, whatever of it is still kept.
  CREATE TABLE batch (
    seq        INTEGER PRIMARY KEY,
    batch_key  TEXT NOT NULL UNIQUE,
    source     TEXT NOT NULL,
    at         INTEGER NOT NULL,
    added      INTEGER NOT NULL,
    raised     INTEGER NOT NULL,
    duplicates INTEGER NOT NULL,
    forgotten  INTEGER NOT NULL
  ) STRICT;

  -- Names by number: span numbers from first on, or of them those in ids where some have been erased.
  CREATE TABLE name_chunk (
    pool    INTEGER NOT NULL,
    first   INTEGER NOT NULL,
    span    INTEGER NOT NULL,
    ids     BLOB,
    offsets BLOB NOT NULL,
    bytes   BLOB NOT NULL,
    PRIMARY KEY (pool, first)
  ) STRICT;

  -- Columns of a batch's new edges. NULL: weight all 1, source all none. What is read most stands first in the row.
  CREATE TABLE block (
    seq     INTEGER PRIMARY KEY,
    rows    INTEGER NOT NULL,
    raised  INTEGER NOT NULL,
    untimed INTEGER NOT NULL,
    min_at  INTEGER,
    max_at  INTEGER,
    account BLOB NOT NULL,
    entity  BLOB NOT NULL,
    layer   BLOB NOT NULL,
    at      BLOB NOT NULL,
    weight  BLOB,
    source  BLOB
  ) STRICT;

  CREATE TABLE block_event (
    seq     INTEGER PRIMARY KEY,
    event   BLOB NOT NULL,
    offsets BLOB NOT NULL,
    bytes   BLOB NOT NULL
  ) STRICT;

  -- 96-bit keys of the block's rows, read only by who appends.
  CREATE TABLE block_key (
    seq  INTEGER PRIMARY KEY,
    keys BLOB NOT NULL
  ) STRICT;
  `,
  `
  -- The run that took the batch in: its figures are that run's and no other's. NULL: no run, or before this step.
  ALTER TABLE batch ADD COLUMN run_id TEXT;
  `,
];
