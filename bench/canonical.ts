/**
 * What canonical order and the layers built on it cost: `node bench/canonical.ts [rows]` (1,000,000 unless told).
 * The rows have the shape of a platform's traffic: three layers, a heavy tail of accounts and of entities, times in
 * seconds over a month, one row in fifty a repeat, ids that are long and begin alike.
 */
import { createHash } from 'node:crypto';
import { canonicalEdges } from '../src/detect/canonical-edges.ts';
import { inputDigest } from '../src/detect/input-digest.ts';
import { buildLayer } from '../src/detect/layer.ts';
import { chooseLayerTypes } from '../src/detect/layer-type.ts';
import type { EdgeColumns } from '../src/model/edge.ts';
import { DEFAULT_SETTINGS } from '../src/model/layer.ts';
import { type StringTable, tableOf } from '../src/model/string-table.ts';

const SECONDS = 30 * 86_400;
const START_MS = 1_760_000_000_000;

const rows = Number(process.argv[2] ?? 1_000_000);
if (!Number.isInteger(rows) || rows < 1) {
  console.error(`"${process.argv[2]}" is not a number of rows: give a whole number from 1 on.`);
  process.exit(2);
}

const columns = makeRows(rows);
const before = process.memoryUsage().rss;
const meter = startMeter();
const canonical = canonicalEdges(columns);
meter('canonical order');
const digest = inputDigest(canonical, (chunks) => {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
});
meter('digest');
const cells = Array.from({ length: canonical.layers.size }, (_, layer) => {
  return buildLayer(canonical, layer, DEFAULT_SETTINGS.resource, '').entityAccounts.length;
});
meter('layers');
chooseLayerTypes(canonical, new Map());
meter('types of unknown layers');
canonicalEdges(canonical);
meter('canonical order of what has it');
const peak = process.resourceUsage().maxRSS * 1_024;
console.log(`peak above the columns that came in: ${Math.round((peak - before) / 2 ** 20)} MiB`);
console.log(
  `${canonical.length} distinct of ${rows} rows, ${canonical.accounts.size} accounts, ${canonical.entities.size} entities, ${cells.join(' + ')} cells`,
);
console.log(`digest ${digest.slice(0, 16)}`);

function startMeter(): (what: string) => void {
  let cpu = process.cpuUsage();
  let wall = performance.now();
  return (what) => {
    const { user, system } = process.cpuUsage(cpu);
    const seconds = ((user + system) / 1e6).toFixed(2).padStart(7);
    console.log(`${seconds} s CPU ${((performance.now() - wall) / 1e3).toFixed(2).padStart(7)} s  ${what}`);
    cpu = process.cpuUsage();
    wall = performance.now();
  };
}

function makeRows(length: number): EdgeColumns {
  const random = makeRandom(1);
  const accounts = numbered(Math.ceil(length / 20), (i) => `user-${i}`);
  const entities = numbered(Math.ceil(length / 8), (i) => `https://example.org/${scramble(i).toString(16)}/${i}`);
  const account = new Uint32Array(length);
  const entity = new Uint32Array(length);
  const layer = new Uint16Array(length);
  const at = new Float64Array(length);
  for (let row = 0; row < length; row++) {
    const from = row % 50 === 49 ? row - 1 - Math.floor(random() * Math.min(row, 1_000)) : -1;
    account[row] = from < 0 ? Math.floor(random() ** 2 * accounts.size) : (account[from] as number);
    entity[row] = from < 0 ? Math.floor(random() ** 3 * entities.size) : (entity[from] as number);
    // An entity is in one layer: seven in ten a link, two an address, one a device.
    const kind = scramble(entity[row] as number) % 10;
    layer[row] = kind < 7 ? 0 : kind < 9 ? 1 : 2;
    at[row] = from < 0 ? START_MS + 1_000 * Math.floor(random() * SECONDS) : (at[from] as number);
  }
  const layers = tableOf(['shares', 'addresses', 'devices']);
  const none = tableOf(['']);
  return {
    ...{ length, account, entity, layer, at, event: null, source: null, weight: null },
    ...{ accounts, entities, layers, events: none, sources: none },
  };
}

function numbered(size: number, nameOf: (i: number) => string): StringTable {
  const encoder = new TextEncoder();
  const bytes = new Uint8Array(size * 48);
  const offsets = new Float64Array(size + 1);
  for (let i = 0; i < size; i++) {
    const end = offsets[i] as number;
    offsets[i + 1] = end + encoder.encodeInto(nameOf(i), bytes.subarray(end)).written;
  }
  return { size, bytes: bytes.slice(0, offsets[size]), offsets };
}

function scramble(i: number): number {
  return Math.imul(i + 1, 0x9e3779b1) >>> 0;
}

function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
