import { createHash } from 'node:crypto';
import type { EdgeRow } from '../../column-builder.ts';
import { bucketOfName } from '../../name-bucket.ts';
import { int } from './connection.ts';
import { type RelationshipType, typeOfLayer } from './relationship-types.ts';

/** A row as it is sent; `key` tells it, with its time, from others between the same account and entity. */
type SentRow = readonly [
  account: string,
  accountBucket: unknown,
  entity: string,
  entityBucket: unknown,
  key: string | null,
  at: unknown,
  source: string | null,
  event: string | null,
  weight: number,
];

export type LayerEdges = { readonly layer: string; readonly type: RelationshipType; readonly rows: readonly SentRow[] };

type KeyedRow = { readonly row: EdgeRow; readonly key: string };

/** The rows by layer, sorted by entity and account, each edge once with its largest weight. */
export function prepareEdges(rows: readonly EdgeRow[]): readonly LayerEdges[] {
  const keyed = rows.map((row): KeyedRow => ({ row, key: keyOfRow(row) }));
  const buckets = createBuckets();
  return Array.from(
    Map.groupBy(keyed, ({ row }) => row.layer),
    ([layer, own]): LayerEdges => ({
      layer,
      type: typeOfLayer(layer),
      rows: heaviest(own.sort(compareRows)).map(({ row, key }) => [
        row.account,
        buckets(row.account),
        row.entity,
        buckets(row.entity),
        key === '' ? null : key,
        Number.isNaN(row.at) ? null : int(row.at),
        row.source === '' ? null : row.source,
        row.event === '' ? null : row.event,
        row.weight,
      ]),
    }),
  );
}

/** The bucket of a name; one that comes again is not hashed again. */
function createBuckets(): (name: string) => unknown {
  const known = new Map<string, unknown>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const bucket = int(bucketOfName(name));
    known.set(name, bucket);
    return bucket;
  };
}

/** Nothing where the time says it all, else a digest: short strings are kept beside the relationship. */
function keyOfRow({ at, event, source }: EdgeRow): string {
  if (event === '' && source === '') return '';
  const name = JSON.stringify([source, event, Number.isNaN(at) ? null : at]);
  return createHash('sha256').update(name).digest('base64url').slice(0, 22);
}

/** Any order will do that has what is close in the server's indexes close in the batch: that of UTF-16 is the fastest here. */
function compareRows(a: KeyedRow, b: KeyedRow): number {
  if (a.row.entity !== b.row.entity) return a.row.entity < b.row.entity ? -1 : 1;
  if (a.row.account !== b.row.account) return a.row.account < b.row.account ? -1 : 1;
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return timeOf(a.row) - timeOf(b.row) || b.row.weight - a.row.weight;
}

/** Of rows that are one edge the first, which is the heaviest. */
function heaviest(sorted: readonly KeyedRow[]): readonly KeyedRow[] {
  return sorted.filter(({ row, key }, i) => {
    const before = sorted[i - 1];
    return (
      before === undefined ||
      before.row.entity !== row.entity ||
      before.row.account !== row.account ||
      timeOf(before.row) !== timeOf(row) ||
      before.key !== key
    );
  });
}

/** No time is negative. */
function timeOf({ at }: EdgeRow): number {
  return Number.isNaN(at) ? -1 : at;
}
