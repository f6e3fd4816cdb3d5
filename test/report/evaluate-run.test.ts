import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LockstepError } from '../../src/model/errors.ts';
import { countFlags, evaluateRun } from '../../src/report/evaluate-run.ts';

type Row = readonly string[];

const RUN_HEAD = ['account_id', 'cluster_id', 'cluster_rank', 'score', 'tier', 'band'];
const LABEL_HEAD = ['account', 'label', 'group', 'kind', 'circles'];

/** Each line: account, cluster (c7 = the one of rank 7), score, band. */
function run(...lines: readonly string[]): readonly Row[] {
  const rows = lines.map((line) => line.split(' '));
  return [
    RUN_HEAD,
    ...rows.map(([account = '', cluster = '', score = '', band = 'low']) => [
      account,
      cluster === '-' ? '' : cluster,
      cluster.slice(1),
      score,
      'core',
      band,
    ]),
  ];
}

/** Each line: account, label (- = unknown), group (- = none), kind, circles with + between them. */
function labels(...lines: readonly string[]): readonly Row[] {
  const rows = lines.map((line) => line.split(' ').map((cell) => (cell === '-' ? '' : cell)));
  return [
    LABEL_HEAD,
    ...rows.map(([account = '', label = '', group = '', kind = '', circles = '']) => [
      account,
      label,
      group,
      kind,
      circles.replaceAll('+', ' '),
    ]),
  ];
}

const figuresOf = (accounts: readonly Row[], truth: readonly Row[]) => evaluateRun(accounts, truth).figures;

describe('the order of accounts', () => {
  test('average precision and area under the curve of a small example by hand', () => {
    // Order: planted, genuine, planted, genuine, and d, left out by the run, with score 0.
    const figures = figuresOf(
      run('a c1 0.9', 'b c1 0.8', 'c c1 0.7', 'e c1 0.6'),
      labels('a 1', 'b 0', 'c 1', 'd 1', 'e 0'),
    );
    expect(figures['base']).toBeCloseTo(3 / 5);
    expect(figures['ap']).toBeCloseTo((1 + 2 / 3 + 3 / 5) / 3);
    // Six pairs: a before b and e, c before e.
    expect(figures['auroc']).toBeCloseTo(3 / 6);
  });

  test('equal scores are shared: planted ones stand evenly among them, and half of the pairs count', () => {
    const figures = figuresOf(run('a c1 0.5', 'b c1 0.5', 'c c1 0.5', 'd c1 0.5'), labels('a 1', 'b 0', 'c 1', 'd 0'));
    expect(figures['ap']).toBeCloseTo(0.5);
    expect(figures['auroc']).toBeCloseTo(0.5);
  });

  test('equal brute force on any scores without ties', () => {
    const accounts = fc.uniqueArray(fc.record({ score: fc.integer({ min: 1, max: 999 }), label: fc.boolean() }), {
      selector: ({ score }) => score,
      minLength: 2,
      maxLength: 40,
    });
    fc.assert(
      fc.property(accounts, (all) => {
        const planted = all.filter(({ label }) => label);
        fc.pre(planted.length > 0 && planted.length < all.length);
        const figures = figuresOf(
          run(...all.map(({ score }) => `a${score} c1 ${score / 1000}`)),
          labels(...all.map(({ score, label }) => `a${score} ${label ? 1 : 0}`)),
        );
        const atLeast = (score: number) => all.filter((account) => account.score >= score);
        const precision = planted.map(
          ({ score }) => atLeast(score).filter(({ label }) => label).length / atLeast(score).length,
        );
        expect(figures['ap']).toBeCloseTo(precision.reduce((sum, one) => sum + one, 0) / planted.length, 10);
        const pairs = planted.flatMap(({ score }) =>
          all.filter(({ label }) => !label).map((other) => score > other.score),
        );
        expect(figures['auroc']).toBeCloseTo(pairs.filter((isBefore) => isBefore).length / pairs.length, 10);
      }),
    );
  });

  test('lift counts the first accounts against chance, a tie that is cut in proportion', () => {
    const ids = Array.from({ length: 200 }, (_, i) => `a${i}`);
    // 60 on top, all planted; then 80 in a tie, half of them planted; the others out, genuine.
    const accounts = run(...ids.slice(0, 140).map((id, i) => `${id} c1 ${i < 60 ? 0.9 : 0.5}`));
    const truth = labels(...ids.map((id, i) => `${id} ${i < 60 || (i < 140 && i % 2 === 0) ? 1 : 0}`));
    // 60 + half of 40 of the first 100; chance gives half.
    expect(figuresOf(accounts, truth)['lift@100']).toBeCloseTo(0.8 / 0.5);
    expect(figuresOf(accounts, truth)).not.toHaveProperty('lift@500');
  });

  test('accounts whose label is unknown do not count', () => {
    const truth = ['a 1', 'b 0', 'c -'];
    const accounts = run('a c1 0.5', 'b c1 0.4', 'c c1 0.9');
    expect(figuresOf(accounts, labels(...truth))['ap']).toBe(1);
    expect(figuresOf(accounts, labels(...truth))['labelled']).toBe(2);
  });
});

describe('the purity of clusters', () => {
  test('weighted precision and precision of the best ranked by hand', () => {
    const accounts: string[] = [];
    const truth: string[] = [];
    // Cluster of rank r has two members, both planted up to rank 4, then one of them.
    for (let rank = 12; rank >= 1; rank--) {
      accounts.push(`x${rank} c${rank} 0.5`, `y${rank} c${rank} 0.5`);
      truth.push(`x${rank} 1`, `y${rank} ${rank <= 4 ? 1 : 0}`);
    }
    const figures = figuresOf(run(...accounts), labels(...truth));
    expect(figures['p@10']).toBeCloseTo((4 + 6 * 0.5) / 10);
    expect(figures).not.toHaveProperty('p@50');
    expect(figures['wp']).toBeCloseTo((4 * 2 + 8 * 2 * 0.25) / (4 * 2 + 8 * 2 * 0.5));
    expect(figures['clusters']).toBe(12);
    expect(figures['largest']).toBe(2);
    expect(figures['clustered']).toBe(24);
  });
});

describe('true groups', () => {
  const accounts = fc.array(
    fc.record({ cluster: fc.integer({ min: 0, max: 3 }), group: fc.integer({ min: 1, max: 3 }) }),
    { minLength: 2, maxLength: 25 },
  );

  test('pairs, B-cubed, purity and Rand index equal brute force over accounts and pairs', () => {
    fc.assert(
      fc.property(accounts, (all) => {
        const figures = figuresOf(
          run(...all.flatMap(({ cluster }, i) => (cluster === 0 ? [] : [`a${i} c${cluster} 0.5`]))),
          labels(...all.map(({ group }, i) => `a${i} 1 g${group}`)),
        );
        const expected = bruteForce(all);
        for (const [name, value] of Object.entries(expected)) {
          if (Number.isFinite(value)) expect(figures[name], name).toBeCloseTo(value, 10);
          else expect(figures[name], name).toBeNull();
        }
      }),
    );
  });

  test('one cluster with everybody in it finds nothing, however large its B-cubed', () => {
    const all = Array.from({ length: 30 }, (_, i) => `a${i}`);
    const figures = figuresOf(
      run(...all.map((id) => `${id} c1 0.5`)),
      labels(...all.map((id, i) => `${id} 1 g${i < 25 ? 1 : 2}`)),
    );
    expect(figures['b3_f1']).toBeGreaterThan(0.8);
    expect(figures['ari']).toBeCloseTo(0);
    expect(figures['found']).toBeCloseTo(0);
  });

  test('an empty run finds nothing', () => {
    expect(figuresOf(run(), labels('a 1 g1', 'b 1 g1'))).toMatchObject({ coverage: 0, found: 0, ari: null, pair_r: 0 });
  });

  test('genuine accounts in a cluster cost its pairs precision', () => {
    const figures = figuresOf(run('a c1 1', 'b c1 1', 'c c1 1'), labels('a 1 g', 'b 1 g', 'c 0'));
    expect(figures['pair_p']).toBeCloseTo(1 / 3);
    expect(figures['pair_r']).toBe(1);
  });
});

type Placed = { readonly cluster: number; readonly group: number };

/** Cluster 0 is none. */
function bruteForce(all: readonly Placed[]): { readonly [figure: string]: number } {
  const share = (some: readonly unknown[], of: readonly unknown[]) => some.length / of.length;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const mates = (one: Placed) => (one.cluster === 0 ? [one] : all.filter(({ cluster }) => cluster === one.cluster));
  const kin = (one: Placed) => all.filter(({ group }) => group === one.group);
  const b3_p = mean(
    all.map((one) =>
      share(
        mates(one).filter(({ group }) => group === one.group),
        mates(one),
      ),
    ),
  );
  const b3_r = mean(
    all.map((one) =>
      share(
        mates(one).filter(({ group }) => group === one.group),
        kin(one),
      ),
    ),
  );
  const pairsOf = (some: readonly Placed[]) =>
    some.flatMap((one, i) => some.slice(i + 1).map((other) => [one, other] as const));
  const inCluster = ([one, other]: readonly [Placed, Placed]) => one.cluster !== 0 && one.cluster === other.cluster;
  const inGroup = ([one, other]: readonly [Placed, Placed]) => one.group === other.group;
  const pairs = pairsOf(all);
  const on = all.filter(({ cluster }) => cluster !== 0);
  const covered = pairsOf(on);
  // Hubert and Arabie over the four counts of pairs: together in both, in one only, in none.
  const both = covered.filter((pair) => inCluster(pair) && inGroup(pair)).length;
  const clusterOnly = covered.filter((pair) => inCluster(pair) && !inGroup(pair)).length;
  const groupOnly = covered.filter((pair) => !inCluster(pair) && inGroup(pair)).length;
  const none = covered.length - both - clusterOnly - groupOnly;
  const ari =
    (2 * (both * none - clusterOnly * groupOnly)) /
    ((both + clusterOnly) * (clusterOnly + none) + (both + groupOnly) * (groupOnly + none));
  const inLargest = on.filter((one) => {
    const groups = Map.groupBy(mates(one), ({ group }) => group);
    const largest = [...groups].sort(([a, x], [b, y]) => y.length - x.length || a - b)[0];
    return largest?.[0] === one.group;
  });
  const coverage = share(on, all);
  return {
    pair_p: share(
      pairs.filter((pair) => inCluster(pair) && inGroup(pair)),
      pairs.filter(inCluster),
    ),
    pair_r: share(
      pairs.filter((pair) => inCluster(pair) && inGroup(pair)),
      pairs.filter(inGroup),
    ),
    b3_p,
    b3_r,
    b3_f1: (2 * b3_p * b3_r) / (b3_p + b3_r),
    coverage,
    purity: share(inLargest, on),
    ari,
    found: Number.isFinite(ari) ? ari * coverage : 0,
  };
}

describe('who is accused', () => {
  const truth = labels(
    'r1 1 ring-1 share-ring',
    'r2 1 ring-1 share-ring',
    'r3 1 ring-1 share-ring',
    's1 1 ring-2 share-ring',
    's2 1 ring-2 share-ring',
    'h1 0 - household household-1+campus-1',
    'h2 0 - household household-1+campus-1',
    'u1 0 - campus campus-1',
    'u2 0 - campus campus-1',
    'u3 0 - campus campus-1',
    'n1 0 - crowd',
  );

  test('flagged are the accounts of bands high and medium, against the whole population', () => {
    const accounts = run('a c1 1 high', 'b c1 1 high', 'c c2 1 medium', 'd c3 1 low', 'e - 0 high');
    expect(countFlags(accounts, 10)).toEqual({ flagged: 3, flagged_high: 2, flagged_share: 0.3 });
    expect(countFlags(accounts)).toEqual({ flagged: 3, flagged_high: 2, flagged_share: null });
  });

  test('a ring is found when half of it stands in one cluster, and flagged when half of it stands in the bands', () => {
    const accounts = run('r1 c1 1 high', 'r2 c1 1 high', 's1 c2 1 medium', 's2 c3 1 low');
    expect(evaluateRun(accounts, truth).rings).toEqual([
      {
        kind: 'share-ring',
        rings: 2,
        accounts: 5,
        ringsFound: 2,
        ringsHigh: 1,
        ringsFlagged: 2,
        clusteredShare: 4 / 5,
        highShare: 2 / 5,
        flaggedShare: 3 / 5,
      },
    ]);
    expect(evaluateRun(run('r1 c1 1', 'r2 c2 1', 'r3 c3 1'), truth).rings[0]?.ringsFound).toBe(0);
  });

  test('a cluster is blamed on the circle that most of its genuine members share, of equals the smallest', () => {
    const kinds = (...lines: readonly string[]) =>
      Object.fromEntries(
        evaluateRun(run(...lines), truth).circles.map((kind) => [
          kind.kind,
          [kind.accountsFlagged, kind.accountsHigh, kind.circlesFlagged, kind.circlesHigh],
        ]),
      );
    expect(kinds('h1 c1 1 high', 'h2 c1 1 high')).toEqual({
      household: [2, 2, 1, 1],
      campus: [2, 2, 0, 0],
      crowd: [0, 0, 0, 0],
    });
    expect(kinds('h1 c1 1 medium', 'u1 c1 1 medium', 'u2 c1 1 medium')).toEqual({
      household: [1, 0, 0, 0],
      campus: [3, 0, 1, 0],
      crowd: [0, 0, 0, 0],
    });
    // One alone, swept in by a ring, accuses no circle.
    expect(kinds('r1 c1 1 high', 'r2 c1 1 high', 'u1 c1 1 high', 'n1 c1 1 high')).toEqual({
      household: [0, 0, 0, 0],
      campus: [1, 1, 0, 0],
      crowd: [1, 1, 0, 0],
    });
  });

  test('genuine accounts are counted once, however many circles they are in', () => {
    const { genuine, circles } = evaluateRun(run('h1 c1 1 high', 'r1 c1 1 high', 'n1 c2 1 medium'), truth);
    expect(genuine).toEqual({ accounts: 6, flagged: 2, flagged_high: 1 });
    expect(circles.map(({ kind, circles: count, accounts }) => [kind, count, accounts])).toEqual([
      ['campus', 1, 5],
      ['crowd', 0, 1],
      ['household', 1, 2],
    ]);
  });

  test('labels without kinds give no kinds', () => {
    const plain = [
      ['account', 'label', 'group'],
      ['a', '0', ''],
      ['b', '1', ''],
    ];
    const { rings, circles } = evaluateRun(run('a c1 1 high', 'b c1 1 high'), plain);
    expect([rings, circles]).toEqual([[], []]);
  });
});

test('columns are found by name, and what is missing or no label is said', () => {
  const shuffled = [
    ['group', 'label', 'account'],
    ['', '1', 'a'],
    ['', '0', 'b'],
  ];
  expect(figuresOf(run('a c1 1'), shuffled)['ap']).toBe(1);
  expect(() => figuresOf(run('a c1 1'), [['account', 'group']])).toThrow(/lacks label/);
  expect(() => figuresOf([['account_id', 'score', 'band']], shuffled)).toThrow(/lacks cluster_id, cluster_rank/);
  expect(() => figuresOf(run('a c1 1'), labels('a yes'))).toThrow(LockstepError);
});
