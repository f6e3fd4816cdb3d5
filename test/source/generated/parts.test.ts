import { describe, expect, test } from 'vitest';
import { circlesOf, holdingsOf, median, type ReadWorld, readWorld, ringsOf } from './read-world.ts';

const SECOND = 1000;
const HOUR = 3_600_000;

/** Members of the circles or rings whose id starts with `kind`. */
function troupes(all: ReadonlyMap<string, readonly string[]>, kind: string): readonly (readonly string[])[] {
  return [...all].filter(([id]) => id.replace(/-\d+$/, '') === kind).map(([, members]) => members);
}

/** How many of the accounts hold the entity that most of them hold. */
function mostShared(accounts: readonly string[], holdings: ReadonlyMap<string, ReadonlySet<string>>): number {
  const holders = new Map<string, number>();
  for (const account of accounts)
    for (const entity of holdings.get(account) ?? []) holders.set(entity, (holders.get(entity) ?? 0) + 1);
  return Math.max(0, ...holders.values());
}

/** Times at which the accounts acted on each entity that at least `least` of them acted on, ascending. */
function rounds({ rows }: ReadWorld, layer: string, accounts: readonly string[], least: number): readonly number[][] {
  const members = new Set(accounts);
  const own = rows.filter((row) => row.layer === layer && members.has(row.account));
  return [...Map.groupBy(own, ({ entity }) => entity).values()]
    .map((some) => some.map(({ at }) => Date.parse(at)).sort((a, b) => a - b))
    .filter((times) => times.length >= least);
}

describe('devices and addresses', () => {
  const world = readWorld('untimed', { seed: 21 });
  const devices = holdingsOf(world, 'device');
  const addresses = holdingsOf(world, 'ip');
  const circles = circlesOf(world);
  const rings = ringsOf(world);

  test('every address that was written is one', () => {
    const all = [...addresses.values()].flatMap((some) => [...some]);
    expect(all.filter((address) => address.startsWith('not an address'))).toEqual([]);
    expect(all.some((address) => address.endsWith('/64'))).toBe(true);
    expect(all.some((address) => address.includes('.'))).toBe(true);
  });

  test('a household of 2 to 8 has one address in common, and in half of them a device', () => {
    const households = troupes(circles, 'household');
    for (const members of households) {
      expect(members.length).toBeGreaterThanOrEqual(2);
      expect(members.length).toBeLessThanOrEqual(8);
    }
    const atHome = households.filter((members) => mostShared(members, addresses) === members.length);
    expect(atHome.length / households.length).toBeGreaterThan(0.75);
    const sharing = households.filter((members) => mostShared(members, devices) > 1);
    expect(sharing.length / households.length).toBeGreaterThan(0.3);
    expect(sharing.length / households.length).toBeLessThan(0.6);
  });

  test('a campus of hundreds is behind a few addresses, on a device each', () => {
    const campuses = troupes(circles, 'campus');
    expect(campuses.map((members) => members.length).sort((a, b) => a - b)).toEqual([500, 2000]);
    for (const members of campuses) {
      expect(mostShared(members, addresses)).toBeGreaterThan(150);
      expect(mostShared(members, devices)).toBe(1);
    }
  });

  test('a carrier has thousands of customers on a pool of addresses', () => {
    const [customers = []] = troupes(circles, 'carrier-nat');
    expect(customers).toHaveLength(5000);
    const pooled = new Map<string, number>();
    for (const account of customers)
      for (const address of addresses.get(account) ?? []) pooled.set(address, (pooled.get(address) ?? 0) + 1);
    const busy = [...pooled.values()].filter((holders) => holders >= 20);
    expect(busy.length).toBeGreaterThan(60);
    expect(busy.length).toBeLessThan(110);
  });

  test('offices share an address and no device', () => {
    for (const members of troupes(circles, 'office')) {
      expect(mostShared(members, addresses)).toBeGreaterThan(members.length / 5);
      expect(mostShared(members, devices)).toBe(1);
    }
  });

  test('a ring on devices has nothing else in common; one on devices and addresses both', () => {
    for (const members of troupes(rings, 'device-ring')) {
      expect(mostShared(members, devices)).toBeGreaterThan(members.length / 4);
      expect(mostShared(members, addresses)).toBeLessThan(Math.max(3, members.length / 4));
    }
    for (const members of troupes(rings, 'device-ip-ring')) {
      expect(mostShared(members, devices)).toBeGreaterThan(members.length / 4);
      expect(mostShared(members, addresses)).toBeGreaterThan(members.length / 8);
    }
  });
});

describe('acting together', () => {
  const world = readWorld('timed-only', { seed: 22 });
  const rings = ringsOf(world);
  const circles = circlesOf(world);
  const spread = (times: readonly number[]) => (times.at(-1) ?? 0) - (times[0] ?? 0);

  test('a ring shares within a minute what few others share, 8 to 15 times over days', () => {
    for (const members of troupes(rings, 'share-ring')) {
      const together = rounds(world, 'boost', members, members.length / 2);
      expect(together.length).toBeGreaterThanOrEqual(6);
      expect(together.length).toBeLessThanOrEqual(15);
      expect(median(together.map(spread))).toBeLessThanOrEqual(60 * SECOND);
      const starts = together.map(([first = 0]) => first);
      expect(Math.max(...starts) - Math.min(...starts)).toBeGreaterThan(48 * HOUR);
    }
  });

  test('a slow ring comes back to more links, hours apart', () => {
    for (const members of troupes(rings, 'slow-ring')) {
      const together = rounds(world, 'boost', members, members.length / 2);
      expect(together.length).toBeGreaterThanOrEqual(20);
      expect(median(together.map(spread))).toBeGreaterThan(HOUR);
    }
  });

  test('a botnet never turns out whole', () => {
    for (const members of troupes(rings, 'botnet')) {
      const together = rounds(world, 'boost', members, members.length / 5);
      expect(together.length).toBeGreaterThanOrEqual(20);
      expect(Math.max(...together.map((times) => times.length))).toBeLessThan(0.75 * members.length);
    }
  });

  test('rings push what is popular, within a minute of each other', () => {
    const all = Map.groupBy(world.rows, ({ entity }) => entity);
    const usual = median([...all.values()].map((rows) => rows.length));
    for (const members of troupes(rings, 'popular-ring')) {
      const own = Map.groupBy(
        world.rows.filter(({ account }) => members.includes(account)),
        ({ entity }) => entity,
      );
      const pushed = [...own].filter(([, rows]) => rows.length >= members.length / 2);
      expect(pushed.length).toBeGreaterThanOrEqual(8);
      const populations = pushed.map(([entity]) => all.get(entity)?.length ?? 0);
      expect(median(populations)).toBeGreaterThan(8 * usual);
      expect(median(pushed.map(([, rows]) => bulk(rows.map(({ at }) => Date.parse(at)))))).toBeLessThan(60 * SECOND);
    }
  });

  test('fans take minutes to hours for a post of their star', () => {
    const [fans = []] = troupes(circles, 'fan-crowd');
    const posts = rounds(world, 'boost', fans, 60);
    expect(posts.length).toBeGreaterThanOrEqual(20);
    const middle = posts.map((times) => (times[times.length >>> 1] ?? 0) - (times[0] ?? 0));
    expect(median(middle)).toBeGreaterThan(5 * 60 * SECOND);
    expect(median(middle)).toBeLessThan(12 * HOUR);
  });

  test('2,500 share one news within the hour', () => {
    const [readers = []] = troupes(circles, 'breaking-news');
    expect(readers).toHaveLength(2500);
    const [news = []] = rounds(world, 'boost', readers, 2500);
    expect(news).toHaveLength(2500);
    expect(spread(news)).toBeLessThanOrEqual(HOUR);
  });

  test('a live audience shares clips minutes after they were shown, week after week', () => {
    const [viewers = []] = troupes(circles, 'live-audience');
    const others = new Set(world.rows.filter(({ account }) => !viewers.includes(account)).map(({ entity }) => entity));
    const shown = { ...world, rows: world.rows.filter(({ entity }) => !others.has(entity)) };
    const clips = rounds(shown, 'boost', viewers, viewers.length / 10);
    expect(clips).toHaveLength(32);
    expect(median(clips.map(bulk))).toBeLessThan(10 * 60 * SECOND);
    const weeks = new Set(clips.map(([first = 0]) => Math.floor(first / (7 * 24 * HOUR))));
    expect(weeks.size).toBe(4);
  });
});

/** Time in which the middle half of the acts falls. */
function bulk(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return (sorted[(3 * sorted.length) >>> 2] ?? 0) - (sorted[sorted.length >>> 2] ?? 0);
}

describe('ratings', () => {
  const world = readWorld('ratings', { seed: 23 });
  const ratings = holdingsOf(world, 'product');

  test('a ring rates little known items together, under cover of as many of its own liking', () => {
    const raters = Map.groupBy(world.rows, ({ entity }) => entity);
    for (const members of ringsOf(world).values()) {
      const targets = [
        ...Map.groupBy(
          members.flatMap((account) => [...(ratings.get(account) ?? [])]),
          (item) => item,
        ),
      ].filter(([, times]) => times.length > members.length / 2);
      expect(targets.length).toBeGreaterThanOrEqual(4);
      expect(targets.length).toBeLessThanOrEqual(15);
      const strangers = targets.map(([item]) => (raters.get(item)?.length ?? 0) - members.length);
      expect(median(strangers)).toBeLessThan(20);
      const own = members.map((account) => (ratings.get(account)?.size ?? 0) / targets.length);
      expect(median(own)).toBeGreaterThan(1.4);
    }
  });

  test('no account rates an item twice', () => {
    const pairs = new Set(world.rows.map(({ account, entity }) => `${account} ${entity}`));
    const genuine = world.rows.filter(({ account }) => world.labels.get(account)?.label === '0');
    const genuinePairs = new Set(genuine.map(({ account, entity }) => `${account} ${entity}`));
    expect(genuinePairs.size).toBe(genuine.length);
    expect(pairs.size).toBeGreaterThan(0.99 * world.rows.length);
  });
});

describe('account to account', () => {
  test('mules pass on to a collector, within half a day, what strangers paid them', () => {
    const world = readWorld('mules', { seed: 24 });
    for (const members of ringsOf(world).values()) {
      const ring = new Set(members);
      const inside = world.rows.filter(({ account, entity }) => ring.has(account) && ring.has(entity));
      expect(new Set(inside.map(({ entity }) => entity)).size).toBeLessThanOrEqual(2);
      for (const { account, at } of inside) {
        const passedOn = world.rows.some(
          (row) =>
            row.entity === account &&
            !ring.has(row.account) &&
            between(Date.parse(at) - Date.parse(row.at), 0, 12 * HOUR),
        );
        expect(passedOn).toBe(true);
      }
    }
  });

  test('a wash ring sends money round, and hardly anybody outside does', () => {
    const world = readWorld('payments', { seed: 24 });
    for (const members of ringsOf(world).values()) {
      const ring = new Set(members);
      const inside = world.rows.filter(({ account, entity }) => ring.has(account) && ring.has(entity));
      expect(inside.length).toBeGreaterThan(2 * members.length);
      const payers = new Set(inside.map(({ account }) => account));
      const payees = new Set(inside.map(({ entity }) => entity));
      expect([...payers].filter((account) => payees.has(account)).length).toBeGreaterThan(0.7 * members.length);
    }
  });

  test('a farm follows itself, and follows its clients, who are genuine', () => {
    const world = readWorld('follows', { seed: 24 });
    const follows = holdingsOf(world, 'follow');
    for (const members of ringsOf(world).values()) {
      const inside = members.flatMap((account) => members.filter((other) => follows.get(account)?.has(other)));
      expect(inside.length / (members.length * (members.length - 1))).toBeGreaterThan(0.4);
      const outside = members.flatMap((account) =>
        [...(follows.get(account) ?? [])].filter((other) => !members.includes(other)),
      );
      const clients = [...Map.groupBy(outside, (other) => other)].filter(
        ([, times]) => times.length > members.length / 3,
      );
      expect(clients.length).toBeGreaterThanOrEqual(5);
    }
  });

  test('nobody pays or follows itself', () => {
    for (const preset of ['payments', 'mules', 'follows']) {
      const { rows } = readWorld(preset, { seed: 25 });
      expect(rows.filter(({ account, entity }) => account === entity)).toEqual([]);
    }
  });
});

test('rings of attributes hang together by cards and devices, the crowd by what says nothing', () => {
  const world = readWorld('attributes', { seed: 26 });
  const rings = ringsOf(world);
  for (const [layer, most] of [
    ['card', 4],
    ['device', 3],
  ] as const) {
    const held = holdingsOf(world, layer);
    for (const members of rings.values()) {
      const shared = members.filter((account) =>
        members.some((other) => other !== account && held.get(other)?.has([...(held.get(account) ?? [])][0] ?? '')),
      );
      expect(shared.length).toBeGreaterThanOrEqual(members.length - 1);
      expect(mostShared(members, held)).toBeLessThanOrEqual(most);
    }
  }
  expect(new Set(world.rows.filter(({ layer }) => layer === 'provider').map(({ entity }) => entity)).size).toBe(6);
});

function between(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}
