import type { EdgeCounts } from '../../../model/edge-batch.ts';
import { compareText } from '../../../model/string-table.ts';
import type { EdgeRow } from '../../column-builder.ts';
import { toColumns } from '../../edge-rows.ts';
import type { EntityRef, SnapshotReader } from '../../snapshot-reader.ts';
import type { MemoryEdge } from './memory-graph.ts';

function keyOfEntity(ref: EntityRef): string {
  return JSON.stringify([ref.layer, ref.entity]);
}

/** Sets of what stands beside what, made by one walk over all edges. */
class Pairs {
  private readonly sets = new Map<string, Set<string>>();

  add(key: string, value: string): void {
    const known = this.sets.get(key);
    if (known === undefined) this.sets.set(key, new Set([value]));
    else known.add(value);
  }

  of(key: string): ReadonlySet<string> {
    return this.sets.get(key) ?? new Set();
  }
}

export function createMemoryReader(select: () => Iterable<MemoryEdge>, seq = Number.POSITIVE_INFINITY): SnapshotReader {
  const holdersByEntity = (): Pairs => {
    const pairs = new Pairs();
    for (const { row } of select()) pairs.add(keyOfEntity(row), row.account);
    return pairs;
  };
  return {
    entitiesOf: async (accounts) => {
      const wanted = new Set(accounts);
      const found = new Map<string, EntityRef>();
      for (const { row } of select()) {
        if (wanted.has(row.account)) found.set(keyOfEntity(row), { layer: row.layer, entity: row.entity });
      }
      return [...found.values()];
    },
    populationsOf: async (entities) => {
      const pairs = holdersByEntity();
      return entities.map((ref) => pairs.of(keyOfEntity(ref)).size);
    },
    holdersOf: async (entities) => {
      const pairs = holdersByEntity();
      const ties = new Map<string, number>();
      for (const ref of entities) {
        for (const account of pairs.of(keyOfEntity(ref))) ties.set(account, (ties.get(account) ?? 0) + 1);
      }
      return [...ties].map(([id, count]) => ({ id, ties: count }));
    },
    edgeCountsOf: async (accounts) => {
      const counts = new Map<string, number>();
      for (const { row } of select()) counts.set(row.account, (counts.get(row.account) ?? 0) + 1);
      return accounts.map((id) => counts.get(id) ?? 0);
    },
    edgesOf: async function* (accounts) {
      const wanted = new Set(accounts);
      const rows: EdgeRow[] = [];
      for (const { row, versions } of select()) {
        if (!wanted.has(row.account)) continue;
        for (const version of versions) if (version.seq <= seq) rows.push({ ...row, weight: version.weight });
      }
      yield toColumns(rows);
    },
  };
}

export function countRows(edges: Iterable<MemoryEdge>): EdgeCounts {
  const counts = new Map<string, number>();
  const [accounts, entities, everyone] = [new Pairs(), new Pairs(), new Set<string>()];
  let total = 0;
  for (const { row } of edges) {
    total++;
    counts.set(row.layer, (counts.get(row.layer) ?? 0) + 1);
    accounts.add(row.layer, row.account);
    entities.add(row.layer, row.entity);
    everyone.add(row.account);
  }
  const layers = [...counts]
    .sort(([a], [b]) => compareText(a, b))
    .map(([layer, count]) => ({
      layer,
      edges: count,
      accounts: accounts.of(layer).size,
      entities: entities.of(layer).size,
    }));
  return {
    edges: total,
    accounts: everyone.size,
    entities: layers.reduce((sum, layer) => sum + layer.entities, 0),
    layers,
  };
}
