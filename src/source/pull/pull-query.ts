import type { PostgresSource } from '../../config/source-choice.ts';
import { LockstepError } from '../../model/errors.ts';
import { planColumns } from '../column-plan.ts';
import type { PulledEdges } from '../list-aliases.ts';
import { locateColumns } from '../locate-columns.ts';
import type { ReadOptions, ReadSinks } from '../read-options.ts';
import { RowSink } from '../row-sink.ts';
import { BatchBuilder } from './batch-builder.ts';
import { type CursorScale, scaleOf } from './cursor-scale.ts';
import { type CursorTrack, createCursorTrack } from './cursor-track.ts';
import { openPostgresSession, type PostgresRows, type PostgresSession } from './postgres-session.ts';
import { TextRows } from './text-rows.ts';

/**
 * A batch of a query, and how far the query is read once it is in: rows so far, and the cursor after which a pull may go on
 * (`null` = after the one that this pull began with).
 */
export type QueryBatch = PulledEdges & {
  readonly cursor: string | null;
  readonly rows: number;
  readonly rejected: number;
};

export type QuerySummary = Omit<QueryBatch, keyof PulledEdges>;

const ROWS_A_STEP = 8_192;
const STEPS_PER_MS = 1_000n;
/** Numbers of types. */
const DATE = 1082;
const TIMESTAMP = 1114;
const TIMESTAMP_WITH_ZONE = 1184;

/**
 * Pulls the rows of a query that come after `since` (a cursor that an earlier pull ended with; `null` = the first pull) less the
 * source's `lookback`, in batches of `batchRows` edges. Rows are numbered from 1 in rejects. The query's rows stay on the server
 * until they are asked for.
 *
 * They are read by FETCH, a statement each: a portal of the protocol, as pg-cursor reads it, is one statement from its first row
 * to its last, and the time in which the store takes a batch would count against the timeout.
 */
export async function* pullQuery(
  name: string,
  source: PostgresSource,
  since: string | null,
  options: ReadOptions,
  batchRows: number,
  sinks: ReadSinks,
): AsyncGenerator<QueryBatch, QuerySummary> {
  const builder = new BatchBuilder(planColumns(options), options, batchRows);
  const sink = new RowSink(name, builder, options, sinks);
  await using session = await openPostgresSession(name, source.url.reveal(), source.timeoutMs);
  const text = source.query.trim().replace(/(?:\s*;)+$/, '');
  const scale = await scaleOfParameter(session, name, text);
  await session.ask(`DECLARE lockstep_rows NO SCROLL CURSOR FOR ${text}`, [beginAfter(name, source, scale, since)]);
  let reader: QueryReader | null = null;
  for (;;) {
    const { fields, rows } = await session.ask(`FETCH FORWARD ${ROWS_A_STEP} FROM lockstep_rows`);
    reader ??= createReader(name, source, { scale, since }, fields, sink, options);
    // A batch that is cut in this step may lack rows of it, but none of the steps before.
    const cursor = reader.track.safe();
    reader.add(rows);
    const soFar = { rows: sink.rows, rejected: sink.rejected };
    for (const batch of builder.takeFull()) yield { ...batch, ...soFar, cursor };
    sinks.onProgress?.({ stage: 'read', done: sink.rows, total: 0, unit: 'rows' });
    if (rows.length > 0) continue;
    if (builder.length > 0) yield { ...builder.take(), ...soFar, cursor };
    return { ...soFar, cursor: reader.track.last() };
  }
}

/** The order in which the query takes its cursor: that of its parameter. */
async function scaleOfParameter(session: PostgresSession, name: string, text: string): Promise<CursorScale> {
  await session.ask(`PREPARE lockstep_query AS ${text}`);
  const { rows } = await session.ask(
    "SELECT unnest(parameter_types)::oid FROM pg_prepared_statements WHERE name = 'lockstep_query'",
  );
  const types = rows.map(([type]) => Number(type));
  if (types.length !== 1) {
    throw new LockstepError(
      'config',
      `Source ${name}: its query has ${types.length} parameters and must have one, $1, for its cursor: write WHERE … > $1.`,
    );
  }
  const scale = scaleOf(types[0] ?? 0);
  if (scale !== null) return scale;
  throw new LockstepError(
    'config',
    `Source ${name}: $1 of its query is neither a whole number nor a time: compare it with such a column, or give it a type, as $1::bigint or $1::timestamptz.`,
  );
}

/** The value of $1. */
function beginAfter(name: string, source: PostgresSource, scale: CursorScale, since: string | null): string {
  const { lookback, start } = source;
  const isZero = 'count' in lookback && lookback.count === 0;
  if (!isZero && 'ms' in lookback !== (scale.counts === 'times')) {
    const advice = scale.counts === 'times' ? 'a duration such as 10m' : 'a whole number';
    throw new LockstepError(
      'config',
      `Source ${name}: its cursor counts ${scale.counts}, so its lookback must be ${advice}.`,
    );
  }
  if (since === null) return start ?? scale.beginning;
  const steps = scale.read(since);
  if (steps === null) {
    const advice = 'a source of another name begins anew';
    throw new LockstepError(
      'config',
      `Source ${name}: its cursor was of another type when it was pulled last: ${advice}.`,
    );
  }
  const back = 'ms' in lookback ? BigInt(lookback.ms) * STEPS_PER_MS : BigInt(lookback.count);
  return scale.format(steps - back);
}

type QueryReader = { readonly add: (rows: PostgresRows['rows']) => void; readonly track: CursorTrack };

function createReader(
  name: string,
  { cursor }: PostgresSource,
  { scale, since }: { readonly scale: CursorScale; readonly since: string | null },
  fields: PostgresRows['fields'],
  sink: RowSink,
  options: ReadOptions,
): QueryReader {
  const names = fields.map((field) => field.name);
  const place = names.indexOf(cursor);
  const type = fields[place]?.dataTypeID;
  if (type === undefined) {
    throw new LockstepError(
      'config',
      `Source ${name}: its query returns no column ${cursor}, its cursor; it returns ${names.join(', ')}.`,
    );
  }
  if (scaleOf(type)?.counts !== scale.counts) {
    throw new LockstepError(
      'config',
      `Source ${name}: its cursor ${cursor} does not count ${scale.counts}, as $1 of its query does: compare $1 with that column.`,
    );
  }
  const places = locateColumns(name, sink.plan, names);
  const text = new TextRows(sink, places, options.longestFieldBytes);
  const track = createCursorTrack(name, cursor, scale, since);
  const at = places[sink.plan.at.slot] ?? -1;
  const writeAt = writeTimeOf(fields[at]?.dataTypeID ?? 0);
  return {
    track,
    add: (rows) => {
      for (const row of rows) {
        track.see(row[place] ?? null);
        const value = row[at];
        text.add(value == null ? row : row.with(at, writeAt(value)));
      }
      text.flush();
    },
  };
}

/** A time as PostgreSQL writes it in UTC becomes RFC 3339; one without a zone counts as UTC, as in Parquet. */
function writeTimeOf(type: number): (value: string) => string {
  if (type === DATE) return (value) => `${value}T00:00:00Z`;
  if (type === TIMESTAMP) return (value) => `${value}Z`;
  if (type === TIMESTAMP_WITH_ZONE) return (value) => value.replace(/\+00$/, 'Z');
  return (value) => value;
}
