import { expect, test } from 'vitest';
import { holdingsOf, median, readWorld, ringsOf } from './read-world.ts';

const EDGES = 200_000;
const world = readWorld('scale', { seed: 2, edges: EDGES });

test('the rows are exactly as many as asked for, and so are those of each layer', () => {
  for (const [edges, rows] of [
    [EDGES, world.rows],
    [12_345, readWorld('scale', { seed: 2, edges: 12_345 }).rows],
  ] as const) {
    const count = (layer: string) => rows.filter((row) => row.layer === layer).length;
    expect(rows).toHaveLength(edges);
    expect(count('link')).toBe(Math.round(edges * 0.7));
    expect(count('ip')).toBe(Math.round(edges * 0.2));
    expect(count('device')).toBe(edges - Math.round(edges * 0.7) - Math.round(edges * 0.2));
  }
});

test('one account in twenty edges, and rings of 5 to 50 of them with 2 % of the rows', () => {
  expect(world.labels.size).toBe(EDGES / 20);
  const rings = [...ringsOf(world).values()];
  for (const members of rings) {
    expect(members.length).toBeGreaterThanOrEqual(5);
    expect(members.length).toBeLessThanOrEqual(50);
  }
  // 20 rows each: 12 links, 3 devices, 5 addresses.
  expect(rings.reduce((sum, members) => sum + members.length * 20, 0)).toBe(EDGES * 0.02);
});

test('members of a ring share 12 links within a minute, 3 devices and 5 addresses', () => {
  const devices = holdingsOf(world, 'device');
  const addresses = holdingsOf(world, 'ip');
  const common = (members: readonly string[], held: ReadonlyMap<string, ReadonlySet<string>>) =>
    [...(held.get(members[0] ?? '') ?? [])].filter((entity) =>
      members.every((account) => held.get(account)?.has(entity)),
    ).length;
  for (const members of ringsOf(world).values()) {
    expect(common(members, devices)).toBe(3);
    expect(common(members, addresses)).toBe(5);
    const links = Map.groupBy(
      world.rows.filter(({ account, layer }) => layer === 'link' && members.includes(account)),
      ({ entity }) => entity,
    );
    const rounds = [...links.values()].filter((rows) => rows.length === members.length);
    expect(rounds).toHaveLength(12);
    for (const rows of rounds) {
      const times = rows.map(({ at }) => Date.parse(at));
      expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(60_000);
    }
  }
});

test('links are shared by a heavy tail of accounts, in bursts', () => {
  const links = [
    ...Map.groupBy(
      world.rows.filter(({ layer }) => layer === 'link'),
      ({ entity }) => entity,
    ).values(),
  ];
  const populations = links.map((rows) => new Set(rows.map(({ account }) => account)).size);
  expect(Math.max(...populations)).toBeGreaterThan(500);
  expect(median(populations)).toBeLessThan(6);
  const popular = links.filter((rows) => rows.length >= 50);
  expect(popular.length).toBeGreaterThan(20);
  // Half of the shares of a thing fall in a small part of the four weeks.
  const spans = popular.map((rows) => {
    const times = rows.map(({ at }) => Date.parse(at)).sort((a, b) => a - b);
    return ((times[times.length >>> 1] ?? 0) - (times[0] ?? 0)) / 86_400_000;
  });
  expect(median(spans)).toBeLessThan(2);
});

test('three in ten addresses are seen in a pool that hundreds share', () => {
  const rows = world.rows.filter(({ layer }) => layer === 'ip');
  const holders = Map.groupBy(rows, ({ entity }) => entity);
  const shared = rows.filter(({ entity }) => new Set(holders.get(entity)?.map(({ account }) => account)).size > 3);
  const inRings = [...ringsOf(world).values()].reduce((sum, members) => sum + members.length * 5, 0);
  expect((shared.length - inRings) / rows.length).toBeGreaterThan(0.27);
  expect((shared.length - inRings) / rows.length).toBeLessThan(0.31);
});
