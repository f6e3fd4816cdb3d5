import type { EdgeColumns } from '../src/model/edge.ts';
import type { StringTable } from '../src/model/string-table.ts';
import { tableOf } from '../src/model/string-table.ts';

/** A world in the shape of a platform's traffic: shares 70 %, addresses 20 %, devices 10 %; a tenth of the accounts make half of the edges. `mark` sets names apart. */
export function makeWorld(edges: number, seed = 1, mark = ''): EdgeColumns {
  const random = createRandom(seed);
  const accountCount = Math.max(1, Math.floor(edges / 10));
  const entityCounts = { link: Math.ceil(edges / 5), ip: Math.ceil(edges / 20), device: Math.ceil(edges / 15) };
  const names = [
    ...numbered(`https://example.org/post/${mark}`, entityCounts.link),
    ...numbered(`198.51.100.${mark}`, entityCounts.ip),
    ...numbered(`device-${mark}`, entityCounts.device),
  ];
  const columns = {
    account: new Uint32Array(edges),
    layer: new Uint16Array(edges),
    entity: new Uint32Array(edges),
    at: new Float64Array(edges),
  };
  for (let row = 0; row < edges; row++) {
    columns.account[row] = Math.floor(random() ** 2 * accountCount);
    const kind = random();
    const layer = kind < 0.7 ? 0 : kind < 0.9 ? 1 : 2;
    const first = layer === 0 ? 0 : layer === 1 ? entityCounts.link : entityCounts.link + entityCounts.ip;
    const size = layer === 0 ? entityCounts.link : layer === 1 ? entityCounts.ip : entityCounts.device;
    columns.layer[row] = layer;
    columns.entity[row] = first + Math.floor(random() ** 2 * size);
    columns.at[row] = 1_760_000_000_000 + Math.floor(random() * 30 * 86_400_000);
  }
  return {
    length: edges,
    ...columns,
    event: null,
    source: null,
    weight: null,
    accounts: tableOf(numbered(`account-${mark}`, accountCount)),
    layers: tableOf(['link', 'ip', 'device']),
    entities: tableOf(names),
    events: EMPTY,
    sources: EMPTY,
  };
}

const EMPTY: StringTable = tableOf([]);

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}${i}`);
}

/** Marsaglia's xorshift: the same world from the same seed on every machine. */
function createRandom(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}
