import { expect, test } from 'vitest';
import type { EdgeColumns } from '../../src/model/edge.ts';
import { tableOf } from '../../src/model/string-table.ts';
import { estimateMemoryMb, holdToLimit, refuseOverLimit } from '../../src/service/memory-limit.ts';

const empty = tableOf([]);
const length = 1_000_000;
const columns: EdgeColumns = {
  length,
  account: new Uint32Array(length),
  layer: new Uint16Array(length),
  entity: new Uint32Array(length),
  at: new Float64Array(length).map((_, row) => row),
  event: null,
  source: null,
  weight: null,
  accounts: empty,
  layers: empty,
  entities: empty,
  events: empty,
  sources: empty,
};

test('a sweep that needs more than the limit is refused with the estimate and what to do', () => {
  const estimate = estimateMemoryMb(length);
  expect(() => refuseOverLimit(columns, { from: null, to: null }, estimate - 1)).toThrow(
    expect.objectContaining({
      code: 'over-limit',
      message: `Sweeping 1000000 edges is estimated to need ${estimate} MB, more than the limit of ${estimate - 1} MB: raise memory_limit_mb, or sweep a shorter window with --from and --to.`,
    }),
  );
  expect(() => refuseOverLimit(columns, { from: null, to: null }, estimate)).not.toThrow();
});

test('only edges in the window count, the untimed among them', () => {
  const untimed = { ...columns, at: columns.at.map((at) => (at < 10 ? Number.NaN : at)) };
  const limit = estimateMemoryMb(500_010);
  expect(() => refuseOverLimit(untimed, { from: 500_000, to: null }, limit)).not.toThrow();
  expect(() => refuseOverLimit(untimed, { from: 499_000, to: 1_000_000 }, limit - 1)).toThrow('Sweeping 501010 edges');
  expect(() => refuseOverLimit(untimed, { from: null, to: 500_000 }, limit)).not.toThrow();
});

test('work that outgrows the limit nevertheless is ended at its next word', () => {
  let used = 10 * 1_048_576;
  const seen: string[] = [];
  const sink = holdToLimit(
    64,
    ({ stage }) => seen.push(stage),
    () => used,
  );
  sink({ stage: 'read', done: 1, total: 2, unit: 'bytes' });
  used = 65 * 1_048_576;
  expect(() => sink({ stage: 'window', done: 1, total: 2, unit: 'stages' })).toThrow(
    /The stage window has come to use 65 MB, more than the limit of 64 MB/,
  );
  expect(seen).toEqual(['read']);
});
