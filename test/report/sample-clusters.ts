import type { ClusterFigures, EvidenceRow, RasterFigure, RasterTick } from '../../src/model/findings.ts';
import type { InnocentCheck, ReportCluster, ReportSignal, Tier } from '../../src/model/report.ts';

/** A small generator that is the same everywhere: mulberry32. */
export type Random = () => number;

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type SampleKind = 'timed-ring' | 'device-ring' | 'co-rating' | 'household' | 'direct';

export type SampleSpec = {
  readonly kind: SampleKind;
  readonly size: number;
  readonly seed: number;
  readonly rank: number;
  readonly score: number;
  readonly nameAccount?: (i: number) => string;
  readonly nameEntity?: (i: number) => string;
};

export type SampleCluster = {
  readonly cluster: ReportCluster;
  readonly evidence: readonly EvidenceRow[];
  readonly figures: ClusterFigures;
  readonly links: readonly (readonly [a: number, b: number, weight: number, layer: string])[];
  readonly accounts: readonly string[];
};

const START = Date.UTC(2026, 1, 2);
const DAY = 86_400_000;
const FIGURE_ACCOUNTS = 120;
const FIGURE_LINKS = 600;

export function makeCluster(spec: SampleSpec): SampleCluster {
  const random = createRandom(spec.seed);
  const accounts = Array.from({ length: spec.size }, (_, i) => spec.nameAccount?.(i) ?? idOf(random, spec.rank, i));
  const id = hex(random, 16);
  const holdings = makeHoldings(spec, accounts, random);
  const links = makeLinks(spec, holdings, random);
  const evidence = holdings.entities.map((entity, i): EvidenceRow => {
    const members = holdings.holders[i] ?? [];
    return {
      ref: `${id.slice(0, 6)}-${String(i + 1).padStart(4, '0')}`,
      cluster_id: id,
      layer: entity.layer,
      entity: entity.name,
      population: members.length + entity.outside,
      members: members.map(({ account, at }) => ({
        account_id: accounts[account] ?? '',
        at: at.map((ms) => new Date(ms).toISOString()),
      })),
    };
  });
  const cluster = describe(spec, id, accounts, holdings, links, evidence);
  return { cluster, evidence, figures: makeFigures(spec, id, accounts, holdings, links, random), links, accounts };
}

function idOf(random: Random, rank: number, i: number): string {
  return random() < 0.5
    ? `user_${rank}_${i}_${hex(random, 6)}`
    : `${hex(random, 8)}-${hex(random, 4)}-${hex(random, 4)}-${hex(random, 12)}`;
}

export function hex(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
}

const NAMES: { readonly [layer: string]: (end: string) => string } = {
  link: (end) => `https://example-${end.slice(0, 5)}.net/story/${end.slice(5, 13)}`,
  text: (end) => `Only until midnight: free tickets for everybody who shares this, the link is in my bio #${end}`,
};

type Holding = { readonly account: number; readonly at: readonly number[] };
type SampleEntity = { readonly layer: string; readonly name: string; readonly outside: number };
type Holdings = { readonly entities: readonly SampleEntity[]; readonly holders: readonly (readonly Holding[])[] };

/** Bursts within seconds on a few days, devices held for weeks, or untimed items. */
function makeHoldings(spec: SampleSpec, accounts: readonly string[], random: Random): Holdings {
  const entities: SampleEntity[] = [];
  const holders: Holding[][] = [];
  const add = (
    layer: string,
    count: number,
    share: number,
    outside: number,
    times: (burst: number) => readonly number[],
  ): void => {
    for (let i = 0; i < count; i++) {
      const burst = START + Math.floor(random() * 6) * DAY + Math.floor(random() * DAY);
      const name =
        spec.nameEntity?.(entities.length) ?? (NAMES[layer] ?? ((end: string) => `${layer}-${end}`))(hex(random, 16));
      entities.push({ layer, name, outside: Math.floor(random() * (outside + 1)) });
      holders.push(
        accounts.flatMap((_, account) => (random() < share || account < 2 ? [{ account, at: times(burst) }] : [])),
      );
    }
  };
  const near = (burst: number): readonly number[] => [Math.round((burst + random() * 12_000) / 1000) * 1000];
  const wide = (burst: number): readonly number[] =>
    [burst + Math.floor(random() * 20 * DAY), burst + Math.floor(random() * 25 * DAY)].sort((a, b) => a - b);
  if (spec.kind === 'timed-ring') {
    add('link', Math.min(41, 10 + spec.size), 0.72, 2, near);
    add('text', 3, 0.5, 0, near);
    add('device', 3, 0.55, 0, wide);
  } else if (spec.kind === 'device-ring') add('device', 2 + Math.floor(spec.size / 8), 0.6, 0, wide);
  else if (spec.kind === 'co-rating') add('product', 28, 0.62, 30, () => []);
  else if (spec.kind === 'household') {
    add('device', 1, 1, 0, wide);
    add('ip', 1, 1, 3, wide);
  }
  return { entities, holders };
}

function makeLinks(spec: SampleSpec, { entities, holders }: Holdings, random: Random): SampleCluster['links'] {
  const most = Math.min((spec.size * (spec.size - 1)) / 2, spec.size * 9);
  const weights = new Map<string, readonly [number, number, number, string]>();
  const tie = (a: number, b: number, weight: number, layer: string): void => {
    if (a === b) return;
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    const key = `${low} ${high}`;
    if (weights.size < most || weights.has(key))
      weights.set(key, [low, high, (weights.get(key)?.[2] ?? 0) + weight, weights.get(key)?.[3] ?? layer]);
  };
  for (let i = 1; i < spec.size; i++)
    tie(i, Math.floor(random() * i), 8 + random() * 20, entities[0]?.layer ?? 'follow');
  holders.forEach((held, i) => {
    for (let k = 0; k + 1 < held.length && k < 60; k++) {
      const other = k + 1 + Math.floor(random() * (held.length - k - 1));
      tie(held[k]?.account ?? 0, held[other]?.account ?? 0, 4 + random() * 9, entities[i]?.layer ?? '');
    }
  });
  return [...weights.values()].sort(([a, b], [c, d]) => a - c || b - d);
}

const TIERS: readonly Tier[] = ['core', 'periphery', 'bystander'];

function describe(
  spec: SampleSpec,
  id: string,
  accounts: readonly string[],
  { entities, holders }: Holdings,
  links: SampleCluster['links'],
  evidence: readonly EvidenceRow[],
): ReportCluster {
  const times = holders.flat().flatMap(({ at }) => at);
  const [first, last] =
    times.length === 0 ? [null, null] : [new Date(least(times)).toISOString(), new Date(most(times)).toISOString()];
  const tierOf = (i: number): Tier =>
    TIERS[i < accounts.length * 0.8 ? 0 : i < accounts.length * 0.95 ? 1 : 2] ?? 'core';
  const isTimed = spec.kind === 'timed-ring';
  const layer = entities[0]?.layer ?? 'follow';
  return {
    cluster_id: id,
    lineage_id: id,
    parent_id: null,
    level: 0,
    rank: spec.rank,
    score: spec.score,
    band: spec.score >= 0.8 ? 'high' : spec.score >= 0.5 ? 'medium' : 'low',
    summary: summaryOf(spec, entities.length),
    size: accounts.length,
    first_at: first,
    last_at: last,
    axes: {
      coordination: {
        value: spec.score,
        low: Math.max(0, spec.score - 0.06),
        high: Math.min(1, spec.score + 0.04),
        note: `from ${entities.length} shared entities`,
      },
      authenticity: { value: null, low: null, high: null, note: 'no account data was given' },
      harm: { value: null, low: null, high: null, note: 'no labels or complaints were given' },
    },
    expected_wrong: accounts.length * (1 - spec.score) * 0.3,
    agreement: { louvain: 0.97, cores: 0.71 },
    cells:
      accounts.length >= 20
        ? [
            { cell_id: `${id.slice(0, 15)}a`, size: Math.ceil(accounts.length / 2), links: 40 },
            { cell_id: `${id.slice(0, 15)}b`, size: Math.floor(accounts.length / 2), links: 31 },
          ]
        : [],
    members: accounts.map((account_id, i) => ({
      account_id,
      tier: tierOf(i),
      membership: Math.round((0.99 - i / accounts.length / 3) * 1000) / 1000,
      cell: accounts.length >= 20 ? `${id.slice(0, 15)}${i < accounts.length / 2 ? 'a' : 'b'}` : null,
      score: Math.round(spec.score * (1 - i / accounts.length / 4) * 1000) / 1000,
      first_seen: first,
      last_seen: last,
    })),
    signals: signalsOf(spec, isTimed),
    links_total: links.length,
    links_top: links
      .slice(0, 20)
      .map(([a, b, weight, of]) => ({ a: accounts[a] ?? '', b: accounts[b] ?? '', weight, layers: { [of]: weight } })),
    evidence_total: evidence.length,
    evidence: evidence.slice(0, 50).map((row) => {
      const at = row.members.flatMap((member) => member.at).sort();
      return {
        ref: row.ref,
        layer: row.layer,
        entity: row.entity,
        accounts: row.members.slice(0, 20).map((member) => member.account_id),
        members: row.members.length,
        first_at: at[0] ?? null,
        last_at: at.at(-1) ?? null,
        population: row.population,
      };
    }),
    robustness: {
      without_layer: [...new Set(entities.map((entity) => entity.layer))].map((removed) => ({
        removed,
        score: removed === layer ? spec.score * 0.4 : spec.score * 0.95,
        members: removed === layer ? Math.floor(accounts.length / 3) : accounts.length,
        survives: removed !== layer,
      })),
      without_entity: {
        removed: entities[0]?.name ?? 'none',
        score: spec.score * 0.97,
        members: accounts.length,
        survives: true,
      },
      without_account: {
        removed: accounts[0] ?? '',
        score: spec.score * 0.96,
        members: accounts.length - 1,
        survives: true,
      },
    },
    innocent_checks: checksOf(spec),
    lineage: spec.rank % 3 === 0 ? { event: 'grew', previous: ['00aa11bb22cc33dd'] } : { event: 'new', previous: [] },
  };
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b));
}

function most(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b));
}

function summaryOf({ kind, size }: SampleSpec, entities: number): string {
  if (kind === 'timed-ring')
    return `${size} accounts shared the same ${entities - 6} links within a median of 4 s on 6 days; by chance 0.2 such pairs are expected; 19 of them also share 3 devices that nobody else uses.`;
  if (kind === 'device-ring')
    return `${size} accounts use ${entities} devices that nobody else uses; devices of this layer have 1.1 holders on average.`;
  if (kind === 'co-rating')
    return `${size} accounts rated the same 28 products; their activity and the products’ popularity explain 3 of them.`;
  if (kind === 'household') return `${size} accounts share one device and one address.`;
  return `${size} accounts are linked to one another 9 times as often as their activity explains.`;
}

function signalsOf({ score, kind }: SampleSpec, isTimed: boolean): readonly ReportSignal[] {
  const shares = isTimed ? [0.42, 0.2, 0.16, 0.14, 0.13, -0.05] : [0.1, 0.3, 0.34, 0.2, 0.12, -0.06];
  const facts: readonly (readonly [string, number, string, number | null, string])[] = [
    [
      'synchrony',
      isTimed ? 4.2 : 0,
      's',
      isTimed ? 5400 : null,
      isTimed
        ? 'Members act on the same link a median of 4 s apart; pairs of the same activity an hour and a half.'
        : 'No times are known in the layers that bind them.',
    ],
    ['rarity', 7.91, 'nats', 2.1, 'What they share is held by few others.'],
    ['exclusivity', 0.934, 'share', 0.12, 'Of what the members use, this part is used by them alone.'],
    ['density', 0.61, 'share', 0.0004, 'Share of the pairs of members that are tied by evidence.'],
    ['distinct_days', 6, 'days', 1, 'Days on which they acted together.'],
    [
      'layer_diversity',
      kind === 'timed-ring' ? 3 : 1,
      'layers',
      2,
      'Kinds of evidence; a single kind lowers the score.',
    ],
  ];
  return facts.map(([name, value, unit, baseline, explanation], i) => ({
    name,
    value,
    unit,
    baseline,
    contribution: score * (shares[i] ?? 0),
    explanation,
  }));
}

function checksOf({ kind, size }: SampleSpec): readonly InnocentCheck[] {
  return [
    {
      name: 'household',
      result: kind === 'household' ? 'failed' : 'passed',
      value: size,
      why:
        kind === 'household'
          ? `${size} accounts on one device and one address and nothing else: as a family has.`
          : 'More than 8 accounts, and they share more than one device.',
    },
    { name: 'workplace_or_campus', result: 'passed', value: 2, why: 'No address is shared by many other accounts.' },
    { name: 'carrier_nat', result: 'passed', value: 14, why: 'The most used address has 14 accounts.' },
    {
      name: 'viral_entity',
      result: kind === 'co-rating' ? 'failed' : 'passed',
      value: kind === 'co-rating' ? 0.31 : 0.0003,
      why:
        kind === 'co-rating'
          ? '31 % of all active accounts rated the first of these products.'
          : '0.03 % of all active accounts used it in that hour.',
    },
    { name: 'fan_crowd', result: 'passed', value: 0.61, why: 'Members are tied to each other, not all to one.' },
    { name: 'agency', result: 'unknown', value: null, why: 'No account says that it posts for others.' },
  ];
}

function makeFigures(
  spec: SampleSpec,
  id: string,
  accounts: readonly string[],
  { entities, holders }: Holdings,
  links: SampleCluster['links'],
  random: Random,
): ClusterFigures {
  const layers = [...new Set(links.map(([, , , layer]) => layer))];
  const heaviest = [...links].sort(([, , x], [, , y]) => y - x).slice(0, FIGURE_LINKS);
  const graph = {
    accounts,
    layers,
    links: heaviest.map(([a, b, weight, layer]) => [a, b, weight, layers.indexOf(layer)] as const),
    links_total: links.length,
  };
  if (spec.kind === 'direct') return { cluster_id: id, graph, raster: null, organic: null, matrix: null };
  if (spec.kind === 'co-rating') {
    const cells = holders.flatMap((held, column) => held.map(({ account }) => [account, column] as const));
    const named = entities.map(({ layer, name }) => ({ layer, entity: name }));
    return {
      cluster_id: id,
      graph,
      raster: null,
      organic: null,
      matrix: { accounts, entities: named, cells, accounts_total: accounts.length, entities_total: entities.length },
    };
  }
  const top = entities
    .map((_, i) => i)
    .sort((a, b) => (holders[b]?.length ?? 0) - (holders[a]?.length ?? 0))
    .slice(0, 10);
  const placeOf = new Map(top.map((entity, place) => [entity, place]));
  const all = holders.flatMap((held, i) =>
    held.flatMap(({ account, at }) => at.map((ms): RasterTick => [account, ms, placeOf.get(i) ?? -1])),
  );
  // As the pipeline does it: some accounts, evenly, each with all its actions.
  const step = Math.max(1, Math.ceil(accounts.length / FIGURE_ACCOUNTS));
  const ticks = all.flatMap(([account, at, entity]): RasterTick[] =>
    account % step === 0 ? [[account / step, at, entity]] : [],
  );
  const drawn = accounts.filter((_, i) => i % step === 0);
  const times = all.map(([, at]) => at);
  const raster: RasterFigure = {
    accounts: drawn,
    entities: top.map((i) => entities[i]?.name ?? ''),
    layers: top.map((i) => entities[i]?.layer ?? ''),
    ticks,
    from: least(times),
    to: most(times),
    ticks_total: all.length,
  };
  return { cluster_id: id, graph, raster, organic: makeOrganic(raster, random), matrix: null };
}

/** As many actions at times of their own. */
function makeOrganic(raster: RasterFigure, random: Random): RasterFigure {
  const accounts = raster.accounts.map((_, i) => `ordinary-${i}`);
  const ticks = raster.ticks.map(
    ([account]): RasterTick => [
      account,
      raster.from + Math.floor(random() * (raster.to - raster.from)),
      random() < 0.04 ? Math.floor(random() * 10) : -1,
    ],
  );
  return { ...raster, accounts, ticks };
}
