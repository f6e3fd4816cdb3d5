import type { EdgeColumns, TimeWindow } from '../../../model/edge.ts';
import { stringAt } from '../../../model/string-table.ts';
import type { NamePool } from '../../name-pool.ts';
import { pickRows } from '../../pick-rows.ts';
import type { EntityRef, SnapshotReader } from '../../snapshot-reader.ts';
import type { Database } from './database.ts';
import type { EdgeMemory } from './edge-memory.ts';
import { createEntitySlots, type EntitySlots, type Holders, listHolders } from './entity-holders.ts';
import { readSnapshotBlocks } from './read-snapshot.ts';
import { openTies } from './snapshot-ties.ts';

const encoder = new TextEncoder();
type LookUp = { readonly slots: EntitySlots; readonly holders: Holders };

const NO_HOLDERS: Holders = { offsets: new Uint32Array(1), accounts: new Uint32Array(0) };

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
  const numbersOf = (ref: EntityRef): readonly [layer: number, entity: number] => [
    numberOf(layers, ref.layer),
    numberOf(entities, ref.entity),
  ];
  const lookUp = (refs: readonly EntityRef[]): LookUp => {
    const slots = createEntitySlots(entities.size);
    refs.forEach((ref, i) => {
      const [layer, entity] = numbersOf(ref);
      if (layer >= 0 && entity >= 0) slots.put(layer, entity, i);
    });
    return { slots, holders: refs.length === 0 ? NO_HOLDERS : listHolders(ties, slots, refs.length, accounts.size) };
  };
  // Whose holders are asked for is mostly part of whose population was asked for before: that walk is not made again.
  let last: LookUp | null = null;
  const slotIn = ({ slots }: LookUp, ref: EntityRef): number => {
    const [layer, entity] = numbersOf(ref);
    return layer < 0 || entity < 0 ? -1 : slots.get(layer, entity);
  };
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
    populationsOf: async (refs) => {
      last = lookUp(refs);
      const { offsets } = last.holders;
      return refs.map((_, i) => (offsets[i + 1] ?? 0) - (offsets[i] ?? 0));
    },
    holdersOf: async (refs) => {
      const before = last;
      const found = before !== null && refs.every((ref) => slotIn(before, ref) >= 0) ? before : lookUp(refs);
      const { offsets, accounts: list } = found.holders;
      const counts = new Map<number, number>();
      for (const ref of refs) {
        const slot = slotIn(found, ref);
        if (slot < 0) continue;
        for (const account of list.subarray(offsets[slot], offsets[slot + 1])) {
          counts.set(account, (counts.get(account) ?? 0) + 1);
        }
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

async function* pickAccounts(batches: AsyncIterable<EdgeColumns>, flags: Uint8Array): AsyncGenerator<EdgeColumns> {
  for await (const batch of batches) {
    const rows = new Uint32Array(batch.length)
      .map((_, row) => row)
      .filter((row) => flags[batch.account[row] as number] === 1);
    if (rows.length > 0) yield pickRows(batch, rows);
  }
}
