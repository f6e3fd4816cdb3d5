import { stringAt } from '../model/string-table.ts';
import { compareWords } from './compare-words.ts';
import { createWordNumbers } from './number-words.ts';
import type { EntityRef, SnapshotReader } from './snapshot-reader.ts';

/** The part of a reader that turns names into numbers and back. */
export type ReaderNames = Pick<
  SnapshotReader,
  | 'accountsNamed'
  | 'entitiesNamed'
  | 'accountName'
  | 'entityName'
  | 'layerOf'
  | 'compareAccounts'
  | 'compareEntities'
  | 'asEntities'
  | 'asAccounts'
>;

export type NumberedNames = ReaderNames & {
  readonly numberOfAccount: (id: string) => number;
  readonly numberOfEntity: (layer: string, entity: string) => number;
};

/** Numbers given as names come up, for stores that hold words. */
export function numberNames(): NumberedNames {
  const accounts = createWordNumbers();
  const refs: EntityRef[] = [];
  const layers = new Map<string, Map<string, number>>();
  const numberOfEntity = (layer: string, entity: string): number => {
    const numbers = layers.get(layer) ?? new Map<string, number>();
    layers.set(layer, numbers);
    const number = numbers.get(entity) ?? refs.push({ layer, entity }) - 1;
    numbers.set(entity, number);
    return number;
  };
  const entityName = (number: number): EntityRef => refs[number] ?? { layer: '', entity: '' };
  return {
    numberOfAccount: accounts.numberOf,
    numberOfEntity,
    accountsNamed: async (names) => accounts.numbersOf(names),
    entitiesNamed: async (asked) =>
      asked.map(({ layer, names }) =>
        Uint32Array.from({ length: names.size }, (_, i) => numberOfEntity(layer, stringAt(names, i))),
      ),
    accountName: accounts.wordOf,
    entityName,
    layerOf: (entity) => entityName(entity).layer,
    compareAccounts: accounts.compare,
    compareEntities: (a, b) => {
      const [one, other] = [entityName(a), entityName(b)];
      return compareWords(one.layer, other.layer) || compareWords(one.entity, other.entity);
    },
    asEntities: async (layer, numbers) => numbers.map((account) => numberOfEntity(layer, accounts.wordOf(account))),
    asAccounts: async (entities) => entities.map((entity) => accounts.numberOf(entityName(entity).entity)),
  };
}
