/**
 * A layer of account-to-account edges that all stand in canonical order (smaller id first) is a list of undirected
 * links: the second account of each is an actor as much as the first. Such edges are mirrored, so that both ends are
 * accounts of the run; directed layers are left as they are, and their outside counterparties are never judged.
 */
import type { EdgeColumns } from '../model/edge.ts';
import type { StringTable } from '../model/string-table.ts';
import { canonicalEdges } from './canonical-edges.ts';
import { rowsOf } from './layer.ts';
import { isCanonicallyOrdered } from './links-accounts.ts';

export function mirrorUndirected(columns: EdgeColumns, isInteraction: readonly boolean[]): EdgeColumns {
  const isMirrored = isInteraction.map((is, layer) => {
    const { from, to } = rowsOf(columns, layer);
    return is && isCanonicallyOrdered(columns, from, to);
  });
  if (!isMirrored.includes(true)) return columns;
  const rows: number[] = [];
  columns.layer.forEach((layer, row) => {
    if (isMirrored[layer] === true) rows.push(row);
  });
  return canonicalEdges(appendMirrored(columns, rows));
}

function appendMirrored(columns: EdgeColumns, rows: readonly number[]): EdgeColumns {
  const length = columns.length + rows.length;
  const accounts = joinTables(columns.accounts, columns.entities);
  const entities = joinTables(columns.entities, columns.accounts);
  const grow = <T extends Uint32Array | Uint16Array | Float64Array>(to: T, from: T, at: (row: number) => number): T => {
    to.set(from);
    rows.forEach((row, i) => {
      to[columns.length + i] = at(row);
    });
    return to;
  };
  const same = <T extends Uint32Array | Uint16Array | Float64Array>(to: T, from: T) =>
    grow(to, from, (row) => from[row] as number);
  return {
    ...columns,
    length,
    accounts,
    entities,
    account: grow(
      new Uint32Array(length),
      columns.account,
      (row) => columns.accounts.size + (columns.entity[row] as number),
    ),
    entity: grow(
      new Uint32Array(length),
      columns.entity,
      (row) => columns.entities.size + (columns.account[row] as number),
    ),
    layer: same(new Uint16Array(length), columns.layer),
    at: same(new Float64Array(length), columns.at),
    event: columns.event && same(new Uint32Array(length), columns.event),
    source: columns.source && same(new Uint32Array(length), columns.source),
    weight: columns.weight && same(new Float64Array(length), columns.weight),
  };
}

/** The strings of `first`, then those of `second`. Repeats are allowed: canonical order removes them. */
function joinTables(first: StringTable, second: StringTable): StringTable {
  const size = first.size + second.size;
  const offsets = new Float64Array(size + 1);
  const end = first.offsets[first.size] as number;
  offsets.set(first.offsets);
  for (let i = 1; i <= second.size; i++) offsets[first.size + i] = end + (second.offsets[i] as number);
  const bytes = new Uint8Array(offsets[size] as number);
  bytes.set(first.bytes.subarray(0, end));
  bytes.set(second.bytes.subarray(0, second.offsets[second.size] as number), end);
  return { size, bytes, offsets };
}
