import type { TimeWindow } from '../../../model/edge.ts';
import { createColumnBuilder } from '../../column-builder.ts';
import type { EntityRef, SnapshotReader } from '../../snapshot-reader.ts';
import type { Connection, Params } from './connection.ts';
import { addEdge, type ReadEdge, spanOf } from './read-snapshot.ts';
import { typeNamed, typeOfLayer } from './relationship-types.ts';

/** Ids or keys sent in one statement: a transaction of a server with half a gigabyte must hold what comes back. */
const ASKED_AT_ONCE = 5_000;

function* cut<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += ASKED_AT_ONCE) yield items.slice(start, start + ASKED_AT_ONCE);
}

export function createSnapshotReader(connection: Connection, seq: number, window: TimeWindow): SnapshotReader {
  const span = spanOf(seq, window);
  const ask = (name: string, params: Params) => connection.read((tx) => tx.run(name, { ...params, ...span }));
  /** By layer, as interactions are asked for in another statement than what is held. */
  const askByLayer = async function* (what: 'populations' | 'holders', entities: readonly EntityRef[]) {
    for (const [layer, keys] of keysByLayer(entities)) {
      const type = typeOfLayer(layer);
      for (const part of cut(keys)) {
        const rows = type.isInteraction
          ? await ask(`edges/${what}-interaction`, { type: type.name, keys: part })
          : await ask(`edges/${what}`, { layer, keys: part });
        for (const row of rows) yield { layer, row };
      }
    }
  };
  return {
    entitiesOf: async (accounts) => {
      const found = new Map<string, EntityRef>();
      for (const ids of cut(accounts)) {
        for (const row of await ask('edges/entities-of', { ids })) {
          const layer = typeNamed(row.get('type') as string)?.layer ?? (row.get('layer') as string);
          const entity = row.get('entity') as string;
          found.set(JSON.stringify([layer, entity]), { layer, entity });
        }
      }
      return [...found.values()];
    },
    populationsOf: async (entities) => {
      const known = new Map<string, number>();
      for await (const { layer, row } of askByLayer('populations', entities)) {
        known.set(JSON.stringify([layer, row.get('key')]), row.get('population') as number);
      }
      return entities.map(({ layer, entity }) => known.get(JSON.stringify([layer, entity])) ?? 0);
    },
    holdersOf: async (entities) => {
      const ties = new Map<string, number>();
      for await (const { row } of askByLayer('holders', entities)) {
        const id = row.get('id') as string;
        ties.set(id, (ties.get(id) ?? 0) + (row.get('ties') as number));
      }
      return [...ties].map(([id, count]) => ({ id, ties: count }));
    },
    edgeCountsOf: async (accounts) => {
      const counts = new Map<string, number>();
      for (const ids of cut(accounts)) {
        for (const row of await ask('edges/edge-counts-of', { ids })) {
          counts.set(row.get('id') as string, row.get('edges') as number);
        }
      }
      return accounts.map((id) => counts.get(id) ?? 0);
    },
    edgesOf: async function* (accounts) {
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
    },
  };
}

function keysByLayer(entities: readonly EntityRef[]): ReadonlyMap<string, readonly string[]> {
  const layers = new Map<string, string[]>();
  for (const { layer, entity } of entities) {
    const keys = layers.get(layer);
    if (keys === undefined) layers.set(layer, [entity]);
    else keys.push(entity);
  }
  return layers;
}
