import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { LockstepError } from '../../../src/model/errors.ts';
import { generateWorld, PRESETS } from '../../../src/source/generated/generate-world.ts';
import { writeCsvLabels, writeCsvRows } from '../../../src/source/generated/write-csv.ts';
import { readWorld, ringsOf } from './read-world.ts';

const digest = (chunks: Iterable<Uint8Array>) => hash('sha256', Buffer.concat([...chunks]));

/** What every preset must hold: share of each layer in per cent, sizes of rings, kinds of look-alikes. */
type Shape = {
  readonly layers: { readonly [layer: string]: number };
  readonly rings: { readonly [kind: string]: readonly [count: number, least: number, most: number] };
  readonly circles: readonly string[];
};

const SHAPES: { readonly [preset: string]: Shape } = {
  demo: {
    layers: { link: 33, repost: 11, follow: 25, device: 15, ip: 15 },
    rings: {
      'share-ring': [4, 5, 50],
      'device-ring': [2, 6, 25],
      'device-ip-ring': [2, 6, 25],
      'slow-ring': [1, 8, 20],
      'popular-ring': [2, 6, 25],
      'follow-farm': [1, 10, 40],
      botnet: [1, 60, 120],
    },
    circles: [
      'agency',
      'breaking-news',
      'campus',
      'carrier-ipv6',
      'carrier-nat',
      'fan-crowd',
      'household',
      'live-audience',
      'office',
      'phone-family',
    ],
  },
  'timed-only': {
    layers: { boost: 100 },
    rings: {
      'share-ring': [4, 5, 50],
      'slow-ring': [1, 8, 25],
      'popular-ring': [2, 6, 25],
      botnet: [1, 80, 80],
    },
    circles: ['breaking-news', 'fan-crowd', 'live-audience'],
  },
  'fan-clubs': {
    layers: { repost: 100 },
    rings: { 'share-ring': [3, 10, 40], 'slow-ring': [1, 10, 25] },
    circles: ['fan-club', 'live-audience'],
  },
  botnet: {
    layers: { link: 100 },
    rings: { botnet: [3, 60, 400] },
    circles: ['breaking-news', 'fan-club', 'live-audience'],
  },
  popular: { layers: { link: 100 }, rings: { 'popular-ring': [6, 6, 25] }, circles: ['breaking-news', 'fan-crowd'] },
  untimed: {
    layers: { device: 30, ip: 70 },
    rings: { 'device-ring': [4, 5, 40], 'device-ip-ring': [4, 5, 40] },
    circles: ['campus', 'carrier-ipv6', 'carrier-nat', 'household', 'office', 'phone-family'],
  },
  ratings: { layers: { product: 100 }, rings: { 'rating-ring': [8, 10, 40] }, circles: [] },
  attributes: {
    layers: { zip: 15, area: 15, provider: 15, model: 15, mail_domain: 15, card: 12, device: 15 },
    rings: { 'attribute-ring': [12, 5, 40] },
    circles: ['firm', 'household'],
  },
  payments: {
    layers: { transfer: 100 },
    rings: { 'wash-ring': [6, 8, 25] },
    circles: ['collection', 'employer', 'family', 'friends', 'shop'],
  },
  mules: {
    layers: { transfer: 100 },
    rings: { 'mule-star': [10, 8, 20] },
    circles: ['collection', 'employer', 'family', 'friends', 'shop'],
  },
  follows: { layers: { follow: 100 }, rings: { 'follow-farm': [6, 10, 60] }, circles: [] },
};

test.each(Object.entries(SHAPES))('%s has the layers, rings and look-alikes that it promises', (preset, shape) => {
  const world = readWorld(preset, { seed: 11 });
  const { edges } = PRESETS.get(preset) ?? { edges: 0 };
  expect(Math.abs(world.rows.length / edges - 1)).toBeLessThan(0.1);
  const layers = Map.groupBy(world.rows, ({ layer }) => layer);
  expect([...layers.keys()].sort()).toEqual(Object.keys(shape.layers).sort());
  for (const [layer, percent] of Object.entries(shape.layers)) {
    expect(Math.abs((100 * (layers.get(layer)?.length ?? 0)) / world.rows.length - percent)).toBeLessThan(2);
  }
  const kinds = Map.groupBy(ringsOf(world), ([ring]) => ring.replace(/-\d+$/, ''));
  expect([...kinds.keys()].sort()).toEqual(Object.keys(shape.rings).sort());
  for (const [kind, [count, least, most]] of Object.entries(shape.rings)) {
    const sizes = (kinds.get(kind) ?? []).map(([, members]) => members.length);
    expect(sizes).toHaveLength(count);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(least);
    expect(Math.max(...sizes)).toBe(most);
  }
  const circles = new Set(
    [...world.labels.values()].flatMap((label) => label.circles.map((id) => id.replace(/-\d+$/, ''))),
  );
  expect([...circles].sort()).toEqual(shape.circles);
});

test('every account of a row has exactly one label, 1 in a ring and 0 outside', () => {
  const { rows, labels } = readWorld('demo', { seed: 3 });
  expect(rows.filter(({ account }) => !labels.has(account))).toEqual([]);
  for (const { label, group } of labels.values()) expect(label).toBe(group === '' ? '0' : '1');
});

test('times lie in the four weeks of the world and are whole seconds; in untimed worlds there are none', () => {
  for (const { at } of readWorld('demo', { seed: 3, edges: 60_000 }).rows) {
    if (!(at >= '2026-01-05T00:00:00Z' && at < '2026-02-02T00:00:00Z' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(at)))
      expect.fail(at);
  }
  for (const preset of ['untimed', 'ratings', 'attributes'])
    expect(readWorld(preset, { seed: 3 }).rows.filter(({ at }) => at !== '')).toEqual([]);
});

test('a demo is large enough to show something and small enough to be swept at once', () => {
  const { edges } = PRESETS.get('demo') ?? { edges: 0 };
  expect(edges).toBeGreaterThanOrEqual(150_000);
  expect(edges).toBeLessThanOrEqual(300_000);
});

describe('the bytes of a world', () => {
  test('are the same for the same seed, and others for another', () => {
    for (const preset of PRESETS.keys()) {
      const of = (seed: number) => {
        const world = generateWorld(preset, { seed, edges: 30_000 });
        return [digest(writeCsvRows(world)), digest(writeCsvLabels(world))];
      };
      expect(of(5)).toEqual(of(5));
      expect(of(6)).not.toEqual(of(5));
    }
  });

  test('are the same when a world is read twice', () => {
    const world = generateWorld('mixed', { seed: 5, edges: 40_000 });
    expect(digest(writeCsvRows(world))).toBe(digest(writeCsvRows(world)));
  });

  test('do not depend on the size of chunks', () => {
    const world = generateWorld('mixed', { seed: 5, edges: 40_000 });
    const whole = digest(writeCsvRows(world));
    for (const bytes of [1, 1000, 65_536, 1 << 24]) {
      const chunks = [...writeCsvRows(world, bytes)];
      expect(digest(chunks)).toBe(whole);
      for (const chunk of chunks) expect(chunk.at(-1)).toBe(0x0a);
    }
  });
});

test('rows come in the same order in blocks of any size, none larger than was asked for', () => {
  const world = generateWorld('demo', { seed: 8, edges: 40_000 });
  const columns = (size: number) => {
    const blocks = [...world.blocks(size)];
    expect(Math.max(...blocks.map((block) => block.length))).toBeLessThanOrEqual(size);
    return blocks.flatMap(({ account, layer, entity, at }) => [
      ...Array.from(account, (number, i) => `${number} ${layer[i]} ${entity[i]} ${at[i]}`),
    ]);
  };
  const rows = columns(1 << 20);
  for (const size of [1, 777, 4096]) expect(columns(size)).toEqual(rows);
});

test.each([
  ['a preset that does not exist', 'nowhere', { seed: 1 }],
  ['a seed that is no whole number', 'demo', { seed: 0.5 }],
  ['no edges', 'demo', { seed: 1, edges: 0 }],
  ['too few edges for what the preset holds', 'botnet', { seed: 1, edges: 100 }],
])('%s is refused in a sentence', (_, preset, options) => {
  expect(() => [...generateWorld(preset, options).blocks()]).toThrow(LockstepError);
});
