import type { ClusterFigures, EvidenceRow, RasterFigure, RasterTick } from '../../src/model/findings.ts';
import type { ReportCluster } from '../../src/model/report.ts';
import { describeCluster, least, most } from './sample-report-cluster.ts';
import {
  createRandom,
  type Holding,
  type Holdings,
  hex,
  type Random,
  type SampleEntity,
  type SampleLinks,
  type SampleSpec,
} from './sample-spec.ts';

export type SampleCluster = {
  readonly cluster: ReportCluster;
  readonly evidence: readonly EvidenceRow[];
  readonly figures: ClusterFigures;
  readonly links: SampleLinks;
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
  const cluster = describeCluster(spec, id, accounts, holdings, links, evidence);
  return { cluster, evidence, figures: makeFigures(spec, id, accounts, holdings, links, random), links, accounts };
}

function idOf(random: Random, rank: number, i: number): string {
  return random() < 0.5
    ? `user_${rank}_${i}_${hex(random, 6)}`
    : `${hex(random, 8)}-${hex(random, 4)}-${hex(random, 4)}-${hex(random, 12)}`;
}

const NAMES: { readonly [layer: string]: (end: string) => string } = {
  link: (end) => `https://example-${end.slice(0, 5)}.net/story/${end.slice(5, 13)}`,
  text: (end) => `Only until midnight: free tickets for everybody who shares this, the link is in my bio #${end}`,
};

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

function makeLinks(spec: SampleSpec, { entities, holders }: Holdings, random: Random): SampleLinks {
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

function makeFigures(
  spec: SampleSpec,
  id: string,
  accounts: readonly string[],
  { entities, holders }: Holdings,
  links: SampleLinks,
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
