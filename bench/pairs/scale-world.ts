/**
 * The world of preset `scale` in numbers, without names: rows in any order, some of them twice. 70 % shares
 * (Zipf-Mandelbrot, s = 1.05, q = 20, over an eighth as many entities, most soon after an entity's birth), 20 % addresses
 * (3 in 10 of a carrier's pool), 10 % devices; a twentieth as many accounts, Zipf 0.8; 2 % of the rows are rings.
 */
import { createRandom } from '../../src/graph/random.ts';
import type { Random } from '../../src/model/graph.ts';

export type Rows = { readonly account: Uint32Array; readonly entity: Uint32Array; readonly at: Float64Array };

export type World = Rows & { readonly accounts: number; readonly entities: number };

const START_MS = 1_760_000_000_000;
const SECONDS = 30 * 86_400;
const HOUR_S = 3_600;
const ROWS_AN_ACCOUNT = 20;
const ROWS_A_SHARE = 8;
const ROWS_A_POOL = 20_000;
const ROWS_AN_ADDRESS = 2.5;
const ROWS_A_DEVICE = 1.3;

/** `kinds` `shares`: only these, so that every row is an action. */
export function scaleWorld(rows: number, kinds: 'all' | 'shares', seed = 1): World {
  const random = createRandom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const accounts = Math.ceil(rows / ROWS_AN_ACCOUNT);
  const shares = Math.ceil(rows / ROWS_A_SHARE);
  const pools = Math.ceil(rows / ROWS_A_POOL);
  const addresses = Math.ceil((rows * 0.14) / ROWS_AN_ADDRESS);
  const devices = Math.ceil((rows * 0.1) / ROWS_A_DEVICE);
  const entities = shares + pools + addresses + devices;
  const births = Float64Array.from({ length: shares }, () => below(SECONDS));
  const share = drawRanks(shares, 1.05, 20, random);
  const active = drawRanks(accounts, 0.8, 0, random);
  const world = { account: new Uint32Array(rows), entity: new Uint32Array(rows), at: new Float64Array(rows) };
  let row = 0;
  const put = (account: number, entity: number, second: number): void => {
    if (row === rows) return;
    world.account[row] = account;
    world.entity[row] = entity;
    world.at[row++] = START_MS + Math.floor(second) * 1_000;
  };
  const isOnlyShares = kinds === 'shares';
  while (row < rows * 0.02) {
    const members = Array.from({ length: 5 + below(46) }, () => below(accounts));
    for (const pushed of Array.from({ length: 12 }, share))
      for (const member of members) put(member, pushed, (births[pushed] as number) + below(60));
    if (isOnlyShares) continue;
    const homes = Array.from({ length: 5 }, () => shares + pools + below(addresses));
    const racks = Array.from({ length: 3 }, () => shares + pools + addresses + below(devices));
    for (const member of members)
      for (const held of [homes[below(5)], racks[below(3)]]) put(member, held as number, below(SECONDS));
  }
  while (row < rows) {
    const kind = isOnlyShares ? 0 : random();
    if (kind < 0.7) {
      const entity = share();
      const halfLife = random() < 0.5 ? 2 * HOUR_S : 24 * HOUR_S;
      put(active(), entity, (births[entity] as number) - Math.log(1 - random()) * halfLife);
    } else if (kind < 0.76) put(active(), shares + below(pools), below(SECONDS));
    else if (kind < 0.9) put(active(), shares + pools + below(addresses), below(SECONDS));
    else put(active(), shares + pools + addresses + below(devices), below(SECONDS));
  }
  disturb(world, accounts, entities, random);
  return { ...world, accounts, entities };
}

/** Ranks 0 … `size` - 1, rank r with weight (r + 1 + q)^-s, by a table of sums and a guide into it. */
function drawRanks(size: number, s: number, q: number, random: Random): () => number {
  const sums = new Float64Array(size + 1);
  for (let r = 0; r < size; r++) sums[r + 1] = (sums[r] as number) + (r + 1 + q) ** -s;
  const total = sums[size] as number;
  const guide = new Uint32Array(size + 1);
  for (let g = 0, r = 0; g <= size; g++) {
    while (r < size - 1 && (sums[r + 1] as number) < (g / size) * total) r++;
    guide[g] = r;
  }
  return () => {
    const place = random();
    let r = guide[Math.floor(place * size)] as number;
    while (r < size - 1 && (sums[r + 1] as number) <= place * total) r++;
    return r;
  };
}

/** Ids and rows in no order, as they come from anywhere. */
function disturb({ account, entity, at }: Rows, accounts: number, entities: number, random: Random): void {
  const accountOf = shuffled(accounts, random);
  const entityOf = shuffled(entities, random);
  for (let i = account.length - 1; i >= 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const [x, y, z] = [account[j] as number, entity[j] as number, at[j] as number];
    account[j] = account[i] as number;
    entity[j] = entity[i] as number;
    at[j] = at[i] as number;
    account[i] = accountOf[x] as number;
    entity[i] = entityOf[y] as number;
    at[i] = z;
  }
}

function shuffled(size: number, random: Random): Uint32Array {
  const ids = Uint32Array.from({ length: size }, (_, i) => i);
  for (let i = size - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = ids[i] as number;
    ids[i] = ids[j] as number;
    ids[j] = kept;
  }
  return ids;
}
