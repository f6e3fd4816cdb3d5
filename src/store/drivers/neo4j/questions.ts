import type { Record as Row } from 'neo4j-driver';
import type { TimeWindow } from '../../../model/edge.ts';
import type { NumberedNames } from '../../number-entities.ts';
import type { Connection, Params } from './connection.ts';
import { spanOf } from './read-snapshot.ts';
import { typeOfLayer } from './relationship-types.ts';

/** Ids or keys sent in one statement: a transaction of a server with half a gigabyte must hold what comes back. */
const ASKED_AT_ONCE = 5_000;

/** By what is asked of entities, the statement for those that are held and for those that are accounts. */
const STATEMENTS = {
  populations: { held: 'edges/populations', interaction: 'edges/populations-interaction' },
  populationsNow: { held: 'edges/populations-now', interaction: 'edges/populations-now-interaction' },
  holders: { held: 'edges/holders', interaction: 'edges/holders-interaction' },
  times: { held: 'edges/times-of', interaction: 'edges/times-of-interaction' },
} as const;

export type Questions = {
  /** Of the snapshot and window. */
  readonly ask: (name: string, params: Params, type?: string) => Promise<readonly Row[]>;
  readonly askByLayer: AskByLayer;
  readonly askAccounts: AskAccounts;
  /**
   * Of all that is in the store, which a server answers several times as fast. `null` where that is not the snapshot: it has a
   * window, or others have written meanwhile.
   */
  readonly askNow: <T>(ask: (questions: Now) => Promise<T>) => Promise<T | null>;
};

export type Now = { readonly askByLayer: AskByLayer; readonly askAccounts: AskAccounts };

type AskByLayer = (
  what: keyof typeof STATEMENTS,
  entities: Uint32Array,
  params?: Params,
) => AsyncIterable<{ readonly entity: number; readonly row: Row }>;

type AskAccounts = (
  name: string,
  accounts: Uint32Array,
  params?: Params,
) => AsyncIterable<{ readonly account: number; readonly row: Row }>;

/** Questions about numbered names in one snapshot and window, cut into statements that a server takes with ease. */
export function createQuestions(
  connection: Connection,
  names: NumberedNames,
  seq: number,
  window: TimeWindow,
): Questions {
  const span = spanOf(seq, window);
  const ask: Questions['ask'] = (name, params, type) =>
    connection.read((tx) => tx.run(name, { ...params, ...span }, type));
  const askNow: Questions['ask'] = (name, params, type) => connection.read((tx) => tx.run(name, params, type));
  const now: Now = { askByLayer: byLayers(names, askNow), askAccounts: byAccounts(names, askNow) };
  let isNow = window.from === null && window.to === null;
  return {
    ask,
    askByLayer: byLayers(names, ask),
    askAccounts: byAccounts(names, ask),
    askNow: async (question) => {
      if (!isNow) return null;
      const answer = await question(now);
      // What others have committed before this shows in a later number.
      const [latest] = await askNow('edges/latest-seq', {});
      isNow = latest?.get('seq') === seq;
      return isNow ? answer : null;
    },
  };
}

/** By layer, as interactions are asked for in another statement than what is held. */
function byLayers(names: NumberedNames, ask: Questions['ask']): AskByLayer {
  return async function* (what, entities, params = {}) {
    for (const [layer, own] of splitByLayer(names, entities)) {
      const type = typeOfLayer(layer);
      const byKey = new Map(own.map((entity) => [names.entityName(entity).entity, entity]));
      for (const keys of cut([...byKey.keys()])) {
        const rows = type.isInteraction
          ? await ask(STATEMENTS[what].interaction, { ...params, keys }, type.name)
          : await ask(STATEMENTS[what].held, { ...params, layer, keys });
        for (const row of rows) yield { entity: byKey.get(row.get('key') as string) as number, row };
      }
    }
  };
}

function byAccounts(names: NumberedNames, ask: Questions['ask']): AskAccounts {
  return async function* (name, accounts, params = {}) {
    for (const part of cut([...new Set(accounts)])) {
      const rows = await ask(name, { ...params, ids: part.map(names.accountName) });
      for (const row of rows) yield { account: names.numberOfAccount(row.get('id') as string), row };
    }
  };
}

export function* cut<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += ASKED_AT_ONCE) yield items.slice(start, start + ASKED_AT_ONCE);
}

function splitByLayer({ layerOf }: NumberedNames, entities: Uint32Array): ReadonlyMap<string, readonly number[]> {
  const layers = new Map<string, number[]>();
  for (const entity of entities) {
    const layer = layerOf(entity);
    const own = layers.get(layer);
    if (own === undefined) layers.set(layer, [entity]);
    else own.push(entity);
  }
  return layers;
}
