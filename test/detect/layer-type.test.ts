import { describe, expect, it } from 'vitest';
import { canonicalEdges } from '../../src/detect/canonical-edges.ts';
import { chooseLayerTypes } from '../../src/detect/layer-type.ts';
import { DEFAULT_SETTINGS, type LayerChoice, type LayerType } from '../../src/model/layer.ts';
import { makeColumns } from './make-columns.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = 1_700_006_400_000 - (1_700_006_400_000 % DAY);

type Tie = readonly [account: string | number, entity: string | number, at?: number];

function typeOf(ties: readonly Tie[], name = 'thing', choices: ReadonlyMap<string, LayerChoice> = new Map()) {
  const rows = ties.map(([account, entity, at]) => ({
    account: String(account),
    layer: name,
    entity: String(entity),
    at: at ?? null,
  }));
  const [chosen] = chooseLayerTypes(canonicalEdges(makeColumns(rows)), choices);
  if (chosen === undefined) throw new Error('There is one layer and must be one type.');
  return chosen;
}

/** Made-up columns are drawn by a counter, so that they are the same in every run. */
function makeRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const many = (count: number, make: (i: number) => Tie): Tie[] => Array.from({ length: count }, (_, i) => make(i));
/** A number below `below`, small ones far more often. */
const popular = (draw: (below: number) => number, below: number) => Math.floor((draw(1e6) / 1e6) ** 3 * below);

type World = readonly [what: string, type: LayerType, make: (draw: (below: number) => number) => readonly Tie[]];

const WORLDS: readonly World[] = [
  // Accounts on both sides.
  ['links with names', 'interaction', (d) => many(300, () => [`u${d(200)}`, `u${d(200)}`])],
  [
    'links with names, most of them to outsiders',
    'interaction',
    (d) => many(900, () => [`u${d(90)}`, d(5) > 0 ? `x${d(600)}` : `u${d(90)}`]),
  ],
  [
    'undirected links, smaller number first',
    'interaction',
    (d) =>
      many(400, () => [d(200), d(200)]).map(([a, b]) => [
        Math.min(Number(a), Number(b)),
        Math.max(Number(a), Number(b)) + 1,
      ]),
  ],
  [
    'payments, every seventh answered',
    'interaction',
    (d) =>
      many(3_000, () => [d(1_500), d(1_500)]).flatMap(([a, b], i): Tie[] =>
        i % 7 === 0
          ? [
              [a, b],
              [Number(b), a],
            ]
          : [[a, b]],
      ),
  ],
  [
    'payments with outside merchants',
    'interaction',
    (d) =>
      many(4_000, (i) => [d(800), i % 4 > 0 ? 50_000 + d(2_000) : d(800)]).flatMap(([a, b]): Tie[] =>
        Number(b) < 800 && d(4) === 0
          ? [
              [a, b],
              [Number(b), a],
            ]
          : [[a, b]],
      ),
  ],
  [
    'links that are never answered nor to oneself',
    'interaction',
    (d) => {
      const pairs = new Map(
        many(5_000, () => [d(600), d(600)]).map(([a, b]) => [[a, b].sort().join(' '), [a, b] as Tie]),
      );
      return [...pairs.values()].filter(([a, b]) => a !== b);
    },
  ],
  [
    'sparse numbers that are the same on both sides',
    'interaction',
    (d) => {
      const ids = Array.from({ length: 900 }, () => d(90_000_000));
      return many(1_800, () => [ids[d(600)] ?? 0, ids[d(600)] ?? 0]);
    },
  ],
  [
    'numbers that nobody counts to',
    'interaction',
    (d) => many(400, () => [`10293847561029${1_000 + d(200)}`, `10293847561029${1_000 + d(200)}`]),
  ],
  // Numbers that overlap by accident.
  ['people and things, both counted from 1', 'taste', (d) => many(5_000, () => [d(600), popular(d, 1_200)])],
  [
    'things numbered as people come to them',
    'taste',
    (d) => {
      const seen: number[] = [];
      return many(5_000, (i) => {
        const thing = seen.length === 0 || d(10) < 3 ? new Set(seen).size : (seen[d(seen.length)] ?? 0);
        seen.push(thing);
        return [Math.floor(i / 8), thing];
      });
    },
  ],
  [
    'things near to the numbers of their people',
    'taste',
    (d) =>
      many(5_000, () => {
        const person = d(600);
        return [person, Math.max(0, person + d(60) - 30)];
      }),
  ],
  ['numbers that all end in 0', 'taste', (d) => many(5_000, () => [10 * d(600), 10 * popular(d, 1_200)])],
  ['a number each, one more than the account', 'resource', () => many(900, (i) => [i, i + 1])],
  ['two numbers each, larger than the account', 'resource', () => many(1_800, (i) => [i >> 1, i + 1])],
  [
    'names and words, of which few are the same',
    'taste',
    (d) => many(4_000, () => [d(50) === 0 ? `w${d(20)}` : `user_${d(600)}`, `w${popular(d, 900)}`]),
  ],
  // Held.
  [
    'a device each at sign-up',
    'resource',
    (d) => many(900, (i) => [`a${i}`, `d${d(20) === 0 ? 1 : i}`, START + d(1e9)]),
  ],
  [
    'a mail domain each at sign-up',
    'resource',
    (d) => many(900, (i) => [`a${i}`, `m${popular(d, 30)}`, START + d(1e9)]),
  ],
  ['a postcode each', 'resource', (d) => many(900, (i) => [`a${i}`, `z${d(40)}`])],
  ['one or two device models', 'resource', (d) => many(1_300, (i) => [`a${i % 900}`, `model${popular(d, 60)}`])],
  [
    'devices at home, untimed',
    'resource',
    (d) => many(1_800, (i) => [`a${i >> 1}`, i % 2 === 0 ? `d${i}` : `home${i >> d(3)}`]),
  ],
  [
    'addresses that accounts come back to',
    'resource',
    (d) =>
      many(5_000, (i) => [`a${i % 200}`, d(10) < 3 ? `nat${d(20)}` : `h${(i % 200) >> d(2)}-${d(2)}`, START + d(2e9)]),
  ],
  [
    'addresses of a month, untimed',
    'resource',
    (d) => many(4_000, (i) => [`a${i % 400}`, d(4) === 0 ? `nat${d(20)}` : `h${i}`]),
  ],
  // Done.
  [
    'posts shared, most of them by nobody else',
    'action',
    (d) => many(4_000, (i) => [`a${d(200)}`, d(10) < 7 ? `p${i}` : `q${d(300)}`, START + d(2e6) * 1_000]),
  ],
  [
    'a viral post that most share once',
    'action',
    (d) => many(1_200, (i) => [`a${i % 1_000}`, `p${popular(d, 90)}`, START + d(2e9)]),
  ],
  [
    'words used again and again',
    'action',
    (d) => many(5_000, () => [`a${d(300)}`, `w${popular(d, 200)}`, START + d(2e9)]),
  ],
  ['purchases at merchants', 'action', (d) => many(4_000, () => [`a${d(600)}`, `m${popular(d, 200)}`, START + d(2e9)])],
  // Chosen.
  ['ratings', 'taste', (d) => many(4_000, () => [`a${d(400)}`, `item${popular(d, 900)}`])],
  [
    'ratings with a date',
    'taste',
    (d) => many(4_000, () => [`a${d(400)}`, `item${popular(d, 900)}`, START + DAY * d(300)]),
  ],
  [
    'ratings with the date of another zone',
    'taste',
    (d) =>
      many(4_000, (i) => [`a${d(400)}`, `item${popular(d, 900)}`, START + DAY * d(300) - (i % 2 === 0 ? 1 : 2) * HOUR]),
  ],
  [
    'ratings of which few have a time',
    'taste',
    (d) =>
      many(
        4_000,
        (i): Tie =>
          i % 3 > 0
            ? [`a${d(400)}`, `item${popular(d, 900)}`]
            : [`a${d(400)}`, `item${popular(d, 900)}`, START + d(2e9)],
      ),
  ],
];

describe('chooseLayerTypes', () => {
  it.each(WORLDS)('tells what %s are: %s', (_, type, make) => {
    for (const seed of [1, 2]) {
      const { settings, typeReason } = typeOf(make(makeRandom(seed)));
      expect(settings, typeReason).toEqual(DEFAULT_SETTINGS[type]);
      expect(typeReason).toMatch(/\d/);
      expect(typeReason).toMatch(/\.$/);
    }
  });

  it('believes a setting before a name, and a name before the data', () => {
    const ties = many(50, (i) => [`a${i}`, `e${i % 9}`]);
    const choices = new Map<string, LayerChoice>([
      ['device', { type: 'taste', cap: 7 }],
      ['link', { spanMs: 5 }],
    ]);
    expect(typeOf(ties, 'device', choices).settings).toEqual({ ...DEFAULT_SETTINGS.taste, cap: 7 });
    expect(typeOf(ties, 'link', choices).settings).toEqual({ ...DEFAULT_SETTINGS.action, spanMs: 5 });
    expect(typeOf(ties, 'device')).toMatchObject({
      settings: DEFAULT_SETTINGS.resource,
      typeReason: 'The name is known for resource.',
    });
  });

  it('takes a reply for an interaction when it is to accounts, else for an action', () => {
    const draw = makeRandom(4);
    const toAccounts = many(200, (i) => [`u${i % 40}`, `u${draw(40)}`, START + i * 1_000]);
    const toPosts = many(200, (i) => [`u${i % 40}`, `post${draw(40)}`, START + i * 1_000]);
    expect(typeOf(toAccounts, 'reply').settings.type).toBe('interaction');
    expect(typeOf(toPosts, 'reply').settings.type).toBe('action');
  });

  it('types every layer by its own rows, in their order, one without rows included', () => {
    const rows = [
      ...many(90, (i) => [`a${i}`, `e${i % 9}`]).map(([account, entity]) => ({ account, entity, layer: 'b' })),
      ...many(900, (i) => [`a${i % 30}`, `e${i % 31}`]).map(([account, entity]) => ({ account, entity, layer: 'a' })),
    ].map(({ account, entity, layer }) => ({ account: String(account), entity: String(entity), layer }));
    const columns = canonicalEdges(makeColumns(rows));
    const types = (own: typeof columns) => chooseLayerTypes(own, new Map()).map(({ settings }) => settings.type);
    expect(types(columns)).toEqual(['taste', 'resource']);
    expect(types({ ...columns, length: 0, layer: new Uint16Array(0) })).toEqual(['resource', 'resource']);
  });

  it('takes one row', () => {
    expect(typeOf([['a', 'e']]).settings.type).toBe('resource');
    expect(typeOf([[1, 1]]).settings.type).toBe('resource');
  });
});
