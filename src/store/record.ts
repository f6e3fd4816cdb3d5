import type { AuditRow } from '../model/audit.ts';
import type { Alias, Allowance, Decision, Dismissal, LineageStep, StoredCluster } from '../model/case.ts';
import type { Watermark } from '../model/edge-batch.ts';
import type { Delivery, OutboxEvent, StoppedSink } from '../model/outbox.ts';
import type { Lease, StoredSchedule } from '../model/schedule.ts';
import type { StoredRun } from '../model/stored-run.ts';

/** A snapshot that somebody reads, and until when it is kept for them. */
export type SnapshotPin = { readonly holder: string; readonly seq: number; readonly until: number };

/** What a store keeps besides edges: each kind is a table of JSON bodies in the order of their keys. */
export type RecordBodies = {
  readonly meta: { readonly value: string };
  readonly counter: { readonly last: number };
  readonly run: StoredRun;
  readonly 'run-by-number': Pick<StoredRun, 'id' | 'kind' | 'scheduleId'>;
  readonly 'open-run': { readonly id: string };
  readonly cluster: StoredCluster;
  readonly 'cluster-place': { readonly key: string; readonly runId: string };
  readonly lineage: LineageStep;
  readonly decision: Decision;
  readonly 'decision-place': { readonly key: string };
  readonly dismissal: Dismissal;
  readonly allowance: Allowance;
  readonly event: OutboxEvent;
  readonly 'event-place': { readonly position: number };
  readonly delivery: Delivery & { readonly subject: string };
  readonly 'stopped-sink': StoppedSink;
  readonly schedule: StoredSchedule;
  readonly lease: Lease;
  readonly audit: AuditRow;
  readonly alias: Alias;
  readonly pin: SnapshotPin;
  readonly watermark: Watermark;
  readonly forgotten: { readonly at: number };
};

export type RecordKind = keyof RecordBodies;

export type RecordRow = { readonly kind: RecordKind; readonly key: string; readonly body: string };

/** Keys from `from` on, below `below`, ascending, or descending when `isReversed`. */
export type KeySpan = {
  readonly from: string;
  readonly below: string;
  readonly limit: number;
  readonly isReversed?: boolean;
};

export type RecordRequest =
  | { readonly op: 'get'; readonly kind: RecordKind; readonly key: string }
  | { readonly op: 'scan'; readonly kind: RecordKind; readonly span: KeySpan }
  | { readonly op: 'put'; readonly rows: readonly RecordRow[] }
  | { readonly op: 'remove'; readonly kind: RecordKind; readonly keys: readonly string[] };

/** A body for `get`, keys and bodies for `scan`, else nothing. */
export type RecordAnswer = null | string | readonly (readonly [key: string, body: string])[];

/**
 * A piece of a transaction as it is written down once for every driver: it asks for records and gets them. An embedded driver
 * runs it to its end without a pause, a server's driver over the network.
 */
export type Step<T> = Generator<RecordRequest, T, RecordAnswer>;

export function* get<Kind extends RecordKind>(kind: Kind, key: string): Step<RecordBodies[Kind] | null> {
  const body = yield { op: 'get', kind, key };
  return typeof body === 'string' ? (JSON.parse(body) as RecordBodies[Kind]) : null;
}

export function* put<Kind extends RecordKind>(kind: Kind, key: string, body: RecordBodies[Kind]): Step<void> {
  yield { op: 'put', rows: [recordRow(kind, key, body)] };
}

export function recordRow<Kind extends RecordKind>(kind: Kind, key: string, body: RecordBodies[Kind]): RecordRow {
  return { kind, key, body: JSON.stringify(body) };
}

export function* putAll(rows: readonly RecordRow[]): Step<void> {
  if (rows.length > 0) yield { op: 'put', rows };
}

export function* remove(kind: RecordKind, ...keys: readonly string[]): Step<void> {
  if (keys.length > 0) yield { op: 'remove', kind, keys };
}

export type Found<Kind extends RecordKind> = { readonly key: string; readonly body: RecordBodies[Kind] };

export function* scan<Kind extends RecordKind>(kind: Kind, span: Partial<KeySpan> = {}): Step<readonly Found<Kind>[]> {
  const { from = '', below = '\u{10ffff}', limit = Number.MAX_SAFE_INTEGER, isReversed = false } = span;
  const rows = yield { op: 'scan', kind, span: { from, below, limit, isReversed } };
  if (rows === null || typeof rows === 'string') return [];
  return rows.map(([key, body]) => ({ key, body: JSON.parse(body) as RecordBodies[Kind] }));
}

/** The next number of a counter, from 1. */
export function* countUp(name: string): Step<number> {
  const last = (yield* get('counter', name))?.last ?? 0;
  yield* put('counter', name, { last: last + 1 });
  return last + 1;
}
