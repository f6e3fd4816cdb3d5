import type { EdgeColumns, TimeWindow } from '../../../model/edge.ts';
import { createColumnBuilder } from '../../column-builder.ts';
import { numberNames } from '../../number-entities.ts';
import type { Lists, SnapshotReader } from '../../snapshot-reader.ts';
import { type Connection, int } from './connection.ts';
import { countAccounts } from './count-accounts.ts';
import { rememberPopulations } from './populations.ts';
import { createQuestions, cut, type Questions } from './questions.ts';
import { addEdge, type ReadEdge, spanOf } from './read-snapshot.ts';
import { typeNamed } from './relationship-types.ts';
import { sampleEntities } from './sample-entities.ts';

export function createSnapshotReader(connection: Connection, seq: number, window: TimeWindow): SnapshotReader {
  const names = numberNames();
  const span = spanOf(seq, window);
  const questions = createQuestions(connection, names, seq, window);
  const { ask, askByLayer, askAccounts } = questions;
  return {
    ...names,
    holdingsOf: async (accounts) => {
      const held = new Map<number, readonly TimedItem[]>();
      for await (const { account, row } of askAccounts('edges/holdings-of', accounts)) {
        const entities = row.get('entities') as readonly (readonly [string, string | null, string, number | null])[];
        held.set(
          account,
          entities.map(([type, layer, key, at]) => [
            names.numberOfEntity(typeNamed(type)?.layer ?? layer ?? '', key),
            at,
          ]),
        );
      }
      return timedLists(accounts, held);
    },
    populationsOf: rememberPopulations(questions),
    holdersOf: async (entities) => {
      const holders = new Map<number, readonly TimedItem[]>();
      for await (const { entity, row } of askByLayer('holders', entities)) {
        const accounts = row.get('accounts') as readonly (readonly [string, number | null])[];
        holders.set(
          entity,
          accounts.map(([id, at]) => [names.numberOfAccount(id), at]),
        );
      }
      return timedLists(entities, holders);
    },
    edgeCountsOf: (accounts, most) => countEdges(questions, accounts, most),
    edgesOf: (accounts) => readEdgesOf(connection, Array.from(accounts, names.accountName), span),
    timesOf: async (entities) => {
      const times = new Map<number, readonly number[]>();
      for await (const { entity, row } of askByLayer('times', entities))
        times.set(entity, row.get('times') as readonly number[]);
      const { offsets, items } = gather(entities, times);
      return { offsets, at: sortLists(offsets, Float64Array.from(items)) };
    },
    countAccounts: async (layers, size) => await countAccounts(ask, layers, size),
    sampleEntities: async (layers, size) => {
      const samples = [];
      for (const layer of layers) samples.push(await sampleEntities(ask, layer, size));
      return samples;
    },
  };
}

async function countEdges(
  { askNow, askAccounts }: Questions,
  accounts: Uint32Array,
  most: number,
): Promise<Uint32Array> {
  const read = async (answers: ReturnType<Questions['askAccounts']>): Promise<ReadonlyMap<number, number>> => {
    const counts = new Map<number, number>();
    for await (const { account, row } of answers) counts.set(account, row.get('edges') as number);
    return counts;
  };
  const counts =
    (await askNow((now) => read(now.askAccounts('edges/edge-counts-now', accounts)))) ??
    (await read(askAccounts('edges/edge-counts-of', accounts, { enough: int(most + 1) })));
  return accounts.map((account) => counts.get(account) ?? 0);
}

async function* readEdgesOf(
  connection: Connection,
  accounts: readonly string[],
  span: ReturnType<typeof spanOf>,
): AsyncGenerator<EdgeColumns> {
  for (const ids of cut(accounts)) {
    const builder = createColumnBuilder();
    for await (const row of connection.stream('edges/edges-of', { ids, ...span })) {
      const edges = row.get('edges') as readonly (readonly [...ReadEdge, type: string])[];
      for (const [entity, at, source, event, weight, layer, type] of edges) {
        const edge: ReadEdge = [entity, at, source, event, weight, layer];
        addEdge(builder, row.get('account') as string, edge, typeNamed(type)?.layer ?? null);
      }
    }
    if (builder.length() > 0) yield builder.take();
  }
}

function gather<Item>(
  keys: Uint32Array,
  lists: ReadonlyMap<number, readonly Item[]>,
): { readonly offsets: Uint32Array; readonly items: readonly Item[] } {
  const offsets = new Uint32Array(keys.length + 1);
  const items: Item[] = [];
  keys.forEach((key, i) => {
    for (const item of lists.get(key) ?? []) items.push(item);
    offsets[i + 1] = items.length;
  });
  return { offsets, items };
}

type TimedItem = readonly [item: number, at: number | null];

function timedLists(keys: Uint32Array, lists: ReadonlyMap<number, readonly TimedItem[]>): Lists {
  const { offsets, items } = gather(keys, lists);
  return {
    offsets,
    items: Uint32Array.from(items, ([item]) => item),
    firstAt: Float64Array.from(items, ([, at]) => at ?? Number.NaN),
  };
}

function sortLists(offsets: Uint32Array, values: Float64Array): Float64Array {
  for (let i = 0; i + 1 < offsets.length; i++) values.subarray(offsets[i], offsets[i + 1]).sort();
  return values;
}
