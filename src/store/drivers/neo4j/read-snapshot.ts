import type { EdgeColumns, TimeWindow } from '../../../model/edge.ts';
import { LockstepError } from '../../../model/errors.ts';
import { type ColumnBuilder, createColumnBuilder } from '../../column-builder.ts';
import { type Connection, int } from './connection.ts';
import { typeNamed } from './relationship-types.ts';

const ROWS_A_BATCH = 65_536;

/** An edge as it comes; the place of the layer holds nothing where the type tells it. */
export type ReadEdge = readonly [
  entity: string,
  at: number | null,
  source: string | null,
  event: string | null,
  weight: number | null,
  layer: string | null,
];

export function spanOf(seq: number, window: TimeWindow) {
  return {
    seq: int(seq),
    from: int(window.from ?? Number.MIN_SAFE_INTEGER),
    to: int(window.to ?? Number.MAX_SAFE_INTEGER),
  };
}

export function addEdge(builder: ColumnBuilder, account: string, edge: ReadEdge, layer: string | null): void {
  const [entity, at, source, event, weight, ownLayer] = edge;
  builder.add(account, layer ?? ownLayer ?? '', entity, at ?? Number.NaN, event ?? '', source ?? '', weight ?? 1);
}

/**
 * All edges up to a batch, type by type, account by account. Others may write meanwhile: what they add has a later number.
 * That nothing was missed, or erased in between, is checked against the ledger at the end.
 */
export async function* readSnapshot(
  connection: Connection,
  seq: number,
  window: TimeWindow,
): AsyncGenerator<EdgeColumns> {
  const builder = createColumnBuilder();
  const params = spanOf(seq, window);
  let rows = 0;
  for (const type of await readTypes(connection)) {
    for await (const row of connection.stream('edges/read-edges', params, type)) {
      const account = row.get('account') as string;
      const edges = row.get('edges') as readonly (ReadEdge | null)[];
      rows += edges.length;
      const layer = typeNamed(type)?.layer ?? null;
      for (const edge of edges) if (edge !== null) addEdge(builder, account, edge, layer);
      if (builder.length() >= ROWS_A_BATCH) yield builder.take();
    }
  }
  const [ledger] = await connection.read((tx) => tx.run('edges/ledger-rows', { seq: int(seq) }));
  if (ledger?.get('rows') !== rows) {
    throw new LockstepError(
      'conflict',
      `The snapshot at batch ${seq} has ${String(ledger?.get('rows'))} relationships and ${rows} were read, so some were erased meanwhile: read it again.`,
    );
  }
  if (builder.length() > 0) yield builder.take();
}

/** The types with edges, in the order of their names. */
export async function readTypes(connection: Connection): Promise<readonly string[]> {
  const rows = await connection.read((tx) => tx.run('edges/read-types'));
  return rows.map((row) => row.get('type') as string).filter((name) => typeNamed(name) !== undefined);
}
