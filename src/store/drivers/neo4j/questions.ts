import type { Record as Row } from 'neo4j-driver';
import type { NumberedNames } from '../../number-entities.ts';
import type { Connection, Params } from './connection.ts';
import { typeOfLayer } from './relationship-types.ts';

/** Ids or keys sent in one statement: a transaction of a server with half a gigabyte must hold what comes back. */
const ASKED_AT_ONCE = 5_000;

/** By what is asked of entities, the statement for those that are held and for those that are accounts. */
const STATEMENTS = {
  populations: { held: 'edges/populations', interaction: 'edges/populations-interaction' },
  holders: { held: 'edges/holders', interaction: 'edges/holders-interaction' },
  times: { held: 'edges/times-of', interaction: 'edges/times-of-interaction' },
} as const;

export type Questions = {
  readonly ask: (name: string, params: Params, type?: string) => Promise<readonly Row[]>;
  readonly askByLayer: (
    what: keyof typeof STATEMENTS,
    entities: Uint32Array,
    params?: Params,
  ) => AsyncIterable<{ readonly entity: number; readonly row: Row }>;
  readonly askAccounts: (
    name: string,
    accounts: Uint32Array,
    params?: Params,
  ) => AsyncIterable<{ readonly account: number; readonly row: Row }>;
};

/** Questions about numbered names in one snapshot and window (`span`), cut into statements that a server takes with ease. */
export function createQuestions(connection: Connection, names: NumberedNames, span: Params): Questions {
  const ask: Questions['ask'] = (name, params, type) =>
    connection.read((tx) => tx.run(name, { ...params, ...span }, type));
  return {
    ask,
    askByLayer: async function* (what, entities, params = {}) {
      for (const [layer, own] of byLayer(names, entities)) {
        const type = typeOfLayer(layer);
        const byKey = new Map(own.map((entity) => [names.entityName(entity).entity, entity]));
        for (const keys of cut([...byKey.keys()])) {
          const rows = type.isInteraction
            ? await ask(STATEMENTS[what].interaction, { ...params, keys }, type.name)
            : await ask(STATEMENTS[what].held, { ...params, layer, keys });
          for (const row of rows) yield { entity: byKey.get(row.get('key') as string) as number, row };
        }
      }
    },
    askAccounts: async function* (name, accounts, params = {}) {
      for (const part of cut([...new Set(accounts)])) {
        const rows = await ask(name, { ...params, ids: part.map(names.accountName) });
        for (const row of rows) yield { account: names.numberOfAccount(row.get('id') as string), row };
      }
    },
  };
}

export function* cut<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += ASKED_AT_ONCE) yield items.slice(start, start + ASKED_AT_ONCE);
}

function byLayer({ layerOf }: NumberedNames, entities: Uint32Array): ReadonlyMap<string, readonly number[]> {
  const layers = new Map<string, number[]>();
  for (const entity of entities) {
    const layer = layerOf(entity);
    const own = layers.get(layer);
    if (own === undefined) layers.set(layer, [entity]);
    else own.push(entity);
  }
  return layers;
}
