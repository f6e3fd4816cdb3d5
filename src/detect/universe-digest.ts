/** The digest of the figures of a whole: what they say in one form, every array with its name and length before it. */
import type { Hash } from '../model/ports.ts';
import { compareText } from '../model/string-table.ts';
import type { LayerUniverse, Universe } from '../model/universe.ts';

const encoder = new TextEncoder();

export function universeDigest(universe: Universe, hash: Hash): string {
  return hash(encodeUniverse(universe));
}

function* encodeUniverse({ accounts, mostHolders, limits, layers }: Universe): Generator<Uint8Array> {
  yield encoder.encode(`lockstep.universe/1\n${JSON.stringify({ accounts, mostHolders, limits })}\n`);
  for (const layer of [...layers].sort((x, y) => compareText(x.layer, y.layer))) yield* encodeLayer(layer);
}

function* encodeLayer({ layer, entities, populations, acting, actors, times, sample }: LayerUniverse) {
  yield encoder.encode(`layer ${JSON.stringify([layer, actors, sample?.share ?? null])}\n`);
  yield* encodeNumbers('entities.offsets', entities.offsets);
  yield entities.bytes.subarray(0, entities.offsets[entities.size]);
  yield* encodeNumbers('populations', populations);
  if (acting !== null) yield* encodeNumbers('acting', acting);
  yield* encodeNumbers('times.entities', times.entities);
  yield* encodeNumbers('times.offsets', times.offsets);
  yield* encodeNumbers('times.at', times.at);
  if (sample === null) return;
  yield* encodeNumbers('sample.populations', sample.populations);
  yield* encodeNumbers('sample.offsets', sample.offsets);
  yield* encodeNumbers('sample.at', sample.at);
}

/** As 64-bit floats, little-endian: every number here is one exactly. */
function* encodeNumbers(name: string, numbers: ArrayLike<number>): Generator<Uint8Array> {
  yield encoder.encode(`${name} ${numbers.length}\n`);
  const view = new DataView(new ArrayBuffer(8 * numbers.length));
  for (let i = 0; i < numbers.length; i++) view.setFloat64(8 * i, numbers[i] as number, true);
  yield new Uint8Array(view.buffer);
}
