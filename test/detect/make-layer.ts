/** Layers for tests from readable rows, made the naive way, so that they can be held against the real builder. */
import { DEFAULT_SETTINGS, type Layer, type LayerSettings, type LayerType } from '../../src/model/layer.ts';

export type Row = readonly [account: number, entity: number, at?: number];

export function makeLayer(
  type: LayerType,
  accountCount: number,
  rows: readonly Row[],
  settings: Partial<LayerSettings> = {},
  name = 'test',
): Layer {
  const entities = [...new Set(rows.map(([, entity]) => entity))].sort((x, y) => x - y);
  const cells = [...new Set(rows.map(([account, entity]) => entities.indexOf(entity) * 1e6 + account))].sort(
    (x, y) => x - y,
  );
  const entityOf = cells.map((cell) => Math.floor(cell / 1e6));
  const accountOf = cells.map((cell) => cell % 1e6);
  const times = cells.map((_, c) => {
    const own = rows.filter(
      ([account, entity]) => account === accountOf[c] && entities.indexOf(entity) === entityOf[c],
    );
    return [...new Set(own.flatMap(([, , at]) => (at === undefined ? [] : [at])))].sort((x, y) => x - y);
  });
  const byAccount = cells.map((_, c) => c).sort((x, y) => (accountOf[x] ?? 0) - (accountOf[y] ?? 0) || x - y);
  const whole = { ...DEFAULT_SETTINGS[type], ...settings };
  const entityOffsets = offsetsOf(entityOf, entities.length);
  return {
    name,
    settings: whole,
    typeReason: 'made for a test',
    edgeCount: rows.length,
    accountCount,
    entityCount: entities.length,
    entityIds: Uint32Array.from(entities),
    entityOffsets,
    entityAccounts: Uint32Array.from(accountOf),
    accountOffsets: offsetsOf(accountOf, accountCount),
    accountEntities: Uint32Array.from(byAccount, (c) => entityOf[c] ?? 0),
    accountCells: Uint32Array.from(byAccount),
    cellOffsets: Uint32Array.from([
      0,
      ...times.map((_, c) => times.slice(0, c + 1).reduce((sum, own) => sum + own.length, 0)),
    ]),
    at: Float64Array.from(times.flat()),
    entityAsAccount: type === 'interaction' ? Int32Array.from(entities, (e) => (e < accountCount ? e : -1)) : null,
    beyond: null,
    cappedEntities: Uint32Array.from(entities.keys()).filter(
      (e) => (entityOffsets[e + 1] ?? 0) - (entityOffsets[e] ?? 0) > whole.cap,
    ),
  };
}

function offsetsOf(rows: readonly number[], count: number): Uint32Array {
  const offsets = new Uint32Array(count + 1);
  for (const row of rows) offsets[row + 1] = (offsets[row + 1] ?? 0) + 1;
  for (let i = 0; i < count; i++) offsets[i + 1] = (offsets[i + 1] ?? 0) + (offsets[i] ?? 0);
  return offsets;
}
