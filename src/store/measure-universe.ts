/** What a whole snapshot tells of the entities of a part of it. */
import type { StringTable } from '../model/string-table.ts';
import type { EntityTimes, LayerQuestion, LayerUniverse, Universe } from '../model/universe.ts';
import type { UniverseQuestion } from './edge-store.ts';
import type { SnapshotReader } from './snapshot-reader.ts';

export async function measureUniverse(
  reader: SnapshotReader,
  { layers, mostHolders, sampled }: UniverseQuestion,
): Promise<Pick<Universe, 'accounts' | 'layers'>> {
  const interactions = layers.filter(({ areAccounts }) => areAccounts).map(({ layer }) => layer);
  const others = layers.filter(({ areAccounts }) => !areAccounts).map(({ layer }) => layer);
  const asked = await numberEntities(reader, layers);
  // A server can think of the one while it answers the other.
  const [{ populations, timed }, accounts, samples] = await Promise.all([
    describeEntities(reader, asked, layers, mostHolders),
    reader.countAccounts(interactions, sampled),
    reader.sampleEntities(others, sampled),
  ]);
  const found: LayerUniverse[] = [];
  for (const [l, { layer, entities, areAccounts }] of layers.entries()) {
    found.push({
      layer,
      entities,
      populations: populations.slice(asked.offsets[l], asked.offsets[l + 1]),
      acting: areAccounts ? await findActing(reader, entities) : null,
      actors: areAccounts ? (accounts.ofLayer[interactions.indexOf(layer)] ?? 0) : null,
      times: timed[l] as EntityTimes,
      sample: samples[others.indexOf(layer)] ?? null,
    });
  }
  return { accounts: accounts.all, layers: found };
}

/** The entities of all layers, one behind the other. */
type Asked = { readonly entities: Uint32Array; readonly offsets: Uint32Array };

async function numberEntities(reader: SnapshotReader, layers: readonly LayerQuestion[]): Promise<Asked> {
  const offsets = new Uint32Array(layers.length + 1);
  layers.forEach(({ entities }, l) => {
    offsets[l + 1] = (offsets[l] as number) + entities.size;
  });
  const all = new Uint32Array(offsets[layers.length] as number);
  const numbers = await reader.entitiesNamed(layers.map(({ layer, entities }) => ({ layer, names: entities })));
  numbers.forEach((own, l) => {
    all.set(own, offsets[l]);
  });
  return { entities: all, offsets };
}

async function describeEntities(
  reader: SnapshotReader,
  asked: Asked,
  layers: readonly LayerQuestion[],
  mostHolders: number,
): Promise<{ readonly populations: Uint32Array; readonly timed: readonly EntityTimes[] }> {
  const populations = await reader.populationsOf(asked.entities, mostHolders);
  const isFew = (place: number) => (populations[place] as number) <= mostHolders;
  return { populations, timed: await readTimes(reader, asked, layers, isFew) };
}

/** One question for all layers: a store may have to walk over all of its edges for an answer. */
async function readTimes(
  reader: SnapshotReader,
  { entities, offsets }: Asked,
  layers: readonly LayerQuestion[],
  isFew: (place: number) => boolean,
): Promise<readonly EntityTimes[]> {
  const places = layers.map(({ timed }, l) => timed.filter((place) => isFew((offsets[l] as number) + place)));
  const numbers = places.flatMap((own, l) => [
    ...own.map((place) => entities[(offsets[l] as number) + place] as number),
  ]);
  const times = await reader.timesOf(Uint32Array.from(numbers));
  let next = 0;
  return places.map((own) => {
    const first = next;
    next += own.length;
    return pickTimes(times, first, own);
  });
}

function pickTimes(
  { offsets, at }: Pick<EntityTimes, 'offsets' | 'at'>,
  first: number,
  places: Uint32Array,
): EntityTimes {
  const start = offsets[first] as number;
  return {
    entities: places,
    offsets: offsets.slice(first, first + places.length + 1).map((offset) => offset - start),
    at: at.slice(start, offsets[first + places.length]),
  };
}

async function findActing(reader: SnapshotReader, names: StringTable): Promise<Uint8Array> {
  const counts = await reader.edgeCountsOf(await reader.accountsNamed(names), 0);
  return Uint8Array.from(counts, (edges) => (edges > 0 ? 1 : 0));
}
