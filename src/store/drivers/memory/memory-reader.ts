import type { EdgeCounts } from '../../../model/edge-batch.ts';
import { compareText } from '../../../model/string-table.ts';
import type { EntitySample } from '../../../model/universe.ts';
import type { EdgeRow } from '../../column-builder.ts';
import { toColumns } from '../../edge-rows.ts';
import { BUCKETS, bucketOfName, fewestBuckets } from '../../name-bucket.ts';
import { numberNames } from '../../number-entities.ts';
import type { Lists, SnapshotReader } from '../../snapshot-reader.ts';
import type { MemoryEdge } from './memory-graph.ts';

/** First times of the holders of an entity, by account; `NaN` without one. */
type Holders = ReadonlyMap<number, number>;

/** One walk over all edges puts down what stands beside what; questions only look it up. */
export function createMemoryReader(select: () => Iterable<MemoryEdge>, seq = Number.POSITIVE_INFINITY): SnapshotReader {
  const names = numberNames();
  const holders = new Map<number, Map<number, number>>();
  const edges = new Map<number, MemoryEdge[]>();
  for (const edge of select()) {
    const account = names.numberOfAccount(edge.row.account);
    const entity = names.numberOfEntity(edge.row.layer, edge.row.entity);
    const firsts = holders.get(entity) ?? new Map<number, number>();
    holders.set(entity, firsts.set(account, earlier(firsts.get(account), edge.row.at)));
    const own = edges.get(account) ?? [];
    own.push(edge);
    edges.set(account, own);
  }
  const holdersOf = (entity: number): Holders => holders.get(entity) ?? new Map();
  const edgesOf = (account: number): readonly MemoryEdge[] => edges.get(account) ?? [];
  const versionsOf = ({ versions }: MemoryEdge) => versions.filter((version) => version.seq <= seq);
  const entityOf = ({ row }: MemoryEdge): number => names.numberOfEntity(row.layer, row.entity);
  const timesOf = (entities: Iterable<number>) =>
    listsOf(entities, (entity) =>
      [...holdersOf(entity).values()].filter((at) => !Number.isNaN(at)).sort((x, y) => x - y),
    );
  return {
    ...names,
    holdingsOf: async (accounts) =>
      toLists(accounts, (account) =>
        [...new Set(edgesOf(account).map(entityOf))].map((entity) => [entity, holdersOf(entity).get(account)] as const),
      ),
    populationsOf: async (entities) => entities.map((entity) => holdersOf(entity).size),
    holdersOf: async (entities) => toLists(entities, (entity) => [...holdersOf(entity)]),
    edgeCountsOf: async (accounts) =>
      accounts.map((account) => edgesOf(account).reduce((sum, edge) => sum + versionsOf(edge).length, 0)),
    edgesOf: async function* (accounts) {
      const rows: EdgeRow[] = [];
      for (const edge of [...accounts].flatMap(edgesOf))
        for (const { weight } of versionsOf(edge)) rows.push({ ...edge.row, weight });
      yield toColumns(rows);
    },
    timesOf: async (entities) => toTimes(timesOf(entities)),
    countAccounts: async (layers, size) => {
      const buckets = fewestBuckets(countBuckets([...edges.keys()].map(names.accountName)), size);
      const counted = [...edges].filter(([account]) => bucketOfName(names.accountName(account)) < buckets);
      const whole = (count: number) => Math.round((count * BUCKETS) / buckets);
      return {
        all: whole(counted.length),
        ofLayer: layers.map((layer) =>
          whole(counted.filter(([, own]) => own.some(({ row }) => row.layer === layer)).length),
        ),
      };
    },
    sampleEntities: async (layers, size) =>
      layers.map((layer): EntitySample => {
        const present = [...holders.keys()].filter((entity) => names.layerOf(entity) === layer);
        const nameOf = (entity: number) => names.entityName(entity).entity;
        const buckets = fewestBuckets(countBuckets(present.map(nameOf)), size);
        const chosen = present.filter((entity) => bucketOfName(nameOf(entity)) < buckets).sort(names.compareEntities);
        const populations = Uint32Array.from(chosen, (entity) => holdersOf(entity).size);
        return { share: buckets / BUCKETS, populations, ...toTimes(timesOf(chosen)) };
      }),
  };
}

function countBuckets(words: readonly string[]): Uint32Array {
  const counts = new Uint32Array(BUCKETS);
  for (const word of words) {
    const bucket = bucketOfName(word);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return counts;
}

function earlier(known: number | undefined, at: number): number {
  return known === undefined || Number.isNaN(known) || at < known ? at : known;
}

type NumberLists = { readonly offsets: Uint32Array; readonly items: readonly number[] };

function listsOf(keys: Iterable<number>, listOf: (key: number) => readonly number[]): NumberLists {
  const lists = Array.from(keys, listOf);
  const offsets = new Uint32Array(lists.length + 1);
  lists.forEach((list, i) => {
    offsets[i + 1] = (offsets[i] ?? 0) + list.length;
  });
  return { offsets, items: lists.flat() };
}

type TimedItem = readonly [item: number, at: number | undefined];

function toLists(keys: Iterable<number>, listOf: (key: number) => readonly TimedItem[]): Lists {
  const lists = Array.from(keys, listOf);
  const { offsets, items } = listsOf(lists.keys(), (i) => lists[i]?.map(([item]) => item) ?? []);
  return {
    offsets,
    items: Uint32Array.from(items),
    firstAt: Float64Array.from(lists.flat(), ([, at]) => at ?? Number.NaN),
  };
}

function toTimes({ offsets, items }: NumberLists): Pick<EntitySample, 'offsets' | 'at'> {
  return { offsets, at: Float64Array.from(items) };
}

export function countRows(edges: Iterable<MemoryEdge>): EdgeCounts {
  const seen = new Map<string, { edges: number; readonly accounts: Set<string>; readonly entities: Set<string> }>();
  const everyone = new Set<string>();
  let total = 0;
  for (const { row } of edges) {
    const layer = seen.get(row.layer) ?? { edges: 0, accounts: new Set(), entities: new Set() };
    seen.set(row.layer, layer);
    total++;
    layer.edges++;
    layer.accounts.add(row.account);
    layer.entities.add(row.entity);
    everyone.add(row.account);
  }
  const layers = [...seen]
    .sort(([a], [b]) => compareText(a, b))
    .map(([layer, { edges: count, accounts, entities }]) => ({
      layer,
      edges: count,
      accounts: accounts.size,
      entities: entities.size,
    }));
  return {
    edges: total,
    accounts: everyone.size,
    entities: layers.reduce((sum, layer) => sum + layer.entities, 0),
    layers,
  };
}
