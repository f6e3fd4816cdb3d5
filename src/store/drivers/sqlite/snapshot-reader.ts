import type { EdgeColumns, TimeWindow } from '../../../model/edge.ts';
import { stringAt } from '../../../model/string-table.ts';
import type { NamePool } from '../../name-pool.ts';
import { pickRows } from '../../pick-rows.ts';
import type { EntityRef, SnapshotReader } from '../../snapshot-reader.ts';
import type { Database } from './database.ts';
import type { EdgeMemory } from './edge-memory.ts';
import { createEntitySlots, type EntitySlots, type Holders, listHolders } from './entity-holders.ts';
import type { Names } from './names.ts';
import { readSnapshotBlocks } from './read-snapshot.ts';
import { openTies, type SnapshotTies } from './snapshot-ties.ts';

const encoder = new TextEncoder();
const NOBODY = new Uint32Array(0);

function numberOf(pool: NamePool, name: string): number {
  const bytes = encoder.encode(name);
  return pool.find(bytes, 0, bytes.length);
}

/** Answers by walking over the columns: a hop over 10 M edges takes a few tenths of a second, and needs no second index. */
export function createSnapshotReader(
  db: Database,
  memory: EdgeMemory,
  seq: number,
  window: TimeWindow,
): SnapshotReader {
  const names = memory.names();
  const [accounts, entities, layers] = [names.pool('account'), names.pool('entity'), names.pool('layer')];
  const ties = openTies(db, seq, window);
  const flag = (ids: readonly string[]): Uint8Array => {
    const flags = new Uint8Array(accounts.size);
    for (const id of ids) {
      const number = numberOf(accounts, id);
      if (number >= 0) flags[number] = 1;
    }
    return flags;
  };
  const lookUp = createLookUp(names, ties);
  return {
    entitiesOf: async (ids) => {
      const flags = flag(ids);
      const seen = createEntitySlots(entities.size);
      const found: EntityRef[] = [];
      const [layerTable, entityTable] = [layers.table(), entities.table()];
      ties.forEach((account, layer, entity) => {
        if (flags[account] !== 1 || seen.get(layer, entity) >= 0) return;
        seen.put(layer, entity, 0);
        found.push({ layer: stringAt(layerTable, layer), entity: stringAt(entityTable, entity) });
      });
      return found;
    },
    populationsOf: async (refs) => lookUp(refs).map((holders) => holders.length),
    holdersOf: async (refs) => {
      const counts = new Map<number, number>();
      for (const holders of lookUp(refs)) {
        for (const account of holders) counts.set(account, (counts.get(account) ?? 0) + 1);
      }
      const table = accounts.table();
      return [...counts].map(([account, count]) => ({ id: stringAt(table, account), ties: count }));
    },
    edgeCountsOf: async (ids) => {
      const counts = new Uint32Array(accounts.size);
      ties.forEach((account) => {
        counts[account] = (counts[account] as number) + 1;
      });
      return ids.map((id) => counts[numberOf(accounts, id)] ?? 0);
    },
    edgesOf: (ids) => {
      const flags = flag(ids);
      const blocks = ties.blocksOf((account) => flags[account] === 1);
      return pickAccounts(readSnapshotBlocks(db, memory, blocks, window), flags);
    },
  };
}

/**
 * The distinct accounts of each entity asked for. Whose holders are asked for is mostly part of whose population was asked for
 * before: that walk is not made again.
 */
function createLookUp(names: Names, ties: SnapshotTies): (refs: readonly EntityRef[]) => readonly Uint32Array[] {
  const [accounts, entities, layers] = [names.pool('account'), names.pool('entity'), names.pool('layer')];
  let last: { readonly slots: EntitySlots; readonly holders: Holders } | null = null;
  return (refs) => {
    const numbers = refs.map((ref) => [numberOf(layers, ref.layer), numberOf(entities, ref.entity)] as const);
    const known = numbers.filter(([layer, entity]) => layer >= 0 && entity >= 0);
    const isCovered = known.every(([layer, entity]) => (last?.slots.get(layer, entity) ?? -1) >= 0);
    if (last === null || !isCovered) {
      const slots = createEntitySlots(entities.size);
      known.forEach(([layer, entity], slot) => {
        slots.put(layer, entity, slot);
      });
      last = { slots, holders: listHolders(ties, slots, known.length, accounts.size) };
    }
    const { slots, holders } = last;
    return numbers.map(([layer, entity]) => {
      const slot = layer < 0 || entity < 0 ? -1 : slots.get(layer, entity);
      return slot < 0 ? NOBODY : holders.accounts.subarray(holders.offsets[slot], holders.offsets[slot + 1]);
    });
  };
}

async function* pickAccounts(batches: AsyncIterable<EdgeColumns>, flags: Uint8Array): AsyncGenerator<EdgeColumns> {
  for await (const batch of batches) {
    const rows = new Uint32Array(batch.length)
      .map((_, row) => row)
      .filter((row) => flags[batch.account[row] as number] === 1);
    if (rows.length > 0) yield pickRows(batch, rows);
  }
}
