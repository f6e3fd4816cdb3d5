import { pickNames } from '../../../model/pick-names.ts';
import { bytesAt, compareAt, compareBytes, type StringTable, stringAt } from '../../../model/string-table.ts';
import { compareWords } from '../../compare-words.ts';
import type { ReaderNames } from '../../number-entities.ts';
import { createWordNumbers } from '../../number-words.ts';
import type { NamesInLayer } from '../../snapshot-reader.ts';
import type { Database } from './database.ts';
import { EntityRefs } from './entity-refs.ts';
import { findNames } from './find-names.ts';
import { type NameTable, readNameTable } from './name-tables.ts';

/** The names of one snapshot by the numbers of the file; accounts that only others' edges name have numbers beyond them. */
export type FileNames = ReaderNames & {
  readonly accounts: StringTable;
  readonly entities: StringTable;
  readonly layers: StringTable;
  readonly refs: EntityRefs;
  /** The number of a layer, -1 of one that the file does not know. */
  readonly layerNamed: (name: string) => number;
};

const encoder = new TextEncoder();

export function openFileNames(db: Database): FileNames {
  const [accounts, entities, layers] = [
    readNameTable(db, 'account'),
    readNameTable(db, 'entity'),
    readNameTable(db, 'layer'),
  ];
  // One entity more than there are: it stands for every name that no entity has, and nobody holds it.
  const refs = new EntityRefs(entities.size + 1);
  const nothing = refs.put(0, entities.size);
  const words = Array.from({ length: layers.size }, (_, layer) => stringAt(layers, layer));
  const layerNamed = (name: string): number => words.indexOf(name);
  const others = createAccountWords(accounts);
  const refsOf = (asked: readonly NamesInLayer[]): readonly Uint32Array[] => {
    const places = findNames(entities, joinTables(asked.map(({ names }) => names)));
    let from = 0;
    return asked.map(({ layer, names }) => {
      const number = layerNamed(layer);
      const own = places.subarray(from, from + names.size);
      from += names.size;
      return Uint32Array.from(own, (place) => (place < 0 || number < 0 ? nothing : refs.put(number, place)));
    });
  };
  const entityOf = (ref: number): number => refs.entities[ref] as number;
  const ranks = rankWords(words);
  const rankOf = (ref: number): number => (ref === nothing ? -1 : (ranks[refs.layers[ref] as number] as number));
  const layerOf = (ref: number): string => (ref === nothing ? '' : (words[refs.layers[ref] as number] ?? ''));
  return {
    ...{ accounts, entities, layers, refs, layerNamed, layerOf },
    accountName: others.nameOf,
    entityName: (ref) => ({ layer: layerOf(ref), entity: ref === nothing ? '' : stringAt(entities, entityOf(ref)) }),
    compareAccounts: others.compare,
    compareEntities: (a, b) => rankOf(a) - rankOf(b) || compareAt(entities, entityOf(a), entityOf(b)),
    accountsNamed: async (names) => others.find(names),
    entitiesNamed: async (asked) => refsOf(asked),
    asEntities: async (layer, numbers) => {
      const names = layerNamed(layer) < 0 ? null : others.tableOf(numbers);
      const [found] = names === null ? [] : refsOf([{ layer, names }]);
      return found ?? new Uint32Array(numbers.length).fill(nothing);
    },
    asAccounts: async (numbers) => others.find(pickNames(entities, numbers.map(entityOf))),
  };
}

/** Place of each word in the order of bytes. */
function rankWords(words: readonly string[]): Uint32Array {
  const ranks = new Uint32Array(words.length);
  [...words.keys()]
    .sort((i, j) => compareWords(words[i] as string, words[j] as string))
    .forEach((word, rank) => {
      ranks[word] = rank;
    });
  return ranks;
}

/** Accounts of the file by number, and others by numbers beyond them. */
function createAccountWords(accounts: NameTable) {
  const beyond = createWordNumbers();
  const bytesOf = (number: number): Uint8Array =>
    number < accounts.size ? bytesAt(accounts, number) : encoder.encode(beyond.wordOf(number - accounts.size));
  return {
    nameOf: (number: number): string =>
      number < accounts.size ? stringAt(accounts, number) : beyond.wordOf(number - accounts.size),
    compare: (a: number, b: number): number =>
      Math.max(a, b) < accounts.size ? compareAt(accounts, a, b) : compareBytes(bytesOf(a), bytesOf(b)),
    find: (names: StringTable): Uint32Array =>
      Uint32Array.from(findNames(accounts, names), (place, i) =>
        place >= 0 ? place : accounts.size + beyond.numberOf(stringAt(names, i)),
      ),
    tableOf: (numbers: Uint32Array): StringTable => joinBytes(Array.from(numbers, bytesOf)),
  };
}

function joinTables(tables: readonly StringTable[]): StringTable {
  const [only] = tables;
  if (tables.length === 1 && only !== undefined) return only;
  return joinBytes(tables.flatMap((table) => Array.from({ length: table.size }, (_, i) => bytesAt(table, i))));
}

function joinBytes(names: readonly Uint8Array[]): StringTable {
  const offsets = new Float64Array(names.length + 1);
  names.forEach((name, i) => {
    offsets[i + 1] = (offsets[i] as number) + name.length;
  });
  const bytes = new Uint8Array(offsets[names.length] as number);
  names.forEach((name, i) => {
    bytes.set(name, offsets[i]);
  });
  return { size: names.length, bytes, offsets };
}
