import type { TimeWindow } from '../../../model/edge.ts';
import type { Lists, SnapshotReader } from '../../snapshot-reader.ts';
import { countAccounts } from './count-accounts.ts';
import type { Database } from './database.ts';
import type { EntityRefs } from './entity-refs.ts';
import { type FileNames, openFileNames } from './file-names.ts';
import { type EntityPlaces, HolderIndex } from './holder-index.ts';
import { readEdgesOf } from './read-edges-of.ts';
import { sampleEntities } from './sample-entities.ts';
import { readTies, type SnapshotTies } from './snapshot-ties.ts';

/** Answers from the snapshot's columns, which are read once and sorted by entity in memory: 10 M edges take 260 MB. */
export function createSnapshotReader(db: Database, seq: number, window: TimeWindow): SnapshotReader {
  const ties = readTies(db, seq, window);
  // Names are read after the ties, so that every tie has its names.
  const names = openFileNames(db);
  let sorted: HolderIndex | null = null;
  const index = (): HolderIndex => {
    sorted ??= new HolderIndex(ties, names.entities.size + 1, names.accounts.size);
    return sorted;
  };
  let edges: Uint32Array | null = null;
  return {
    ...names,
    holdingsOf: async (accounts) => listHoldings(names, ties, accounts),
    populationsOf: async (entities) => index().populationsOf(placesOf(names, entities)),
    holdersOf: async (entities) => index().holdersOf(placesOf(names, entities)),
    edgeCountsOf: async (accounts) => {
      edges ??= countEdgesOfAccounts(names, ties);
      const counts = edges;
      return accounts.map((account) => counts[account] ?? 0);
    },
    edgesOf: (accounts) => readEdgesOf(db, names, ties, accounts),
    timesOf: async (entities) => index().timesOf(placesOf(names, entities)),
    countAccounts: async (layers, size) => countAccounts(names, ties, layers, size),
    sampleEntities: async (layers, size) => sampleEntities(names, ties, index(), layers, size),
  };
}

function placesOf({ refs }: FileNames, entities: Uint32Array): EntityPlaces {
  return {
    layers: Uint16Array.from(entities, (ref) => refs.layers[ref] as number),
    entities: entities.map((ref) => refs.entities[ref] as number),
  };
}

/** Two walks: one counts the accounts' ties, one fills them in. */
function listHoldings({ accounts: { size }, refs }: FileNames, ties: SnapshotTies, accounts: Uint32Array): Lists {
  const placeOf = new Int32Array(size).fill(-1);
  accounts.forEach((account, place) => {
    if (account < size) placeOf[account] = place;
  });
  const starts = new Uint32Array(accounts.length + 1);
  for (const { from, raised } of ties.blocks) {
    for (let row = from; row < raised; row++) {
      const place = placeOf[ties.account[row] as number] as number;
      if (place >= 0) starts[place + 1] = (starts[place + 1] as number) + 1;
    }
  }
  for (let place = 0; place < accounts.length; place++) {
    starts[place + 1] = (starts[place + 1] as number) + (starts[place] as number);
  }
  const items = new Uint32Array(starts[accounts.length] as number);
  const firstAt = new Float64Array(items.length);
  const next = starts.slice();
  const { account, entity, layer, at, blocks } = ties;
  for (const { from, raised } of blocks) {
    for (let row = from; row < raised; row++) {
      const place = placeOf[account[row] as number] as number;
      if (place < 0) continue;
      const slot = next[place] as number;
      next[place] = slot + 1;
      items[slot] = refs.put(layer[row] as number, entity[row] as number);
      firstAt[slot] = at[row] as number;
    }
  }
  return dropRepeats({ offsets: starts, items, firstAt }, refs);
}

/** In place: several ties of an account with an entity become one, with the earliest time. */
function dropRepeats({ offsets: starts, items, firstAt }: Lists, refs: EntityRefs): Lists {
  const stamps = new Uint32Array(refs.size);
  const offsets = new Uint32Array(starts.length);
  let kept = 0;
  for (let list = 0; list + 1 < starts.length; list++) {
    const before = kept;
    for (let i = starts[list] as number; i < (starts[list + 1] as number); i++) {
      const ref = items[i] as number;
      const at = firstAt[i] as number;
      const known = stamps[ref] as number;
      const isNew = known <= before;
      const place = isNew ? kept++ : known - 1;
      if (isNew) stamps[ref] = kept;
      const first = isNew ? Number.NaN : (firstAt[place] as number);
      items[place] = ref;
      firstAt[place] = Number.isNaN(first) || at < first ? at : first;
    }
    offsets[list + 1] = kept;
  }
  return { offsets, items: items.subarray(0, kept), firstAt: firstAt.subarray(0, kept) };
}

function countEdgesOfAccounts({ accounts }: FileNames, { account, blocks }: SnapshotTies): Uint32Array {
  const counts = new Uint32Array(accounts.size);
  for (const { from, to } of blocks) {
    for (let row = from; row < to; row++) {
      const number = account[row] as number;
      counts[number] = (counts[number] as number) + 1;
    }
  }
  return counts;
}
